#include "conformance/scheduled_command.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"
#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/suites/scheduled/hunt.hpp"
#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/suites/scheduled/shrink.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::Counterexample;
using suites::scheduled::HuntResult;
using suites::scheduled::Rig;

/// Ends the process although threads of it may be held up for good.
[[noreturn]] void give_up(const std::string& what) {
  std::fflush(stdout);
  fmt::print(stderr, "error: {}\n", what);
  _exit(kHarnessError);
}

bool runs_in_this_process(const std::string& uri) {
  const std::string scheme = uri.substr(0, uri.find(':'));
  if (scheme.find('+') != std::string::npos) return false;
  return scheme == "mock" || scheme == "test" || std::getenv("ROLLCALL_DRIVER_PATH") != nullptr;
}

checker::Property goal_of(const Options& options) {
  if (const auto required = report::grade_named(options.required_grade)) return *required;
  return options.uri.starts_with("mock:") ? checker::Property::kLinearizable
                                          : checker::Property::kSnapshots;
}

std::unique_ptr<Rig> set_up(const suites::Context& context, suites::scheduled::RigSize size) {
  schedule::follow_yield_points(context.library.name());
  auto rig = Rig::set_up(context, size);
  if (!rig) give_up(fmt::format("preparing scheduled runs: {}", rig.error().message));
  return *std::move(rig);
}

void print_counterexample(const Options& options, const HuntResult& result) {
  const Counterexample& before = *result.found;
  const Counterexample& after = *result.smallest;
  fmt::print("{} -> {} operations, {} -> {} preemptions\n\n",
             suites::scheduled::call_count(before.program),
             suites::scheduled::call_count(after.program), before.run.preemptions,
             after.run.preemptions);
  fmt::print("{}\n", report::explanation_text(after.violation, after.property));
  fmt::print("    replay    {} --replay {}\n", command_for_library(options),
             report::shell_quoted(schedule::to_text(result.token)));
}

}  // namespace

std::string prepare_scheduled(const Options& options) {
  if (!schedule::is_interposed()) {
    return "a build with sanitizers cannot run anything under the scheduler";
  }
  if (!runs_in_this_process(options.uri)) {
    return fmt::format("'{}' runs outside this process, where the scheduler sees no thread",
                       options.uri);
  }
  schedule::make_randomness_repeatable();
  return "";
}

int run_scheduled(const Options& options, const suites::Context& context) {
  const suites::scheduled::HuntPlan plan{.runs = options.schedules,
                                         .has_moments = options.uri.starts_with("mock:"),
                                         .goal = goal_of(options)};
  const auto rig = set_up(context, plan.size);
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
    print_counterexample(options, result);
    return 1;
  }
  fmt::print("{} schedules of {} programs: not refuted ({:.1f} s)\n", report::grouped(result.runs),
             report::grouped(result.programs), seconds());
  return 0;
}

int run_replay(const Options& options, const suites::Context& context) {
  const auto token = schedule::token_from(options.replay);
  if (!token) give_up(token.error());
  const auto scenario = suites::scheduled::scenario_from(token->scenario);
  if (!scenario) give_up(scenario.error());
  suites::Context recorded = context;
  recorded.seed = token->seed;
  if (token->build != suites::scheduled::build_of(recorded)) {
    fmt::print("note: the token is of another version of the kit or the library\n");
  }
  const auto rig = set_up(recorded, scenario->size);
  schedule::Scheduler scheduler;
  const schedule::Program program = rig->schedulable(scenario->program);
  const schedule::RunRecord& run = schedule::replay(scheduler, program, token->switches);
  if (run.outcome != schedule::Outcome::kCompleted) give_up(run.trouble);
  const auto found =
      suites::scheduled::judge_last_run(*rig, scenario->program, run, scenario->property);
  const std::uint32_t trace = suites::scheduled::folded(run.hash);
  const bool is_same = trace == scenario->trace && found && found->property == scenario->property;
  if (found) fmt::print("{}\n", report::explanation_text(found->violation, found->property));
  fmt::print("replayed {} steps, trace {:08x}, verdict {}: {}\n", run.trace.size(), trace,
             found ? fmt::format("{} refuted", report::short_name(found->property)) : "not refuted",
             is_same ? "same as recorded"
                     : fmt::format("NOT as recorded (trace {:08x}, {} refuted)", scenario->trace,
                                   report::short_name(scenario->property)));
  return is_same ? 1 : kHarnessError;
}

}  // namespace rollcall::conformance
