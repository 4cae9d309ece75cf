// rollcall-conformance: loads a library under test, runs the suites on it, reports.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>

#include "conformance/check_command.hpp"
#include "conformance/options.hpp"
#include "conformance/report/json.hpp"
#include "conformance/report/junit.hpp"
#include "conformance/report/terminal.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::conformance {
namespace {

int harness_error(const std::string& what) {
  fmt::print(stderr, "error: {}\n", what);
  return kHarnessError;
}

void list_suites() {
  for (const suites::Suite& suite : suites::all_suites()) {
    fmt::print("  {:14}{}\n", suite.name, suite.purpose);
  }
}

/// What the library under test offers, found out once, on a connection that is closed again before
/// the suites.
tl::expected<suites::Context, std::string> probe(const Options& options,
                                                 const sut::Library& library,
                                                 spec::Profile& profile) {
  const auto connection = sut::Connection::open(library, options.uri);
  if (!connection) {
    return tl::unexpected(fmt::format("library '{}' cannot open '{}': {} (code {})",
                                      options.library, options.uri, connection.error().message,
                                      connection.error().code));
  }
  const auto driver = connection->type();
  const auto capabilities = connection->capabilities();
  if (!driver || !capabilities) {
    return tl::unexpected(
        fmt::format("'{}' tells no {}", options.uri, driver ? "capabilities" : "hypervisor type"));
  }
  const auto guest = sut::guest_kind(*capabilities, options.domain_type);
  if (!guest) return tl::unexpected(guest.error());
  auto known = spec::profile_of(*driver);
  if (!known) return tl::unexpected(known.error());
  profile = *std::move(known);
  return suites::Context{library, options.uri, *driver, *guest, options.seed, profile};
}

bool is_wanted(const Options& options, const std::string& suite) {
  return options.suites.empty() ||
         std::find(options.suites.begin(), options.suites.end(), suite) != options.suites.end();
}

bool write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  return file.good();
}

int run(const Options& options) {
  const auto library = sut::Library::open(options.library);
  if (!library) return harness_error(library.error());
  spec::Profile profile;
  const auto context = probe(options, *library, profile);
  if (!context) return harness_error(context.error());

  report::Run run{.library = options.library,
                  .library_version = library->version(),
                  .uri = options.uri,
                  .profile = profile,
                  .seed = options.seed,
                  .strict = options.strict,
                  .command = rerun_command(options)};
  fmt::print("{}", report::header_text(run));
  for (const suites::Suite& suite : suites::all_suites()) {
    if (!is_wanted(options, suite.name)) continue;
    std::fflush(stdout);
    report::SuiteResult result = suite.run(*context);
    result.name = suite.name;
    report::mark_known(result, profile);
    fmt::print("{}", report::suite_text(result, options.strict));
    run.suites.push_back(std::move(result));
  }
  fmt::print("{}", report::closing_text(run));

  if (!options.junit_file.empty() && !write_file(options.junit_file, report::junit_text(run))) {
    return harness_error(fmt::format("cannot write '{}'", options.junit_file));
  }
  if (!options.json_file.empty() && !write_file(options.json_file, report::json_text(run))) {
    return harness_error(fmt::format("cannot write '{}'", options.json_file));
  }
  return report::exit_code(run);
}

int run_command_line(int argc, char** argv) {
  const auto parsed = parse_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const auto& options = std::get<Options>(parsed);
  if (!options.check.file.empty()) return check_history(options.check);
  if (options.list) {
    list_suites();
    return 0;
  }
  return run(options);
}

}  // namespace
}  // namespace rollcall::conformance

int main(int argc, char** argv) {
  try {
    return rollcall::conformance::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::fputs("error: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return rollcall::conformance::kHarnessError;
  }
}
