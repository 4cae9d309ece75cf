// The runner's --scheduled and --replay, as a program.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "api/test/temporary_folder.hpp"
#include "conformance/schedule/scheduler.hpp"
#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/suites/scheduled/themes.hpp"
#include "conformance/suites/scheduled/trace_file.hpp"
#include "conformance/sut/library.hpp"
#include "conformance/test/run_program.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::Scenario;
using suites::scheduled::scenario_from;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kGenuine = "--library libvirt.so.0 --uri test:///default ";

class ScheduledRunner : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!schedule::is_interposed()) GTEST_SKIP() << "a build with sanitizers does not interpose";
  }
};

/// The token in what the runner printed.
std::string token_in(const std::string& output) {
  const std::size_t begin = output.find(" R1.");
  if (begin == std::string::npos) return "";
  return output.substr(begin + 1, output.find('\n', begin) - begin - 1);
}

/// What a run of the scheduler found in libvirt, and what the same run says when it is repeated.
struct Find {
  ProgramResult found;
  ProgramResult again;
};

const Find& find_and_repeat(const std::string& suite) {
  static std::map<std::string, Find> finds;
  const auto [place, is_new] = finds.try_emplace(suite);
  Find& find = place->second;
  if (!is_new) return find;
  find.found = run_conformance(std::string(kGenuine) + "--scheduled --seed 2 --suite " + suite);
  find.again = run_conformance(std::string(kGenuine) + "--replay " + token_in(find.found.output));
  return find;
}

class ScheduledLibvirt : public ScheduledRunner {
 protected:
  void SetUp() override {
    ScheduledRunner::SetUp();
    if (!sut::Library::open("libvirt.so.0")) GTEST_SKIP() << "libvirt.so.0 is not installed";
  }
};

TEST_F(ScheduledLibvirt, ListsWhatWasNeverTrueAndRepeatsIt) {
  const Find& find = find_and_repeat("atomicity");
  EXPECT_EQ(find.found.exit_code, 1) << find.found.output;
  EXPECT_THAT(find.found.output, HasSubstr("S refuted: this list was never true   (3 operations"));
  EXPECT_EQ(find.again.exit_code, 1) << find.again.output;
  EXPECT_THAT(find.again.output, HasSubstr("verdict S refuted: same as recorded"));
}

TEST_F(ScheduledLibvirt, ListsNeitherOfTwoDomainsOfWhichOneWasAlwaysDefined) {
  const Find& find = find_and_repeat("atomicity");
  EXPECT_THAT(find.found.output, ContainsRegex("list -> \\{\\}[^\n]*\n[^\n]*\n"));
  EXPECT_THAT(find.found.output, ContainsRegex("\\|--define [^|]*\\| \\|--undefine "));
}

TEST_F(ScheduledLibvirt, ReturnsAHandleWithoutIdInAListOfActiveDomainsAndRepeatsIt) {
  const Find& find = find_and_repeat("handles");
  EXPECT_EQ(find.found.exit_code, 1) << find.found.output;
  EXPECT_THAT(find.found.output, HasSubstr("|--list ACTIVE -> {"));
  EXPECT_THAT(find.found.output, HasSubstr(", id -1)"));
  EXPECT_EQ(find.again.exit_code, 1) << find.again.output;
  EXPECT_THAT(find.again.output, HasSubstr("verdict id refuted: same as recorded"));
}

TEST_F(ScheduledLibvirt, ListsTwoDomainsUnderOneName) {
  const Find& find = find_and_repeat("handles");
  EXPECT_THAT(find.found.output, HasSubstr("list has vm-4 named vm-4"));
  EXPECT_THAT(find.found.output, HasSubstr("list has vm-5 named vm-4"));
}

TEST_F(ScheduledLibvirt, IsRefutedByEachSuiteThatRunsThreads) {
  for (const std::string suite : {"legacy", "stats"}) {
    const Find& find = find_and_repeat(suite);
    EXPECT_EQ(find.found.exit_code, 1) << find.found.output;
    EXPECT_THAT(find.again.output, HasSubstr("refuted: same as recorded"));
  }
}

TEST_F(ScheduledRunner, PrintsACommandThatRepeatsTheRunFromAnyFolder) {
  setenv("ROLLCALL_FLAW", "misses_between_passes", 1);
  const auto flawed = std::filesystem::relative(ROLLCALL_FLAWED).string();
  const ProgramResult found =
      run_conformance("--library " + flawed + " --scheduled --suite atomicity --schedules 500");
  unsetenv("ROLLCALL_FLAW");
  ASSERT_EQ(found.exit_code, 1) << found.output;
  const std::size_t begin = found.output.find("    replay    ") + 14;
  const std::string command = found.output.substr(begin, found.output.find('\n', begin) - begin);
  EXPECT_THAT(command, StartsWith("ROLLCALL_FLAW=misses_between_passes /"));
  const ProgramResult again = run_command("cd / && " + command);
  EXPECT_EQ(again.exit_code, 1) << again.output;
  EXPECT_THAT(again.output, HasSubstr("verdict E refuted: same as recorded"));
}

class TraceOfARun : public ScheduledRunner {
 protected:
  void SetUp() override {
    ScheduledRunner::SetUp();
    if (IsSkipped()) return;
    setenv("ROLLCALL_FLAW", "misses_between_passes", 1);
    found_ = run_conformance("--library " ROLLCALL_FLAWED
                             " --scheduled --suite atomicity --schedules 500 --report-folder " +
                             folder_.file("first"));
    unsetenv("ROLLCALL_FLAW");
    file_ = trace_in(folder_.file("first"));
    ASSERT_FALSE(file_.empty()) << found_.output;
  }

  /// The path of the one trace file in a folder.
  static std::string trace_in(const std::string& folder) {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().string().ends_with(".trace.jsonl")) return entry.path().string();
    }
    return "";
  }

  static std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }

  TemporaryFolder folder_;
  ProgramResult found_;
  std::string file_;
};

TEST_F(TraceOfARun, RepeatsItToTheByteOnTheLibraryThatItNames) {
  const ProgramResult again =
      run_conformance("--replay " + file_ + " --report-folder " + folder_.file("second"));
  EXPECT_EQ(again.exit_code, 1) << again.output;
  EXPECT_THAT(again.output, HasSubstr("verdict E refuted: same as recorded"));
  EXPECT_EQ(text_of(trace_in(folder_.file("second"))), text_of(file_));
}

TEST_F(TraceOfARun, NamesTheFirstStepOfAReplayThatTakesAnotherWay) {
  auto trace = suites::scheduled::read_trace(file_);
  ASSERT_TRUE(trace) << trace.error();
  trace->steps.at(6).object = 77;
  ASSERT_TRUE(write_trace(file_, *trace));
  const ProgramResult again = run_conformance("--replay " + file_);
  EXPECT_EQ(again.exit_code, 3) << again.output;
  EXPECT_THAT(
      again.output,
      ContainsRegex("error: the run is not the recorded one: step 7 was .* 77, then thread"));
}

TEST_F(TraceOfARun, OfAnotherBuildIsNoted) {
  auto trace = suites::scheduled::read_trace(file_);
  ASSERT_TRUE(trace) << trace.error();
  trace->kit = "0.0.9";
  trace->token.build ^= 1U;
  ASSERT_TRUE(write_trace(file_, *trace));
  const ProgramResult again = run_conformance("--replay " + file_);
  EXPECT_EQ(again.exit_code, 1) << again.output;
  EXPECT_THAT(again.output, HasSubstr("note: recorded with kit 0.0.9 and library /"));
}

TEST_F(TraceOfARun, IsNotToldOfALibraryThatKeepsThePromise) {
  const ProgramResult again = run_conformance("--library librollcall.so.1 --replay " + file_);
  EXPECT_EQ(again.exit_code, 3) << again.output;
  EXPECT_THAT(again.output, HasSubstr("verdict not refuted: NOT as recorded"));
}

TEST_F(ScheduledRunner, SaysWhichTraceFileIsMissing) {
  const ProgramResult result = run_conformance("--replay nosuch.trace.jsonl");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(result.output, "error: cannot read 'nosuch.trace.jsonl'\n");
}

TEST_F(ScheduledRunner, DoesNotRefuteOurLibrary) {
  const ProgramResult result = run_conformance("--scheduled --schedules 500");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  for (const suites::scheduled::Theme& theme : suites::scheduled::all_themes()) {
    EXPECT_THAT(result.output, ContainsRegex(std::string(theme.suite) + " +" + theme.name +
                                             " +500 schedules of [0-9]+ programs: not refuted"));
  }
}

TEST_F(ScheduledRunner, CoversAPartOfAllSmallProgramsOnOurLibrary) {
  const ProgramResult result = run_conformance("cover --part 1/800");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("covered 100 % of programs of 3 calls over two domains, "
                                       "schedules of at most 2 preemptions, part 1 of 800"));
  EXPECT_THAT(result.output, HasSubstr("not tried: more preemptions, calls or domains"));
}

TEST_F(ScheduledRunner, HoldsOurLibraryToTheInstantsThatItAnnounces) {
  const ProgramResult hunt = run_conformance("--scheduled --commits --schedules 500");
  EXPECT_EQ(hunt.exit_code, 0) << hunt.output;
  const ProgramResult cover = run_conformance("cover --commits --part 5/1000");
  EXPECT_EQ(cover.exit_code, 0) << cover.output;
}

TEST_F(ScheduledRunner, SaysThatALibraryAnnouncesNoInstants) {
  const ProgramResult result =
      run_conformance(std::string("--scheduled --commits --library ") + ROLLCALL_FLAWED);
  EXPECT_EQ(result.exit_code, 3) << result.output;
  EXPECT_THAT(result.output, HasSubstr("does not announce when calls take effect"));
}

TEST_F(ScheduledRunner, SaysHowMuchOfSmallProgramsItDidNotCover) {
  const ProgramResult result = run_conformance("cover --part 1/1000 --runs 20");
  EXPECT_EQ(result.exit_code, 2) << result.output;
  EXPECT_THAT(result.output, ContainsRegex("covered [0-9]+\\.[0-9]+ % of programs"));
  EXPECT_THAT(result.output, HasSubstr("programs with more schedules than --runs"));
}

TEST_F(ScheduledRunner, FindsAndRepeatsABugAmongAllSmallPrograms) {
  setenv("ROLLCALL_FLAW", "misses_between_passes", 1);
  const std::string flawed = std::string("--library ") + ROLLCALL_FLAWED;
  const ProgramResult found = run_conformance("cover --calls 2 " + flawed);
  const ProgramResult again = run_conformance(flawed + " --replay " + token_in(found.output));
  unsetenv("ROLLCALL_FLAW");
  EXPECT_EQ(found.exit_code, 1) << found.output;
  EXPECT_EQ(again.exit_code, 1) << again.output;
  EXPECT_THAT(again.output, HasSubstr("verdict E refuted: same as recorded"));
}

TEST_F(ScheduledRunner, RefusesAPartThatThereIsNot) {
  for (const char* part : {"0/3", "4/3", "1", "1/", "a/b", "1/3x"}) {
    const ProgramResult result = run_conformance(std::string("cover --part ") + part);
    EXPECT_EQ(result.exit_code, 4) << part;
    EXPECT_THAT(result.output, HasSubstr("--part")) << part;
  }
}

TEST_F(ScheduledRunner, HuntsForTheWantedSuitesOnly) {
  const ProgramResult result =
      run_conformance("--scheduled --schedules 100 --suite legacy --suite stats");
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_THAT(result.output, HasSubstr("legacy "));
  EXPECT_THAT(result.output, HasSubstr("stats "));
  EXPECT_THAT(result.output, Not(HasSubstr("atomicity")));
}

TEST_F(ScheduledRunner, RefusesASuiteOfOneThread) {
  const ProgramResult result = run_conformance("--scheduled --suite filters");
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.output, HasSubstr("--suite filters with --scheduled: one thread makes all"));
}

TEST(Themes, StandForSuitesThatThereAre) {
  for (const suites::scheduled::Theme& theme : suites::scheduled::all_themes()) {
    const auto suites = suites::all_suites();
    EXPECT_TRUE(std::any_of(suites.begin(), suites.end(), [&](const suites::Suite& suite) {
      return std::string(suite.name) == theme.suite;
    })) << theme.suite;
    EXPECT_EQ(suites::scheduled::nothing_to_schedule(theme.suite), "");
  }
}

TEST_F(ScheduledRunner, RefusesWhatRunsOutsideItsProcess) {
  const ProgramResult result = run_conformance("--scheduled --uri qemu:///system");
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.output,
              HasSubstr("'qemu:///system' runs outside this process, where the scheduler sees no"));
}

TEST_F(ScheduledRunner, SaysWhatIsWrongWithAToken) {
  const ProgramResult result = run_conformance("--replay R9.1");
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.output, HasSubstr("replay token, character 1: 'R9' is no format"));
}

TEST(Scenario, IsReadAsItWasWritten) {
  using history::Call;
  const Scenario scenario{.property = checker::Property::kIdentity,
                          .trace = 0x7FC73391,
                          .size = {2, 3, 1},
                          .program = {{{{{0, workload::Home::kRunning}}, {{Call::kDestroy, 0, 0}}},
                                       {{}, {{Call::kList, workload::kNoSlot, 2}}}},
                                      {}}};
  EXPECT_EQ(to_text(scenario), "id.7fc73391.2.3.1.0r:destroy@0+:list=2");
  EXPECT_EQ(scenario_from(to_text(scenario)), scenario);
}

TEST(Scenario, OfAnUnknownPromiseIsRefused) {
  EXPECT_EQ(scenario_from("X.0.2.3.1.:list").error(), "'X' is no promise");
}

TEST(Scenario, WithMoreScriptsThanThreadsIsRefused) {
  EXPECT_EQ(scenario_from("S.0.1.3.1.:list+:list").error(),
            "the program has more scripts than threads");
}

}  // namespace
}  // namespace rollcall::conformance
