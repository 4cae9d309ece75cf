#include "conformance/cover_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "conformance/crash_notice.hpp"
#include "conformance/interruption.hpp"
#include "conformance/progress_line.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/terminal.hpp"
#include "conformance/report/text.hpp"
#include "conformance/scheduled_process.hpp"
#include "conformance/suites/scheduled/account.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::CoverPlan;
using suites::scheduled::CoverResult;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::string scope_text(const CoverPlan& plan) {
  const std::string part =
      plan.part.of == 1 ? "" : fmt::format(", part {} of {}", plan.part.number, plan.part.of);
  return fmt::format("programs of {} over two domains, schedules of at most {}{}",
                     report::counted(plan.calls, "call"),
                     report::counted(plan.preemptions, "preemption"), part);
}

std::string progress_text(const CoverResult& result, double seconds) {
  const double rate = static_cast<double>(result.schedules) / std::max(seconds, 1e-3);
  return fmt::format("cover  {} of {} programs   {} schedules   {} schedules/s",
                     report::grouped(result.tried), report::grouped(result.programs),
                     report::grouped(result.schedules),
                     report::grouped(static_cast<std::uint64_t>(rate)));
}

/// What was covered of what the plan bounds, and that there is more outside.
std::string covered_text(const CoverPlan& plan, const CoverResult& result, double seconds) {
  const bool is_all = result.completed == result.programs;
  const double share =
      100.0 * result.covered / static_cast<double>(std::max<std::uint64_t>(result.programs, 1));
  return fmt::format(
      "covered {} of {}: all schedules of {} of {} programs\n"
      "        {} executed, {} of them equal to another but for steps that commute ({:.1f} s)\n"
      "        not tried: more preemptions, calls or domains\n",
      is_all ? "100 %" : fmt::format("{:.2f} %", std::min(share, 99.99)), scope_text(plan),
      report::grouped(result.completed), report::grouped(result.programs),
      report::counted(result.schedules, "schedule"), report::grouped(result.repetitions), seconds);
}

/// Why nothing can be said of the promises within the bounds; empty when it can.
std::string undecided(const suites::Context& context, const CoverResult& result,
                      const std::string& trouble) {
  if (!trouble.empty()) return trouble;
  if (context.load.is_interrupted()) return "interrupted";
  if (result.completed == result.programs) return "";
  return fmt::format("{} with more schedules than --runs",
                     report::counted(result.programs - result.completed, "program"));
}

/// Tells what was found, if anything.
report::SuiteResult suite_of(const Options& options, const suites::Context& context,
                             const CoverPlan& plan, const CoverResult& result,
                             const std::string& trouble) {
  report::SuiteResult suite{.name = "cover", .checks = {}, .aborted = trouble};
  report::ScheduledResult& scheduled = suite.scheduled.emplace();
  scheduled.schedules = result.schedules;
  scheduled.programs = result.tried;
  suite.headline = fmt::format("{} of {}", report::counted(result.schedules, "schedule"),
                               report::counted(result.tried, "program"));
  const std::string check = scope_text(plan);
  if (result.smallest) {
    const auto name = fmt::format("cover-{}", report::short_name(result.smallest->property));
    scheduled.finds.push_back(tell(options, context, name, result.token, *result.smallest));
    suite.checks.push_back(suites::scheduled::check_of(suite.name, check, scheduled.finds.back()));
    fmt::print("{}\n", report::find_text(scheduled.finds.back()));
  } else {
    suite.checks.push_back({.name = check, .undecided = undecided(context, result, trouble)});
  }
  suite.concurrent = report::ConcurrentResult{.judgement = report::judgement_of(scheduled.finds),
                                              .required = required_of(options),
                                              .threads = cover_size(plan).threads};
  return suite;
}

}  // namespace

void run_cover(const Options& options, suites::Context& context, report::Run& run) {
  CoverPlan plan = options.cover.plan;
  plan.wanted = suites::scheduled::PropertySet::demanded_by(required_of(options));
  context.load.interrupted = &catch_interruption();
  catch_crashes();
  enter_suite("cover");
  const auto rig = set_up_rig(options, context, cover_size(plan));
  const auto begin = Clock::now();
  ProgressLine line;
  CoverResult result;
  const std::string trouble = cover(*rig, context, plan, result, [&](const CoverResult& now) {
    const double seconds = seconds_since(begin);
    line.show(seconds, [&] { return progress_text(now, seconds); });
    return !context.load.is_interrupted();
  });
  line.clear();
  report::SuiteResult suite = suite_of(options, context, plan, result, trouble);
  suite.concurrent->seconds = seconds_since(begin);
  fmt::print("{}", covered_text(plan, result, suite.concurrent->seconds));
  report::mark_known(suite, context.profile);
  fmt::print("{}", report::suite_text(suite, options.strict));
  run.suites.push_back(std::move(suite));
  fmt::print("{}", report::closing_text(run));
}

}  // namespace rollcall::conformance
