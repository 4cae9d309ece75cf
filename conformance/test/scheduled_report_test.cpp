// What the writers make of a suite that ran under the scheduler.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "conformance/report/html.hpp"
#include "conformance/report/json.hpp"
#include "conformance/report/junit.hpp"
#include "conformance/report/terminal.hpp"
#include "conformance/test/concurrent_results.hpp"

namespace rollcall::report {
namespace {

using checker::Property;
using checker::Standing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kReplay = "rollcall-conformance --uri sample:///default --replay R1.x";

ScheduledFind find() {
  return {.property = Property::kSnapshots,
          .violation = test::never_true_list(),
          .program = {"before:   A running", "thread 1: start B; destroy A", "thread 2: list"},
          .schedule = {"thread 2 runs 5 steps, into list", "thread 1 runs to its end",
                       "thread 2 runs to its end"},
          .handovers = {{.after = 0, .from = 0, .to = 1}, {.after = 40, .from = 1, .to = 0}},
          .preemptions = 1,
          .replay = kReplay,
          .trace_file = "report/atomicity-S.trace.jsonl"};
}

Run scheduled_run_with(std::vector<ScheduledFind> finds) {
  SuiteResult suite{.name = "atomicity", .checks = {}};
  Check check{.name = "power"};
  if (!finds.empty())
    check.deviations.push_back({.key = "atomicity/S", .text = "untrue", .replay = kReplay});
  suite.checks.push_back(std::move(check));
  suite.concurrent = ConcurrentResult{.judgement = judgement_of(finds)};
  suite.scheduled = ScheduledResult{.schedules = 4'000, .programs = 200, .finds = std::move(finds)};
  return test::run_of(std::move(suite));
}

TEST(ScheduledResults, RefuteAllThatTheHistoriesOfTheirFindsRefute) {
  const checker::Judgement judgement = judgement_of({find()});
  EXPECT_EQ(judgement.of(Property::kSnapshots).standing, Standing::kRefuted);
  EXPECT_EQ(judgement.of(Property::kLinearizable).standing, Standing::kRefuted);
  EXPECT_EQ(judgement.of(Property::kEntries).standing, Standing::kNotRefuted);
  EXPECT_EQ(judgement_of({find(), find()}).of(Property::kSnapshots).violations, 2U);
  EXPECT_EQ(judgement_of({}).of(Property::kLinearizable).standing, Standing::kNotRefuted);
}

TEST(ScheduledFinds, AreToldWithProgramScheduleAndOneLineToCopy) {
  const std::string text = find_text(find());
  EXPECT_THAT(text, HasSubstr("  S refuted: this list was never true"));
  EXPECT_THAT(text, HasSubstr("    program   before:   A running\n"
                              "              thread 1: start B; destroy A\n"
                              "              thread 2: list\n"
                              "    schedule  thread 2 runs 5 steps, into list\n"
                              "              thread 1 runs to its end\n"
                              "              thread 2 runs to its end\n"));
  EXPECT_THAT(text, HasSubstr(std::string("    replay    ") + kReplay + "\n"));
  EXPECT_THAT(text, HasSubstr("    trace     report/atomicity-S.trace.jsonl\n"));
}

TEST(ScheduledFinds, AreRepeatedInTheClosingByTheirCommand) {
  const std::string text = closing_text(scheduled_run_with({find()}));
  EXPECT_THAT(text, HasSubstr(std::string("  replay    ") + kReplay + "\n"));
  EXPECT_THAT(text, Not(HasSubstr("rerun")));
}

TEST(ScheduledFinds, FailInJUnitWithTheCommandThatRepeatsThem) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(junit_text(scheduled_run_with({find()})).c_str()));
  const pugi::xml_node suite = document.child("testsuites").child("testsuite");
  EXPECT_THAT(suite.child("testcase").child("failure").text().get(),
              HasSubstr(std::string("replay: ") + kReplay));
  EXPECT_TRUE(suite.select_node("properties/property[@name='schedules'][@value='4000']"));
  EXPECT_THAT(suite.child("system-out").text().get(), HasSubstr("S refuted"));
}

TEST(ScheduledFinds, AreInTheJsonReportWithTheirSchedule) {
  const auto document = nlohmann::json::parse(json_text(scheduled_run_with({find()})));
  const auto& scheduled = document.at("suites").at(0).at("scheduled");
  EXPECT_EQ(scheduled.at("schedules"), 4'000);
  EXPECT_EQ(scheduled.at("programs"), 200);
  const auto& told = scheduled.at("finds").at(0);
  EXPECT_EQ(told.at("refuted"), "S");
  EXPECT_EQ(told.at("replay"), kReplay);
  EXPECT_EQ(told.at("trace"), "report/atomicity-S.trace.jsonl");
  EXPECT_EQ(told.at("schedule").size(), 3U);
  EXPECT_EQ(told.at("preemptions"), 1);
}

TEST(ScheduledFinds, ShowTheHandoversOnTheTimelineOfThePage) {
  pugi::xml_document document;
  const std::string page = html_text(scheduled_run_with({find()}));
  ASSERT_TRUE(document.load_string(page.c_str()));
  EXPECT_EQ(document.select_nodes("//svg/line[@class='handover']").size(), 2U);
  EXPECT_THAT(page, HasSubstr("thread 2 runs 5 steps, into list"));
  EXPECT_THAT(page, HasSubstr("Schedule, with 1 preemption:"));
  EXPECT_THAT(page, HasSubstr(kReplay));
  EXPECT_THAT(page, HasSubstr("4 000 schedules of 200 programs"));
}

TEST(ScheduledResults, WithoutAFindAreGradesAlone) {
  const report::Run run = scheduled_run_with({});
  EXPECT_EQ(exit_code(run), 0);
  EXPECT_THAT(suite_text(run.suites[0], false), HasSubstr("W ok   E ok   P ok   S ok   L ok"));
  EXPECT_THAT(html_text(run), HasSubstr("4 000 schedules of 200 programs"));
}

}  // namespace
}  // namespace rollcall::report
