// Counterexamples as GoogleTest source files. planted_misses_between_passes_test.cpp is one, as it
// was written, and a program of its own.

#include "conformance/suites/scheduled/reproduction.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "conformance/schedule/scheduler.hpp"
#include "conformance/test/run_program.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::breach_again;
using ::testing::HasSubstr;
using ::testing::Not;

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

report::ScheduledFind find() {
  return {.property = checker::Property::kEntries,
          .violation = {},
          .program = {"before:   vm-0 off", "thread 1: start vm-0", "thread 4: list"},
          .schedule = {"thread 4 runs to where it yields, into list", "thread 1 runs to its end",
                       "thread 4 runs to its end"}};
}

TEST(Reproduction, IsWrittenAsASourceFile) {
  const auto trace =
      suites::scheduled::read_trace(ROLLCALL_CORPUS "/planted_misses_between_passes.trace.jsonl");
  ASSERT_TRUE(trace) << trace.error();
  EXPECT_EQ(suites::scheduled::test_text(*trace, find()),
            text_of(ROLLCALL_REPRODUCERS "/planted_misses_between_passes_test.cpp"));
}

TEST(Reproduction, QuotesWhatCppWouldReadAnythingInto) {
  suites::scheduled::TraceFile trace;
  trace.origin.uri = R"(test:///a"b\c)";
  trace.token.scenario = "S.0.2.0.1.:list";
  EXPECT_THAT(suites::scheduled::test_text(trace, find()), HasSubstr(R"("test:///a\"b\\c")"));
}

class ReproducingProgram : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!schedule::is_interposed()) GTEST_SKIP() << "a build with sanitizers does not interpose";
  }
  void TearDown() override { unsetenv(suites::scheduled::kOtherLibrary); }
};

TEST_F(ReproducingProgram, FailsOnTheLibraryWithTheBugAndSaysWhy) {
  const ProgramResult result = run_command(ROLLCALL_REPRODUCER);
  EXPECT_EQ(result.exit_code, 1) << result.output;
  EXPECT_THAT(result.output, HasSubstr("E refuted"));
}

TEST_F(ReproducingProgram, PassesOnAnotherLibraryThatKeepsThePromise) {
  setenv(suites::scheduled::kOtherLibrary, "librollcall.so.1", 1);
  const ProgramResult result = run_command(ROLLCALL_REPRODUCER);
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, Not(HasSubstr("SKIPPED")));
}

TEST_F(ReproducingProgram, IsSkippedWithoutTheLibrary) {
  setenv(suites::scheduled::kOtherLibrary, "libnosuch.so.7", 1);
  const ProgramResult result = run_command(ROLLCALL_REPRODUCER);
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("libnosuch.so.7"));
}

TEST_F(ReproducingProgram, SaysWhatIsWrongWithAToken) {
  EXPECT_THAT(breach_again({}, "R9.1").error(), HasSubstr("'R9' is no format"));
}

}  // namespace
}  // namespace rollcall::conformance
