#include "conformance/scheduled_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>

#include "conformance/crash_notice.hpp"
#include "conformance/interruption.hpp"
#include "conformance/progress_line.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/terminal.hpp"
#include "conformance/report/text.hpp"
#include "conformance/scheduled_process.hpp"
#include "conformance/suites/scheduled/account.hpp"
#include "conformance/suites/scheduled/hunt.hpp"
#include "conformance/suites/scheduled/shrink.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::Counterexample;
using suites::scheduled::HuntResult;

/// E.g. "atomicity-power-S".
std::string trace_name(const HuntResult& result) {
  std::string name = fmt::format("{}-{}-{}", result.theme->suite, result.theme->name,
                                 report::short_name(result.smallest->property));
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

/// What the themes of a suite come to, told on the way and collected.
class SuiteHunt {
 public:
  SuiteHunt(const Options& options, const suites::Context& context,
            const suites::scheduled::HuntPlan& plan, const suites::Suite& suite)
      : options_(options), context_(context), plan_(plan), begin_(Clock::now()) {
    result_.name = suite.name;
    result_.scheduled.emplace();
  }

  report::SuiteResult run(suites::scheduled::Rig& rig,
                          const std::vector<const suites::scheduled::Theme*>& themes) {
    schedules_total_ = plan_.runs * themes.size();
    result_.aborted =
        hunt(rig, context_, themes, plan_,
             {.on_found = [this](const HuntResult& theme) { return tell_found(theme); },
              .on_end = [this](const HuntResult& theme) { end(theme); },
              .on_program = [this](const HuntResult& theme) { return go_on(theme); }});
    line_.clear();
    report::ScheduledResult& scheduled = *result_.scheduled;
    result_.headline = fmt::format("{} of {}", report::counted(scheduled.schedules, "schedule"),
                                   report::counted(scheduled.programs, "program"));
    result_.concurrent =
        report::ConcurrentResult{.judgement = report::judgement_of(scheduled.finds),
                                 .required = required_of(options_),
                                 .threads = rig.size().threads,
                                 .seconds = seconds()};
    if (!result_.aborted.empty()) {
      result_.checks.push_back({.name = "every run ends", .undecided = result_.aborted});
    } else if (context_.load.is_interrupted()) {
      result_.checks.push_back({.name = "time", .undecided = "interrupted"});
    }
    return std::move(result_);
  }

 private:
  using Clock = std::chrono::steady_clock;

  double seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

  static std::string title_of(const HuntResult& theme) {
    return fmt::format("{:10} {:20}", theme.theme->suite, theme.theme->name);
  }

  suites::scheduled::AfterFind tell_found(const HuntResult& theme) {
    line_.clear();
    fmt::print("{} schedule {} of {} ({}): {} refuted after {:.2f} s; shrinking ... ",
               title_of(theme), report::grouped(theme.runs), report::grouped(plan_.runs),
               theme.found->strategy, report::short_name(theme.found->property), seconds());
    std::fflush(stdout);
    return suites::scheduled::AfterFind::kShrink;
  }

  void end(const HuntResult& theme) {
    result_.scheduled->schedules += theme.runs;
    result_.scheduled->programs += theme.programs;
    if (theme.smallest) return keep(theme, *theme.smallest);
    result_.checks.push_back({.name = theme.theme->name, .skipped = theme.skipped});
    if (!theme.skipped.empty()) return;
    line_.clear();
    fmt::print("{} {} schedules of {} programs: not refuted ({:.1f} s)\n", title_of(theme),
               report::grouped(theme.runs), report::grouped(theme.programs), seconds());
    std::fflush(stdout);
  }

  void keep(const HuntResult& theme, const Counterexample& smallest) {
    const Counterexample& before = *theme.found;
    fmt::print("{} -> {} operations, {} -> {} preemptions\n\n",
               suites::scheduled::call_count(before.program),
               suites::scheduled::call_count(smallest.program), before.run.preemptions,
               smallest.run.preemptions);
    const report::ScheduledFind find =
        tell(options_, context_, trace_name(theme), theme.token, smallest);
    fmt::print("{}\n", report::find_text(find));
    std::fflush(stdout);
    result_.checks.push_back(suites::scheduled::check_of(result_.name, theme.theme->name, find));
    result_.scheduled->finds.push_back(find);
  }

  /// Shows how far the hunt is. Returns: whether it goes on.
  bool go_on(const HuntResult& theme) {
    runs_of_theme_[theme.theme] = theme.runs;
    line_.show(seconds(), [&] {
      std::uint64_t runs = 0;
      for (const auto& [name, done] : runs_of_theme_) runs += done;
      return hunt_progress_text({.suite = result_.name,
                                 .seconds = seconds(),
                                 .schedules = runs,
                                 .schedules_total = schedules_total_,
                                 .finds = result_.scheduled->finds.size()});
    });
    return !context_.load.is_interrupted();
  }

  const Options& options_;
  const suites::Context& context_;
  const suites::scheduled::HuntPlan& plan_;
  const Clock::time_point begin_;
  report::SuiteResult result_;
  ProgressLine line_;
  std::map<const suites::scheduled::Theme*, std::uint64_t> runs_of_theme_;
  std::uint64_t schedules_total_ = 0;
};

}  // namespace

void run_scheduled(const Options& options, suites::Context& context, report::Run& run) {
  const suites::scheduled::HuntPlan plan{
      .runs = options.schedules,
      .has_moments = options.uri.starts_with("mock:"),
      .wanted = suites::scheduled::PropertySet::demanded_by(required_of(options))};
  context.load.interrupted = &catch_interruption();
  catch_crashes();
  const auto rig = set_up_rig(options, context, {});
  // Suites hunt one after the other, the themes of a suite by turns.
  for (const suites::Suite& suite : suites::all_suites()) {
    const std::vector<std::string> names{suite.name};
    const bool is_wanted =
        options.suites.empty() ||
        std::find(options.suites.begin(), options.suites.end(), suite.name) != options.suites.end();
    const auto themes = suites::scheduled::themes_of(names);
    if (!is_wanted || themes.empty()) continue;
    enter_suite(suite.name);
    report::SuiteResult result = SuiteHunt(options, context, plan, suite).run(*rig, themes);
    report::mark_known(result, context.profile);
    fmt::print("{}", report::suite_text(result, options.strict));
    run.suites.push_back(std::move(result));
    if (!run.suites.back().aborted.empty() || context.load.is_interrupted()) break;
  }
  fmt::print("{}", report::closing_text(run));
}

}  // namespace rollcall::conformance
