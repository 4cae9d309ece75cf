#include "conformance/suites/scheduled/shrink.hpp"

#include <algorithm>
#include <array>

#include "conformance/schedule/strategies/depth_first.hpp"
#include "conformance/schedule/strategies/follow.hpp"
#include "conformance/schedule/strategies/replay.hpp"
#include "conformance/schedule/strategies/rotation.hpp"

namespace rollcall::suites::scheduled {
namespace {

using workload::Program;
using workload::Script;

// The way of the run before is mostly good for a smaller program too. Else chance may find what
// chance has found, or a search: one preemption is enough for most bugs, and short programs have
// few schedules with no more.
constexpr std::uint64_t kRandomRuns = 20;
constexpr std::uint64_t kSearchRuns = 100;
constexpr std::uint64_t kRandomSeed = 1;
// For the last step, which is made once.
constexpr std::uint64_t kThoroughSearchRuns = 3'000;

using Way = std::vector<schedule::Waypoint>;

/// Which commands of a script a piece of evidence speaks of.
std::vector<bool> told_by(const history::History& evidence, std::size_t thread,
                          const std::vector<workload::Command>& commands) {
  std::vector<bool> told(commands.size());
  auto next = commands.begin();
  for (const history::Operation& operation : evidence.batch.operations) {
    if (operation.thread != thread + 1) continue;
    const auto found = std::find_if(next, commands.end(), [&](const workload::Command& command) {
      return command.call == operation.call;
    });
    if (found == commands.end()) continue;
    told[static_cast<std::size_t>(found - commands.begin())] = true;
    next = found + 1;
  }
  return told;
}

/// Takes a command out of a program, and what it did out of the way through it.
void drop_command(Program& program, Way& way, std::size_t thread, std::size_t index) {
  auto& commands = program.scripts[thread].commands;
  commands.erase(commands.begin() + static_cast<std::ptrdiff_t>(index));
  way = schedule::without_call(std::move(way), static_cast<schedule::ThreadNumber>(thread),
                               static_cast<std::uint32_t>(index));
}

class Shrinker {
 public:
  Shrinker(Rig& rig, schedule::Scheduler& scheduler, Counterexample found)
      : rig_(rig), scheduler_(scheduler), best_(std::move(found)) {}

  Counterexample shrink() {
    drop_what_is_not_told();
    drop_threads();
    do {
      drop_parts();
      drop_flags();
    } while (drop_commands());
    drop_idle_threads();
    merge_threads();
    drop_switches();
    lower_preemptions();
    drop_switches();
    return std::move(best_);
  }

 private:
  Way way() const { return schedule::waypoints_of(best_.run.trace); }

  /// Keeps the candidate if it still breaks the promise under some schedule.
  bool keep_if_broken(const Program& candidate, Way way) {
    schedule::Follow follow(std::move(way));
    if (keep_if_broken(candidate, follow, 1)) return true;
    const auto rotation = schedule::default_rotation(kRandomSeed);
    if (keep_if_broken(candidate, *rotation, kRandomRuns)) return true;
    schedule::DepthFirst search(1);
    return keep_if_broken(candidate, search, kSearchRuns);
  }

  bool keep_if_broken(const Program& candidate, schedule::Strategy& strategy, std::uint64_t runs) {
    if (is_over_) return false;
    TrialResult result = try_program(rig_, scheduler_, candidate, strategy, runs, best_.property);
    is_over_ = !result.trouble.empty();
    if (!result.found || result.found->property != best_.property) return false;
    best_ = *std::move(result.found);
    return true;
  }

  /// What the evidence does not speak of is mostly not needed.
  void drop_what_is_not_told() {
    Program candidate = best_.program;
    Way shorter = way();
    for (std::size_t thread = 0; thread < candidate.scripts.size(); ++thread) {
      const std::vector<bool> told =
          told_by(best_.violation.evidence, thread, candidate.scripts[thread].commands);
      for (std::size_t i = told.size(); i-- > 0;) {
        if (!told[i]) drop_command(candidate, shorter, thread, i);
      }
    }
    if (candidate != best_.program) keep_if_broken(candidate, std::move(shorter));
  }

  void drop_threads() {
    for (std::size_t thread = best_.program.scripts.size(); thread-- > 0;) {
      Program candidate = best_.program;
      Way shorter = way();
      const std::size_t count = candidate.scripts[thread].commands.size();
      for (std::size_t i = count; i-- > 0;) drop_command(candidate, shorter, thread, i);
      if (count != 0) keep_if_broken(candidate, std::move(shorter));
    }
  }

  /// The domains of threads that make no call any more become the first one's.
  void drop_idle_threads() {
    Program candidate;
    Way shorter;
    candidate.scripts.emplace_back();
    std::vector<workload::Part> parts;
    std::array<schedule::ThreadNumber, schedule::kThreadsMax> numbers{};
    for (std::size_t thread = 0; thread < best_.program.scripts.size(); ++thread) {
      const Script& script = best_.program.scripts[thread];
      parts.insert(parts.end(), script.parts.begin(), script.parts.end());
      if (script.commands.empty()) continue;
      if (!candidate.scripts.back().commands.empty()) candidate.scripts.emplace_back();
      candidate.scripts.back().commands = script.commands;
      numbers[thread] = static_cast<schedule::ThreadNumber>(candidate.scripts.size() - 1);
    }
    candidate.scripts.front().parts = std::move(parts);
    if (candidate == best_.program) return;
    for (schedule::Waypoint waypoint : way()) {
      if (best_.program.scripts[waypoint.thread].commands.empty()) continue;
      waypoint.thread = numbers[waypoint.thread];
      shorter.push_back(waypoint);
    }
    keep_if_broken(candidate, std::move(shorter));
  }

  /// Lets one thread make the calls of two, as long as that is enough.
  void merge_threads() {
    const auto merge_two = [this] {
      const std::size_t threads = best_.program.scripts.size();
      for (std::size_t into = 0; into < threads; ++into) {
        for (std::size_t from = 0; from < threads; ++from) {
          if (into != from && keep_if_broken(merged(best_.program, into, from), {})) return true;
        }
      }
      return false;
    };
    while (best_.program.scripts.size() > 2 && merge_two()) continue;
  }

  /// The calls of thread `from` after those of `into`.
  static Program merged(Program program, std::size_t into, std::size_t from) {
    Script& longer = program.scripts[into];
    const Script& other = program.scripts[from];
    longer.parts.insert(longer.parts.end(), other.parts.begin(), other.parts.end());
    longer.commands.insert(longer.commands.end(), other.commands.begin(), other.commands.end());
    program.scripts.erase(program.scripts.begin() + static_cast<std::ptrdiff_t>(from));
    return program;
  }

  /// Tries to do without each command, the last first: what follows may depend on it.
  bool drop_commands() {
    bool dropped = false;
    for (std::size_t thread = 0; thread < best_.program.scripts.size(); ++thread) {
      for (std::size_t i = best_.program.scripts[thread].commands.size(); i-- > 0;) {
        Program candidate = best_.program;
        Way shorter = way();
        drop_command(candidate, shorter, thread, i);
        dropped = keep_if_broken(candidate, std::move(shorter)) || dropped;
      }
    }
    return dropped;
  }

  /// The same for domains that are there.
  void drop_parts() {
    for (std::size_t thread = 0; thread < best_.program.scripts.size(); ++thread) {
      for (std::size_t i = best_.program.scripts[thread].parts.size(); i-- > 0;) {
        Program candidate = best_.program;
        auto& parts = candidate.scripts[thread].parts;
        parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(i));
        keep_if_broken(candidate, way());
      }
    }
  }

  void drop_flags() {
    // Without the last flag only ids would tell what a list saw of starts: harder to read.
    const bool needs_a_flag = makes(history::Call::kStart);
    for (std::size_t thread = 0; thread < best_.program.scripts.size(); ++thread) {
      for (std::size_t i = 0; i < best_.program.scripts[thread].commands.size(); ++i) {
        if (!history::is_host_reader(best_.program.scripts[thread].commands[i].call)) continue;
        for (std::uint32_t flag = 1U << 15; flag != 0; flag >>= 1) {
          Program candidate = best_.program;
          std::uint32_t& flags = candidate.scripts[thread].commands[i].argument;
          if ((flags & flag) == 0 || (flags == flag && needs_a_flag)) continue;
          flags &= ~flag;
          keep_if_broken(candidate, way());
        }
      }
    }
  }

  bool makes(history::Call call) const {
    const auto& scripts = best_.program.scripts;
    return std::any_of(scripts.begin(), scripts.end(), [=](const Script& script) {
      return std::any_of(script.commands.begin(), script.commands.end(),
                         [=](const workload::Command& command) { return command.call == call; });
    });
  }

  void lower_preemptions() {
    const Program program = best_.program;
    for (std::uint32_t bound = 0; bound < best_.run.preemptions; ++bound) {
      schedule::DepthFirst search(bound);
      if (keep_if_broken(program, search, kThoroughSearchRuns)) return;
    }
  }

  /// Each choice that is not needed is one fewer to understand.
  void drop_switches() {
    for (std::size_t i = best_.run.switches.size(); i-- > 0;) {
      std::vector<schedule::Switch> fewer = best_.run.switches;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      schedule::Replay replay(std::move(fewer));
      const Program program = best_.program;
      keep_if_broken(program, replay, 1);
      i = std::min(i, best_.run.switches.size());
    }
  }

  Rig& rig_;
  schedule::Scheduler& scheduler_;
  Counterexample best_;
  bool is_over_ = false;  // nothing more can be tried in this process
};

}  // namespace

Counterexample shrink(Rig& rig, schedule::Scheduler& scheduler, Counterexample found) {
  return Shrinker(rig, scheduler, std::move(found)).shrink();
}

std::size_t call_count(const Program& program) {
  std::size_t calls = 0;
  for (const Script& script : program.scripts) calls += script.commands.size();
  return calls;
}

}  // namespace rollcall::suites::scheduled
