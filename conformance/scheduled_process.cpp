#include "conformance/scheduled_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/version.hpp"
#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/suites/scheduled/account.hpp"
#include "conformance/suites/scheduled/reproduction.hpp"
#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/suites/scheduled/trace_file.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::Counterexample;

bool runs_in_this_process(const std::string& uri) {
  const std::string scheme = uri.substr(0, uri.find(':'));
  if (scheme.find('+') != std::string::npos) return false;
  return scheme == "mock" || scheme == "test" || std::getenv("ROLLCALL_DRIVER_PATH") != nullptr;
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

void give_up(const std::string& what) {
  std::fflush(stdout);
  fmt::print(stderr, "error: {}\n", what);
  _exit(kHarnessError);
}

std::unique_ptr<suites::scheduled::Rig> set_up_rig(const Options& options,
                                                   const suites::Context& context,
                                                   suites::scheduled::RigSize size) {
  schedule::follow_all_yield_points();
  auto rig = suites::scheduled::Rig::set_up(context, size);
  if (!rig) give_up(fmt::format("preparing scheduled runs: {}", rig.error().message));
  // Not of a library that it stands over: what that one announces says nothing of this one.
  if (options.by_commits && !schedule::follow_yield_points(options.library)) {
    give_up(fmt::format("library '{}' does not announce when calls take effect", options.library));
  }
  (*rig)->judge_by_commits(options.by_commits);
  return *std::move(rig);
}

checker::Property required_of(const Options& options) {
  if (const auto required = report::grade_named(options.required_grade)) return *required;
  return options.uri.starts_with("mock:") ? checker::Property::kLinearizable
                                          : checker::Property::kSnapshots;
}

suites::scheduled::TraceFile trace_of(const Options& options, const suites::Context& context,
                                      const schedule::Token& token, const Counterexample& found) {
  return {.kit = report::version(),
          .origin = {.library = from_anywhere(options.library),
                     .library_version = context.library.version(),
                     .uri = options.uri,
                     .domain_type = options.domain_type,
                     .environment = library_settings()},
          .token = token,
          .title = report::explain(found.violation, found.property).title,
          .steps = found.run.trace};
}

report::ScheduledFind tell(const Options& options, const suites::Context& context,
                           const std::string& name, const schedule::Token& token,
                           const Counterexample& found) {
  const auto scenario = suites::scheduled::scenario_from(token.scenario);
  report::ScheduledFind find = suites::scheduled::account_of(found, scenario->size);
  find.replay =
      command_for_library(options) + " --replay " + report::shell_quoted(schedule::to_text(token));
  if (options.report_folder.empty()) return find;
  const auto trace = trace_of(options, context, token, found);
  find.trace_file = fmt::format("{}/{}.trace.jsonl", options.report_folder, name);
  find.test_file = fmt::format("{}/{}_test.cpp", options.report_folder, name);
  const auto written = suites::scheduled::write_trace(find.trace_file, trace).and_then([&] {
    return suites::scheduled::write_test(find.test_file, trace, find);
  });
  if (!written) give_up(written.error());
  return find;
}

}  // namespace rollcall::conformance
