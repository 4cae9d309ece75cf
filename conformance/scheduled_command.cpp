#include "conformance/scheduled_command.hpp"

#include <fmt/format.h>

#include <chrono>

#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"
#include "conformance/scheduled_process.hpp"
#include "conformance/suites/scheduled/hunt.hpp"
#include "conformance/suites/scheduled/shrink.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::Counterexample;
using suites::scheduled::HuntResult;

checker::Property goal_of(const Options& options) {
  if (const auto required = report::grade_named(options.required_grade)) return *required;
  return options.uri.starts_with("mock:") ? checker::Property::kLinearizable
                                          : checker::Property::kSnapshots;
}

void print_counterexample(const Options& options, const suites::Context& context,
                          const HuntResult& result) {
  const Counterexample& before = *result.found;
  const Counterexample& after = *result.smallest;
  fmt::print("{} -> {} operations, {} -> {} preemptions\n\n",
             suites::scheduled::call_count(before.program),
             suites::scheduled::call_count(after.program), before.run.preemptions,
             after.run.preemptions);
  fmt::print("{}\n", report::explanation_text(after.violation, after.property));
  fmt::print("    replay    {} --replay {}\n", command_for_library(options),
             report::shell_quoted(schedule::to_text(result.token)));
  const auto kept =
      keep_trace(options, context, fmt::format("scheduled-{}", report::short_name(after.property)),
                 result.token, after);
  if (!kept) give_up(kept.error());
  if (!kept->empty()) fmt::print("    trace     {}\n", *kept);
}

}  // namespace

int run_scheduled(const Options& options, const suites::Context& context) {
  const suites::scheduled::HuntPlan plan{.runs = options.schedules,
                                         .has_moments = options.uri.starts_with("mock:"),
                                         .goal = goal_of(options)};
  const auto rig = set_up_rig(context, plan.size);
  const auto begin = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  };
  const HuntResult result = hunt(*rig, context, plan, [&](const HuntResult& found) {
    fmt::print("schedule {} of {} ({}): {} refuted after {:.2f} s; shrinking ... ",
               report::grouped(found.runs), report::grouped(plan.runs), found.found->strategy,
               report::short_name(found.found->property), seconds());
    std::fflush(stdout);
  });
  if (!result.trouble.empty()) give_up(result.trouble);
  if (result.found) {
    print_counterexample(options, context, result);
    return 1;
  }
  fmt::print("{} schedules of {} programs: not refuted ({:.1f} s)\n", report::grouped(result.runs),
             report::grouped(result.programs), seconds());
  return 0;
}

}  // namespace rollcall::conformance
