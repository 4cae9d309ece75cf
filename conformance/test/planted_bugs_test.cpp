// Every planted bug is caught by its suite, at its grade; the library without one passes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "conformance/flawed/flaw.hpp"
#include "conformance/sut/library.hpp"
#include "conformance/test/run_program.hpp"

namespace rollcall::flawed {

/// How a failing test prints the flaw.
std::ostream& operator<<(std::ostream& out, const Flaw& flaw) {
  return out << flaw.name << ": " << flaw.what;
}

}  // namespace rollcall::flawed

namespace rollcall::conformance {
namespace {

using flawed::Flaw;
using ::testing::Contains;
using ::testing::HasSubstr;

/// The grades and the id rule, the weakest promise first.
const std::vector<std::string> kPromises{"W", "E", "id", "P", "S", "L"};

/// The promise that a flaw breaks and no weaker one; empty when one thread finds it.
std::string promise_of(const Flaw& flaw) {
  for (const std::string& promise : kPromises) {
    if (flaw.key == flaw.suite + ("/" + promise)) return promise;
  }
  return "";
}

/// A run of the runner on the flawed library, with what its report says.
struct FlawedRun {
  ProgramResult program;
  std::set<std::string> keys;  ///< of all deviations
  std::vector<std::string> refuted;
};

void read_report(const nlohmann::json& report, FlawedRun& run) {
  for (const auto& suite : report.at("suites")) {
    for (const auto& check : suite.at("checks")) {
      for (const auto& deviation : check.value("deviations", nlohmann::json::array())) {
        run.keys.insert(deviation.at("key"));
      }
    }
    if (!suite.contains("concurrent")) continue;
    for (const std::string& promise : kPromises) {
      if (suite.at("concurrent").at("grades").at(promise).at("standing") == "refuted") {
        run.refuted.push_back(promise);
      }
    }
  }
}

FlawedRun run_flawed(const std::string& flaw, const std::string& backend,
                     const std::string& arguments) {
  const std::filesystem::path file =
      std::filesystem::path(::testing::TempDir()) / ("rollcall-flaw-" + flaw + ".json");
  setenv("ROLLCALL_FLAW", flaw.c_str(), 1);
  setenv("ROLLCALL_FLAWED_OVER", backend.c_str(), 1);
  FlawedRun run;
  run.program =
      run_conformance("--library " ROLLCALL_FLAWED " --json " + file.string() + " " + arguments);
  const auto report = nlohmann::json::parse(std::ifstream(file), nullptr, false);
  std::filesystem::remove(file);
  if (!report.is_discarded()) read_report(report, run);
  return run;
}

class PlantedBug : public ::testing::TestWithParam<Flaw> {};

TEST_P(PlantedBug, IsCaughtByItsSuiteAtItsGrade) {
  const Flaw& flaw = GetParam();
  const std::string promise = promise_of(flaw);
  // The grade S demands the id rule. What one thread finds needs no long run of many.
  const std::string required = promise == "id" ? "S" : promise.empty() ? "L" : promise;
  const std::string seconds = promise.empty() ? "0.5" : "20";
  // A planted leak is for the suite to find, also where a sanitizer would end the program for it.
  const bool leaks = std::string_view(flaw.key).ends_with("/leak");
  if (leaks) setenv("LSAN_OPTIONS", "detect_leaks=0", 1);
  // By chance a run may end with another promise refuted first, or on a busy machine before the bug
  // has shown, so a few seeds are tried.
  FlawedRun run;
  for (unsigned seed = 1; seed <= 5; ++seed) {
    std::string options = "--until-refuted --suite ";
    options.append(flaw.suite).append(" --seconds ").append(seconds);
    options.append(" --require ").append(required).append(" --seed ").append(std::to_string(seed));
    run = run_flawed(flaw.name, ROLLCALL_LIBRARY, options);
    if (promise.empty() ? run.keys.contains(flaw.key)
                        : !run.refuted.empty() && run.refuted.front() == promise) {
      break;
    }
  }
  if (leaks) unsetenv("LSAN_OPTIONS");
  EXPECT_EQ(run.program.exit_code, 1) << run.program.output;
  EXPECT_THAT(run.keys, Contains(flaw.key)) << run.program.output;
  if (promise.empty()) return;
  ASSERT_FALSE(run.refuted.empty()) << run.program.output;
  EXPECT_EQ(run.refuted.front(), promise) << run.program.output;
}

std::string name_of(const ::testing::TestParamInfo<Flaw>& flaw) { return flaw.param.name; }

INSTANTIATE_TEST_SUITE_P(Flaws, PlantedBug,
                         ::testing::ValuesIn(flawed::all_flaws().begin(),
                                             flawed::all_flaws().end()),
                         name_of);

TEST(FlawedLibrary, PassesAllSuitesWithoutABug) {
  const FlawedRun run = run_flawed("none", ROLLCALL_LIBRARY, "--strict --require L --seconds 0.3");
  EXPECT_EQ(run.program.exit_code, 0) << run.program.output;
}

TEST(FlawedLibrary, StandsOverAnotherBackendToo) {
  const auto library = sut::Library::open("libvirt.so.0");
  if (!library) GTEST_SKIP() << library.error();
  const std::string arguments = "--uri test:///default --suite algebra";
  EXPECT_EQ(run_flawed("none", "libvirt.so.0", arguments).program.exit_code, 0);
  EXPECT_THAT(run_flawed("counts_everything", "libvirt.so.0", arguments).keys,
              Contains("algebra/count"));
}

TEST(FlawedLibrary, LacksWhatItsBackendLacks) {
  const FlawedRun run = run_flawed("none", "libm.so.6", "");
  EXPECT_EQ(run.program.exit_code, 3);
  EXPECT_THAT(run.program.output, HasSubstr("rollcall-flawed: library 'libm.so.6' lacks"));
}

TEST(FlawedLibrary, NamesItsFlawsWhenAskedForAnother) {
  const FlawedRun run = run_flawed("nosuchflaw", ROLLCALL_LIBRARY, "");
  EXPECT_EQ(run.program.exit_code, 3);
  EXPECT_THAT(run.program.output, HasSubstr("no flaw 'nosuchflaw'"));
  for (const Flaw& flaw : flawed::all_flaws()) {
    EXPECT_THAT(run.program.output, HasSubstr(flaw.name));
  }
}

}  // namespace
}  // namespace rollcall::conformance
