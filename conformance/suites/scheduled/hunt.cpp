#include "conformance/suites/scheduled/hunt.hpp"

#include <algorithm>

#include "conformance/schedule/strategies/random_numbers.hpp"
#include "conformance/schedule/strategies/rotation.hpp"
#include "conformance/suites/scheduled/shrink.hpp"

namespace rollcall::suites::scheduled {
namespace {

// A bug that many schedules show is found soonest by few runs of many programs, one that few show
// by many runs of one.
constexpr std::uint64_t kMostRuns = 20;

/// How many calls of each script are kept.
struct Length {
  std::size_t writes;
  std::size_t reads;
};

Length length_for(const Theme& theme, const workload::Pattern& pattern, std::uint64_t seed) {
  schedule::RandomNumbers random(seed);
  if (theme.is_about_order) return {.writes = 1, .reads = 2 + random.below(3)};
  const bool is_telling = random.one_in(2);
  return {.writes = is_telling ? pattern.telling_moves : 1 + random.below(3),
          .reads = 2 + random.below(4)};
}

/// The beginnings of the scripts: long programs hide what matters among schedules that do not. A
/// pattern begins where its domains are at home, so its first calls can be made without the rest.
workload::Program beginning_of(workload::Program program, const Length& length) {
  for (workload::Script& script : program.scripts) {
    std::size_t writes = 0;
    std::size_t reads = 0;
    std::erase_if(script.commands, [&](const workload::Command& command) {
      return history::is_mutator(command.call) ? ++writes > length.writes : ++reads > length.reads;
    });
  }
  return program;
}

workload::Setting setting_of(const Rig& rig, const HuntPlan& plan, const Theme& theme) {
  workload::Taste taste{.reads = theme.reads,
                        .subjects = {},
                        .has_one_question = theme.is_about_order,
                        .flags = theme.flags};
  for (const workload::Subject subject : theme.subjects) {
    taste.subjects[static_cast<std::size_t>(subject)] = 1;
  }
  workload::Setting setting = rig.setting(taste);
  if (plan.has_moments) return setting;
  for (const auto call : {history::Call::kSnapshotCreate, history::Call::kCheckpointCreate}) {
    setting.capabilities.has[static_cast<std::size_t>(call)] = false;
  }
  return setting;
}

/// Why no call of these kinds can be made; empty when one can.
std::string obstacle_to(const Theme& theme, const workload::Capabilities& capabilities) {
  std::string reason;
  for (const auto& [weight, call] : theme.reads) {
    if (capabilities.can(call)) return "";
    for (const workload::Gap& gap : capabilities.gaps) {
      if (gap.call == call) reason = gap.reason;
    }
  }
  return reason;
}

/// A theme on the way.
struct Pursuit {
  HuntResult result;
  workload::Setting setting;
  std::vector<const workload::Pattern*> patterns;
  bool is_over = false;
};

class Hunt {
 public:
  Hunt(Rig& rig, const Context& context, const HuntPlan& plan, const HuntListener& listener)
      : rig_(rig),
        context_(context),
        plan_(plan),
        listener_(listener),
        strategy_(schedule::default_rotation(context.seed)),
        order_strategy_(schedule::rotation_for_order(context.seed)) {}

  void add(const Theme& theme) {
    Pursuit pursuit{
        .result = {.theme = &theme}, .setting = setting_of(rig_, plan_, theme), .patterns = {}};
    for (const workload::Pattern* pattern : workload::possible_patterns(pursuit.setting)) {
      const auto& subjects = theme.subjects;
      const bool fits =
          std::find(subjects.begin(), subjects.end(), pattern->subject) != subjects.end();
      if (fits) pursuit.patterns.push_back(pattern);
    }
    pursuit.result.skipped = obstacle_to(theme, pursuit.setting.capabilities);
    if (pursuit.patterns.empty()) pursuit.result.skipped = "the library cannot make its changes";
    pursuits_.push_back(std::move(pursuit));
    if (!pursuits_.back().result.skipped.empty()) end(pursuits_.back());
  }

  std::string run() {
    for (std::uint64_t lap = 0; !is_over(); ++lap) {
      for (Pursuit& pursuit : pursuits_) {
        for (std::size_t i = 0;
             i < pursuit.result.theme->programs_per_lap && !pursuit.is_over && !is_ended_; ++i) {
          std::string trouble = pursue(pursuit, lap);
          if (!trouble.empty()) return trouble;
          if (listener_.on_program && !listener_.on_program(pursuit.result)) end_all();
        }
      }
    }
    return "";
  }

 private:
  bool is_over() const {
    return is_ended_ || std::all_of(pursuits_.begin(), pursuits_.end(),
                                    [](const Pursuit& pursuit) { return pursuit.is_over; });
  }

  void end(Pursuit& pursuit) {
    pursuit.is_over = true;
    if (listener_.on_end) listener_.on_end(pursuit.result);
  }

  void end_all() {
    for (Pursuit& pursuit : pursuits_) {
      if (!pursuit.is_over) end(pursuit);
    }
  }

  /// Tries one more program. Two laps of three are for two threads, with fewer schedules to choose
  /// from. Returns: the trouble, if any.
  std::string pursue(Pursuit& pursuit, std::uint64_t lap) {
    HuntResult& result = pursuit.result;
    const std::uint64_t turn = context_.seed + result.programs;
    const bool is_for_two = lap % 3 != 2 && !result.theme->is_about_order;
    pursuit.setting.threads = is_for_two ? 2 : rig_.size().threads;
    pursuit.setting.taste.writers = pursuit.setting.threads / 2;
    const workload::Pattern* pattern = pursuit.patterns[turn % pursuit.patterns.size()];
    pursuit.setting.taste.pattern = pattern;
    const std::uint64_t program_seed = context_.seed * 1'000'003U + result.programs++;
    const auto program = beginning_of(workload::generate(pursuit.setting, program_seed),
                                      length_for(*result.theme, *pattern, program_seed));
    const std::uint64_t runs = std::min({lap / 6 + 1, kMostRuns, plan_.runs - result.runs});
    schedule::Strategy& strategy = result.theme->is_about_order ? *order_strategy_ : *strategy_;
    TrialResult trial = try_program(rig_, scheduler_, program, strategy, runs,
                                    plan_.wanted.common_with(result.theme->after));
    result.runs += trial.runs;
    result.runs_of_all = runs_of_all_ += trial.runs;
    if (trial.found) {
      result.found = std::move(trial.found);
      is_ended_ = listener_.on_found && listener_.on_found(result) == AfterFind::kEndHunt;
      if (!is_ended_) make_small(result);
    }
    if (result.found || result.runs >= plan_.runs) end(pursuit);
    return trial.trouble;
  }

  void make_small(HuntResult& result) {
    result.smallest = shrink(rig_, scheduler_, *result.found);
    result.token = token_of(context_, rig_.size(), *result.smallest);
  }

  Rig& rig_;
  const Context& context_;
  const HuntPlan& plan_;
  const HuntListener& listener_;
  // One for all themes, or each pattern might always meet the same turn of the rotation.
  std::unique_ptr<schedule::Strategy> strategy_;
  std::unique_ptr<schedule::Strategy> order_strategy_;
  schedule::Scheduler scheduler_;
  std::vector<Pursuit> pursuits_;
  std::uint64_t runs_of_all_ = 0;
  bool is_ended_ = false;
};

}  // namespace

std::string hunt(Rig& rig, const Context& context, const std::vector<const Theme*>& themes,
                 const HuntPlan& plan, const HuntListener& listener) {
  Hunt hunt(rig, context, plan, listener);
  for (const Theme* theme : themes) hunt.add(*theme);
  return hunt.run();
}

}  // namespace rollcall::suites::scheduled
