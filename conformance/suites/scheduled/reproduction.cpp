#include "conformance/suites/scheduled/reproduction.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/schedule/explorer.hpp"
#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/suites/probe.hpp"
#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::suites::scheduled {
namespace {

/// As a literal of C++ source.
std::string literal(const std::string& text) {
  std::string quoted = "\"";
  for (const char character : text) {
    if (character == '"' || character == '\\') quoted += '\\';
    quoted += character;
  }
  return quoted + '"';
}

/// What the library is called in the name of a test, e.g. "LibvirtSo0".
std::string name_of_test(const std::string& library) {
  std::string name;
  bool begins_word = true;
  for (const char character : std::filesystem::path(library).filename().string()) {
    if (std::isalnum(static_cast<unsigned char>(character)) == 0) {
      begins_word = true;
      continue;
    }
    name += begins_word ? static_cast<char>(std::toupper(static_cast<unsigned char>(character)))
                        : character;
    begins_word = false;
  }
  return name;
}

/// The statements that set up the library.
std::string origin_text(const Origin& origin) {
  std::string text = fmt::format("  origin.library = {};\n  origin.uri = {};\n",
                                 literal(origin.library), literal(origin.uri));
  if (!origin.domain_type.empty()) {
    text += fmt::format("  origin.domain_type = {};\n", literal(origin.domain_type));
  }
  for (const auto& [name, value] : origin.environment) {
    text += fmt::format("  origin.environment[{}] = {};\n", literal(name), literal(value));
  }
  return text;
}

/// The statements that put the token together, which is longer than a line.
std::string token_text(const std::string& token) {
  constexpr std::size_t kPiece = 80;
  std::string text;
  for (std::size_t begin = 0; begin < token.size(); begin += kPiece) {
    text += fmt::format("  token += {};\n", literal(token.substr(begin, kPiece)));
  }
  return text;
}

tl::expected<std::string, std::string> replay_on(const sut::Library& library,
                                                 const std::string& name, const Origin& origin,
                                                 const schedule::Token& token,
                                                 const Scenario& scenario) {
  const auto probed = probe(name, library, origin.uri, origin.domain_type);
  if (!probed) return tl::unexpected(probed.error());
  schedule::follow_all_yield_points();
  const Context context{library,       origin.uri, probed->driver,
                        probed->guest, token.seed, probed->profile};
  const auto rig = Rig::set_up(context, scenario.size);
  if (!rig) return tl::unexpected(rig.error().message);
  schedule::Scheduler scheduler;
  const schedule::RunRecord& run =
      schedule::replay(scheduler, (*rig)->schedulable(scenario.program), token.switches);
  if (run.outcome != schedule::Outcome::kCompleted) return run.trouble;
  const auto found = judge_last_run(**rig, scenario.program, run, scenario.property);
  return found ? report::explanation_text(found->violation, found->property) : "";
}

}  // namespace

tl::expected<std::string, std::string> breach_again(const Origin& origin,
                                                    const std::string& token) {
  if (!schedule::is_interposed()) {
    return tl::unexpected(std::string("a build with sanitizers schedules nothing"));
  }
  const auto parsed = schedule::token_from(token);
  if (!parsed) return tl::unexpected(parsed.error());
  const auto scenario = scenario_from(parsed->scenario);
  if (!scenario) return tl::unexpected(scenario.error());
  for (const auto& [name, value] : origin.environment) setenv(name.c_str(), value.c_str(), 1);
  schedule::make_randomness_repeatable();
  const char* other = std::getenv(kOtherLibrary);
  const std::string name = other != nullptr ? other : origin.library;
  const auto library = sut::Library::open(name);
  if (!library) return tl::unexpected(library.error());
  return replay_on(*library, name, origin, *parsed, *scenario);
}

std::string test_text(const TraceFile& trace, const report::ScheduledFind& find) {
  const Origin& origin = trace.origin;
  std::string comment;
  for (const auto* lines : {&find.program, &find.schedule}) {
    comment += "//\n";
    for (const std::string& line : *lines) comment += "//   " + line + "\n";
  }
  return fmt::format(
      "// {title}\n"
      "// Library {library} {version}, connection {uri}.\n// Found by rollcall-conformance {kit}.\n"
      "{comment}"
      "//\n"
      "// Linked with rollcall_suites, it fails as long as the library breaks the promise. The\n"
      "// variable {other} names another library to run it on.\n"
      "\n"
      "#include <gtest/gtest.h>\n"
      "\n"
      "#include \"conformance/suites/scheduled/reproduction.hpp\"\n"
      "\n"
      "TEST({name}, Keeps{promise}UnderThisSchedule) {{\n"
      "  rollcall::suites::scheduled::Origin origin;\n"
      "{origin}"
      "  std::string token;\n"
      "{token}"
      "  const auto breach = rollcall::suites::scheduled::breach_again(origin, token);\n"
      "  if (!breach) GTEST_SKIP() << breach.error();\n"
      "  EXPECT_EQ(*breach, \"\");\n"
      "}}\n",
      fmt::arg("title", trace.title), fmt::arg("library", origin.library),
      fmt::arg("version", origin.library_version), fmt::arg("uri", origin.uri),
      fmt::arg("kit", trace.kit), fmt::arg("comment", comment), fmt::arg("other", kOtherLibrary),
      fmt::arg("name", name_of_test(origin.library)),
      fmt::arg("promise", report::short_name(find.property)),
      fmt::arg("origin", origin_text(origin)),
      fmt::arg("token", token_text(schedule::to_text(trace.token))));
}

tl::expected<void, std::string> write_test(const std::string& path, const TraceFile& trace,
                                           const report::ScheduledFind& find) {
  std::ofstream file(path);
  file << test_text(trace, find);
  file.close();
  if (!file) return tl::unexpected(fmt::format("cannot write '{}'", path));
  return {};
}

}  // namespace rollcall::suites::scheduled
