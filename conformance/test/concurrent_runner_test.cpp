// The concurrent suites as a program runs them: what our library keeps, what the genuine one does
// not, and how a run ends that is interrupted, hangs or crashes.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "api/test/temporary_folder.hpp"
#include "conformance/sut/library.hpp"
#include "conformance/test/run_program.hpp"

namespace rollcall::conformance {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kGenuine = "--library libvirt.so.0 --uri test:///default ";

class ConcurrentOnLibvirt : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto library = sut::Library::open("libvirt.so.0");
    if (!library) GTEST_SKIP() << library.error();
  }
};

class OurLibrary : public ::testing::TestWithParam<const char*> {};

TEST_P(OurLibrary, KeepsAllGrades) {
  const ProgramResult result =
      run_conformance(std::string("--strict --seconds 1 --suite ") + GetParam());
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("W ok   E ok   P ok   S ok   L ok   id ok"));
}

INSTANTIATE_TEST_SUITE_P(ConcurrentRunner, OurLibrary,
                         ::testing::Values("atomicity", "handles", "events", "legacy", "stats"),
                         [](const auto& suite) { return std::string(suite.param); });

TEST(ConcurrentRunner, RunsWithOneThreadAndWithMoreThanThereAreDomains) {
  for (const char* threads : {"1", "20"}) {
    const ProgramResult result =
        run_conformance(std::string("--seconds 0.3 --suite atomicity --threads ") + threads);
    EXPECT_EQ(result.exit_code, 0) << result.output;
    EXPECT_THAT(result.output, HasSubstr(" operations, "));
  }
}

TEST(ConcurrentRunner, JudgesDomainsThatSeveralThreadsWrite) {
  const ProgramResult result =
      run_conformance("--seconds 1 --suite atomicity --require P --multi-writer");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("P ok"));
}

TEST(ConcurrentRunner, SaysThatTheUnionOfTwoLegacyCallsIsNotJudgedWithTheRest) {
  const ProgramResult result = run_conformance("--seconds 0.3 --suite legacy");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("the two-call union"));
}

TEST(ConcurrentRunner, AsksTheMockWhileAnOperationIsStuck) {
  const ProgramResult result = run_conformance("--suite liveness");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("8 passed"));
}

TEST_F(ConcurrentOnLibvirt, SkipsLivenessWithAReason) {
  const ProgramResult result = run_conformance(std::string(kGenuine) + "--suite liveness");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("no operation can be made to get stuck"));
}

TEST(ConcurrentRunner, ExitsWithFourOnAGradeThatDoesNotExist) {
  EXPECT_EQ(run_conformance("--require Z").exit_code, 4);
  EXPECT_EQ(run_conformance("--threads 0").exit_code, 4);
  EXPECT_EQ(run_conformance("--seconds -1").exit_code, 4);
}

TEST_F(ConcurrentOnLibvirt, GenuineLibraryKeepsGradeE) {
  const ProgramResult result =
      run_conformance(std::string(kGenuine) +
                      "--seconds 1 --suite atomicity --suite handles --suite legacy --suite stats");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("W ok   E ok"));
}

TEST_F(ConcurrentOnLibvirt, GenuineLibraryFailsGradeLWithHistoriesThatProveIt) {
  const TemporaryFolder folder;
  const ProgramResult result =
      run_conformance(std::string(kGenuine) + "--seconds 4 --suite atomicity --require L " +
                      "--report-folder " + folder.file("report"));
  EXPECT_EQ(result.exit_code, 1) << result.output;
  EXPECT_THAT(result.output, HasSubstr("S REFUTED"));
  EXPECT_THAT(result.output, HasSubstr("id REFUTED"));
  for (const char* property : {"S", "L", "id"}) {
    const std::string file = folder.file(std::string("report/atomicity-") + property + ".jsonl");
    EXPECT_EQ(run_conformance("check " + file).exit_code, 1) << file;
  }
  for (const char* report : {"junit.xml", "result.json", "report.html"}) {
    EXPECT_TRUE(std::filesystem::exists(folder.file(std::string("report/") + report))) << report;
  }
}

/// A run on the library that is ill when a domain is suspended.
ProgramResult run_ill(const std::string& illness, const std::string& arguments) {
  setenv("ILL_SUSPEND", illness.c_str(), 1);
  ProgramResult result =
      run_conformance("--library " ROLLCALL_ILL_LIBRARY " --suite stats --seconds 60 " + arguments);
  unsetenv("ILL_SUSPEND");
  return result;
}

TEST(ConcurrentRunner, NamesTheCallThatNeverReturns) {
  const ProgramResult result = run_ill("hangs", "--hang-limit 0.5");
  EXPECT_EQ(result.exit_code, 3) << result.output;
  EXPECT_THAT(result.output,
              HasSubstr("error: no answer from virDomainSuspend(\"rollcall-kit-vm-"));
  EXPECT_THAT(result.output, HasSubstr("operations judged until then"));
  EXPECT_THAT(result.output, HasSubstr("result: undecided"));
}

TEST(ConcurrentRunner, NamesTheCallThatCrashes) {
  const ProgramResult result = run_ill("crashes", "");
  EXPECT_THAT(result.exit_code, Not(AnyOf(0, 1, 2)));
  EXPECT_THAT(result.output, HasSubstr("in the suite 'stats', in virDomainSuspend on thread "));
}

/// Starts the program, interrupts it when it has printed `begun`, and collects what it printed.
ProgramResult run_interrupted(const std::string& arguments, const std::string& begun) {
  // The shell becomes the program, so that the signal reaches it.
  const std::string command =
      "exec " + std::string(ROLLCALL_CONFORMANCE) + " " + arguments + " 2>&1";
  int pipe_ends[2];
  if (pipe(pipe_ends) != 0) return {};
  const pid_t child = fork();
  if (child == 0) {
    dup2(pipe_ends[1], STDOUT_FILENO);
    execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  close(pipe_ends[1]);
  ProgramResult result;
  std::array<char, 4096> buffer{};
  ssize_t length = 0;
  while ((length = read(pipe_ends[0], buffer.data(), buffer.size())) > 0) {
    const bool had_begun = result.output.find(begun) != std::string::npos;
    result.output.append(buffer.data(), static_cast<std::size_t>(length));
    const bool has_begun = result.output.find(begun) != std::string::npos;
    if (has_begun && !had_begun) kill(child, SIGINT);
  }
  close(pipe_ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  return result;
}

TEST(ConcurrentRunner, FinishesTheReportWhenInterrupted) {
  const ProgramResult result =
      run_interrupted("--suite algebra --suite atomicity --suite stats --seconds 600", "algebra");
  EXPECT_EQ(result.exit_code, 2) << result.output;
  EXPECT_THAT(result.output, HasSubstr("undecided interrupted"));
  EXPECT_THAT(result.output, HasSubstr("result: undecided"));
}

}  // namespace
}  // namespace rollcall::conformance
