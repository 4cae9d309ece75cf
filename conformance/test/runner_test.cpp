// The runner as a program: its exit codes and its messages.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include "conformance/sut/library.hpp"
#include "conformance/test/run_program.hpp"

namespace rollcall::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kGenuine = "--library libvirt.so.0 --uri test:///default ";

/// The arguments, with those that choose the genuine libvirt.
std::string genuine(std::string_view arguments) {
  std::string all(kGenuine);
  all += arguments;
  return all;
}

/// A test that needs the genuine libvirt; skipped where it is not installed.
class RunnerOnLibvirt : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto library = sut::Library::open("libvirt.so.0");
    if (!library) GTEST_SKIP() << library.error();
  }
};

TEST(Runner, ExitsWithFourAndNamesAnUnknownSuite) {
  const ProgramResult result = run_conformance("--suite nosuchsuite");
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.output, HasSubstr("nosuchsuite"));
}

TEST(Runner, ExitsWithFourOnAnUnknownOption) {
  EXPECT_EQ(run_conformance("--nosuchoption").exit_code, 4);
  EXPECT_EQ(run_conformance("--seed many").exit_code, 4);
}

TEST(Runner, ListsItsSuites) {
  const ProgramResult result = run_conformance("--list");
  EXPECT_EQ(result.exit_code, 0);
  for (const char* suite : {"contract", "filters", "algebra", "lifecycle", "clash", "handles",
                            "events", "atomicity", "legacy", "stats", "liveness"}) {
    EXPECT_THAT(result.output, HasSubstr(suite));
  }
}

TEST(Runner, ExitsWithThreeWhenTheLibraryCannotBeLoaded) {
  const ProgramResult result = run_conformance("--library libnosuch.so.9");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.output, HasSubstr("error: cannot load library 'libnosuch.so.9'"));
}

TEST(Runner, ExitsWithThreeAndNamesTheSymbolThatALibraryLacks) {
  const ProgramResult result = run_conformance("--library libm.so.6");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.output, HasSubstr("'libm.so.6' lacks the required symbol 'virInitialize'"));
}

TEST(Runner, FindsTheLibraryOfTheBuildWithoutAPath) {
  const ProgramResult result = run_conformance("--suite algebra --strict");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("library librollcall.so.1"));
}

TEST(Runner, ExitsWithThreeAndTheReasonWhenAScenarioFileIsMissing) {
  const ProgramResult result = run_conformance("--uri mock:///nonexistent/scenario.xml");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.output, HasSubstr("cannot open 'mock:///nonexistent/scenario.xml'"));
  EXPECT_THAT(result.output, HasSubstr("No such file"));
}

TEST_F(RunnerOnLibvirt, ExitsWithThreeWhenTheUriCannotBeOpened) {
  const ProgramResult result = run_conformance("--library libvirt.so.0 --uri nosuch:///default");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.output, HasSubstr("cannot open 'nosuch:///default'"));
}

TEST_F(RunnerOnLibvirt, ExitsWithThreeWhenTheReportCannotBeWritten) {
  const ProgramResult result =
      run_conformance(genuine("--suite algebra --junit /nonexistent/report.xml"));
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.output, HasSubstr("cannot write '/nonexistent/report.xml'"));
}

/// The quick suites on the genuine library; a test of its own runs them all.
std::string quick_arguments() {
  return genuine("--suite contract --suite filters --suite algebra");
}

/// One run of the quick suites, shared by the tests that look at its output.
const ProgramResult& quick_run() {
  static const ProgramResult result = run_conformance(quick_arguments());
  return result;
}

TEST_F(RunnerOnLibvirt, FindsNothingUnlistedInTheTestDriver) {
  EXPECT_EQ(quick_run().exit_code, 0) << quick_run().output;
  EXPECT_THAT(quick_run().output, HasSubstr("65 536 flag words x"));
}

TEST_F(RunnerOnLibvirt, NamesTheKnownDeviationsThatTheSuitesFind) {
  const ProgramResult result =
      run_conformance(genuine("--suite contract --suite lifecycle --suite clash --suite events"));
  EXPECT_EQ(result.exit_code, 0) << result.output;
  for (const char* number : {"B1", "B2", "B3", "B3b", "B4", "B5", "B7", "B9", "B16", "B17"}) {
    EXPECT_THAT(result.output, HasSubstr("\n  " + std::string(number) + " "));
  }
}

TEST_F(RunnerOnLibvirt, CountsKnownDeviationsAsViolationsWhenStrict) {
  const ProgramResult result = run_conformance(genuine("--suite contract --strict"));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.output, HasSubstr("violation in contract (B17)"));
}

TEST_F(RunnerOnLibvirt, PrintsTheSameForTheSameSeed) {
  EXPECT_EQ(run_conformance(quick_arguments() + " --seed 1").output, quick_run().output);
}

TEST_F(RunnerOnLibvirt, PrintsNothingWiderThanAHundredColumns) {
  std::istringstream output(quick_run().output);
  for (std::string line; std::getline(output, line);) EXPECT_LE(line.size(), 100U) << line;
}

TEST_F(RunnerOnLibvirt, WritesOneTestcasePerCheck) {
  const std::filesystem::path file =
      std::filesystem::path(::testing::TempDir()) / "rollcall-runner-test.xml";
  const ProgramResult result = run_conformance(genuine("--suite algebra --junit " + file.string()));
  pugi::xml_document document;
  ASSERT_TRUE(document.load_file(file.c_str())) << result.output;
  std::filesystem::remove(file);
  const pugi::xml_node suite = document.select_node("/testsuites/testsuite").node();
  EXPECT_EQ(std::string(suite.attribute("name").value()), "algebra");
  EXPECT_EQ(suite.select_nodes("testcase").size(), 6U);
}

}  // namespace
}  // namespace rollcall::conformance
