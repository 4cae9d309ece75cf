// The verdict on a run and the three writers, on a run made up for the purpose.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "conformance/report/json.hpp"
#include "conformance/report/junit.hpp"
#include "conformance/report/terminal.hpp"
#include "conformance/report/text.hpp"

namespace rollcall::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

Deviation deviation(const std::string& key) {
  return {.key = key,
          .text = "a < b & c",
          .expected = "one",
          .observed = "two",
          .program = {"first call", "second call"}};
}

/// A suite with a check of each kind: passed, known, skipped, undecided, violated.
SuiteResult suite_of_all_kinds() {
  SuiteResult suite{.name = "sample",
                    .checks = {{.name = "passes"},
                               {.name = "deviates as known", .deviations = {deviation("known/1")}},
                               {.name = "is skipped", .skipped = "not offered"},
                               {.name = "is undecided", .undecided = "gave up"},
                               {.name = "is violated", .deviations = {deviation("new/1")}}},
                    .headline = "all fine"};
  return suite;
}

Run run_with(SuiteResult suite, bool strict = false) {
  Run run{.library = "libsample.so",
          .library_version = "1.2.3",
          .uri = "sample:///default",
          .profile = {.driver = "SAMPLE",
                      .deviations = {{"B9", "does this", "wants that", {"known/*"}}}},
          .seed = 5,
          .strict = strict,
          .command = "rollcall-conformance --seed 5"};
  mark_known(suite, run.profile);
  run.suites.push_back(std::move(suite));
  return run;
}

SuiteResult suite_with(Check check) { return {.name = "sample", .checks = {std::move(check)}}; }

TEST(Verdict, FollowsTheWorstCheckOfTheRun) {
  EXPECT_EQ(exit_code(run_with(suite_with({.name = "passes"}))), 0);
  EXPECT_EQ(exit_code(run_with(suite_with({.name = "s", .skipped = "why"}))), 0);
  EXPECT_EQ(exit_code(run_with(suite_with({.name = "u", .undecided = "why"}))), 2);
  EXPECT_EQ(exit_code(run_with(suite_of_all_kinds())), 1);
}

TEST(Verdict, IsAViolationForAKnownDeviationOnlyWhenStrict) {
  const SuiteResult suite = suite_with({.name = "k", .deviations = {deviation("known/1")}});
  EXPECT_EQ(exit_code(run_with(suite)), 0);
  EXPECT_EQ(exit_code(run_with(suite, true)), 1);
}

TEST(Verdict, NamesKnownNumbersOnceInNaturalOrder) {
  SuiteResult suite = suite_with({.name = "k"});
  for (const char* number : {"B10", "B2", "B10", "B2b", ""}) {
    suite.checks[0].deviations.push_back({.key = "k", .text = "t", .known_as = number});
  }
  EXPECT_THAT(known_numbers(suite), ElementsAre("B2", "B2b", "B10"));
}

TEST(Terminal, ShowsTheHeadlineOfASuiteThatIsClean) {
  SuiteResult suite = suite_with({.name = "passes"});
  EXPECT_EQ(suite_text(suite, false), "  sample        1 passed\n");
  suite.headline = "65 536 flag words: no difference";
  EXPECT_EQ(suite_text(suite, false), "  sample        65 536 flag words: no difference\n");
}

TEST(Terminal, CountsEveryKindOfCheckAndGivesTheReasons) {
  const report::Run run = run_with(suite_of_all_kinds());
  const std::string text = suite_text(run.suites[0], false);
  EXPECT_THAT(text, HasSubstr("1 passed, 1 check VIOLATED, 1 undecided, 1 skipped, "
                              "1 known deviation: B9\n"));
  EXPECT_THAT(text, HasSubstr("skipped   not offered (is skipped)\n"));
  EXPECT_THAT(text, HasSubstr("undecided gave up (is undecided)\n"));
}

TEST(Terminal, ShowsAViolationWithItsProgramAndHowToRerunIt) {
  const std::string text = closing_text(run_with(suite_of_all_kinds()));
  EXPECT_THAT(text, HasSubstr("violation in sample: is violated\n"));
  EXPECT_THAT(text, HasSubstr("  program   1  first call\n            2  second call\n"));
  EXPECT_THAT(text, HasSubstr("rerun     rollcall-conformance --seed 5 --suite sample\n"));
  EXPECT_THAT(text, HasSubstr("result: 1 violation\n"));
  EXPECT_THAT(text, Not(HasSubstr("key       known/1")));
}

TEST(Terminal, ExplainsKnownDeviations) {
  const std::string text = closing_text(run_with(suite_of_all_kinds()));
  EXPECT_THAT(text, HasSubstr("known deviations of driver SAMPLE\n  B9    does this\n"));
  EXPECT_THAT(text, HasSubstr("wanted  wants that\n"));
}

TEST(Terminal, ShowsKnownDeviationsAsViolationsWhenStrict) {
  const std::string text = closing_text(run_with(suite_of_all_kinds(), true));
  EXPECT_THAT(text, HasSubstr("violation in sample (B9): deviates as known\n"));
  EXPECT_THAT(text, HasSubstr("result: 2 violations\n"));
}

TEST(Junit, HasOneTestcasePerCheckWithItsVerdict) {
  pugi::xml_document document;
  ASSERT_TRUE(document.load_string(junit_text(run_with(suite_of_all_kinds())).c_str()));
  const pugi::xml_node suite = document.select_node("/testsuites/testsuite").node();
  EXPECT_EQ(suite.attribute("tests").as_int(), 5);
  EXPECT_EQ(suite.attribute("failures").as_int(), 1);
  EXPECT_EQ(suite.attribute("errors").as_int(), 1);
  EXPECT_EQ(suite.attribute("skipped").as_int(), 1);
  EXPECT_EQ(suite.select_nodes("testcase").size(), 5U);
  const pugi::xml_node failure = suite.select_node("testcase[@name='is violated']/failure").node();
  EXPECT_STREQ(failure.attribute("message").value(), "a < b & c");
  EXPECT_THAT(failure.child_value(), HasSubstr("second call"));
  EXPECT_TRUE(suite.select_node("testcase[@name='deviates as known']/system-out"));
  EXPECT_TRUE(suite.select_node("testcase[@name='is skipped']/skipped"));
  EXPECT_TRUE(suite.select_node("testcase[@name='is undecided']/error"));
}

TEST(Json, HoldsVerdictsKeysAndTheExitCode) {
  const auto json = nlohmann::json::parse(json_text(run_with(suite_of_all_kinds())));
  EXPECT_EQ(json["format"], 1);
  EXPECT_EQ(json["exit_code"], 1);
  EXPECT_EQ(json["suites"][0]["checks"][1]["verdict"], "known deviation");
  EXPECT_EQ(json["suites"][0]["checks"][1]["deviations"][0]["known_as"], "B9");
  EXPECT_EQ(json["suites"][0]["checks"][4]["deviations"][0]["key"], "new/1");
}

TEST(Json, TakesTextThatIsNotUtf8) {
  const report::Run run = run_with(suite_with({.name = "odd", .undecided = "\xff\xfe"}));
  EXPECT_TRUE(nlohmann::json::accept(json_text(run)));
}

TEST(Text, WrapsAtBlanksAndIndentsWhatFollows) {
  const std::string text = wrap("  key  ", std::string(90, 'a') + " " + std::string(30, 'b'));
  EXPECT_EQ(text, "  key  " + std::string(90, 'a') + "\n       " + std::string(30, 'b') + "\n");
}

TEST(Text, BreaksAWordThatIsLongerThanALine) {
  EXPECT_EQ(wrap("", std::string(150, 'a')),
            std::string(100, 'a') + "\n" + std::string(50, 'a') + "\n");
}

TEST(Text, WrapsNothingToAnEmptyLine) { EXPECT_EQ(wrap("  key", ""), "  key\n"); }

TEST(Text, BreaksACommandSoThatAShellTakesIt) {
  const std::string path(80, 'x');
  EXPECT_EQ(wrap_command("  rerun  ", "tool --file " + path + " --seed 1"),
            "  rerun  tool \\\n         --file " + path + " \\\n         --seed 1\n");
  EXPECT_EQ(wrap_command("  rerun  ", "tool --seed 1"), "  rerun  tool --seed 1\n");
}

TEST(Text, GroupsDigitsByThree) {
  EXPECT_EQ(grouped(7), "7");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(65536), "65 536");
  EXPECT_EQ(grouped(1234567), "1 234 567");
}

TEST(Text, QuotesForTheShellOnlyWhatNeedsIt) {
  EXPECT_EQ(shell_quoted("test:///default"), "test:///default");
  EXPECT_EQ(shell_quoted("mock:///a?b=1&c=2"), "'mock:///a?b=1&c=2'");
  EXPECT_EQ(shell_quoted("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_quoted(""), "''");
}

}  // namespace
}  // namespace rollcall::report
