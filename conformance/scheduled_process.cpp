#include "conformance/scheduled_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "conformance/report/explanation.hpp"
#include "conformance/report/version.hpp"
#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/suites/scheduled/trace_file.hpp"

namespace rollcall::conformance {
namespace {

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

std::unique_ptr<suites::scheduled::Rig> set_up_rig(const suites::Context& context,
                                                   suites::scheduled::RigSize size) {
  schedule::follow_yield_points(context.library.name());
  auto rig = suites::scheduled::Rig::set_up(context, size);
  if (!rig) give_up(fmt::format("preparing scheduled runs: {}", rig.error().message));
  return *std::move(rig);
}

tl::expected<std::string, std::string> keep_trace(const Options& options,
                                                  const suites::Context& context,
                                                  const std::string& name,
                                                  const schedule::Token& token,
                                                  const suites::scheduled::Counterexample& found) {
  if (options.report_folder.empty()) return std::string();
  const std::string path = fmt::format("{}/{}.trace.jsonl", options.report_folder, name);
  const auto written = suites::scheduled::write_trace(
      path, {.kit = report::version(),
             .origin = {.library = from_anywhere(options.library),
                        .library_version = context.library.version(),
                        .uri = options.uri,
                        .domain_type = options.domain_type,
                        .environment = library_settings()},
             .token = token,
             .title = report::explain(found.violation, found.property).title,
             .steps = found.run.trace});
  if (!written) return tl::unexpected(written.error());
  return path;
}

}  // namespace rollcall::conformance
