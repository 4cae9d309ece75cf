// What the writers make of a concurrent suite: grades, the explanation of the strongest finding,
// and the evidence as files.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>

#include "api/test/temporary_folder.hpp"
#include "conformance/history/reader.hpp"
#include "conformance/report/evidence.hpp"
#include "conformance/report/grades.hpp"
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

TEST(Grades, DemandWhatWeakerGradesDemandToo) {
  const auto demanded = [](Property required) {
    std::string names;
    for (std::size_t index = 0; index < checker::kPropertyCount; ++index) {
      const auto property = static_cast<Property>(index);
      if (demands(required, property)) names += std::string(" ") + short_name(property);
    }
    return names;
  };
  EXPECT_EQ(demanded(Property::kWellFormed), " W");
  EXPECT_EQ(demanded(Property::kEntries), " W E");
  EXPECT_EQ(demanded(Property::kProjections), " W E P");
  EXPECT_EQ(demanded(Property::kSnapshots), " W E S id");
  EXPECT_EQ(demanded(Property::kLinearizable), " W E P S L id");
}

TEST(Grades, AreFoundByName) {
  EXPECT_EQ(grade_named("S"), Property::kSnapshots);
  EXPECT_EQ(grade_named("id"), std::nullopt);
  EXPECT_EQ(grade_named("Q"), std::nullopt);
}

TEST(Grades, NameTheWeakestRefutedGradeFirst) {
  EXPECT_THAT(refuted(test::like_libvirt()),
              ElementsAre(Property::kSnapshots, Property::kLinearizable));
}

TEST(Grades, DecideTheExitCodeByWhatIsRequired) {
  EXPECT_EQ(exit_code(test::run_of(test::suite_of(test::clean()))), 0);
  EXPECT_EQ(exit_code(test::run_of(test::suite_of(test::like_libvirt()))), 1);
  EXPECT_EQ(exit_code(test::run_of(test::suite_of(test::like_libvirt(), Property::kEntries))), 0);
  checker::Judgement undecided = test::clean();
  undecided.of(Property::kLinearizable) = {.standing = Standing::kUndecided, .undecided = "why"};
  EXPECT_EQ(exit_code(test::run_of(test::suite_of(undecided))), 2);
}

TEST(ConcurrentTerminal, ShowsTheGradesAndHowMuchWasJudged) {
  const std::string text = suite_text(test::suite_of(test::clean()), false);
  EXPECT_THAT(text, HasSubstr("  grade         W ok   E ok   P ok   S ok   L ok   id ok\n"
                              "                not refuted in 640 118 lists, 2 104 331 "
                              "operations\n"));
}

TEST(ConcurrentTerminal, ExplainsTheWeakestRefutedGradeOnly) {
  const std::string text = suite_text(test::suite_of(test::like_libvirt()), false);
  EXPECT_THAT(text, HasSubstr("W ok   E ok   P ok   S REFUTED   L REFUTED   id undecided\n"));
  EXPECT_THAT(text, HasSubstr("  S refuted: this list was never true   (3 operations, 2 threads)"));
  EXPECT_THAT(text, HasSubstr("|-------list ACTIVE -> {}-------|\n"));
  EXPECT_THAT(text, HasSubstr("before: A running, B off\n"));
  EXPECT_THAT(text, HasSubstr("no instant fits both\n"));
  EXPECT_THAT(text, Not(HasSubstr("contradiction")));
}

TEST(ConcurrentJson, HoldsGradesCountsAndExplanations) {
  const auto json =
      nlohmann::json::parse(json_text(test::run_of(test::suite_of(test::like_libvirt()))));
  const auto& concurrent = json["suites"][0]["concurrent"];
  EXPECT_EQ(concurrent["operations"], 2104331);
  EXPECT_EQ(concurrent["listings"], 640118);
  EXPECT_EQ(concurrent["threads"], 4);
  EXPECT_EQ(concurrent["required"], "L");
  EXPECT_EQ(concurrent["grades"]["W"]["standing"], "not refuted");
  EXPECT_EQ(concurrent["grades"]["S"]["standing"], "refuted");
  EXPECT_EQ(concurrent["grades"]["S"]["violations"], 3);
  EXPECT_EQ(concurrent["grades"]["S"]["explanation"].size(), 3U);
  EXPECT_EQ(concurrent["grades"]["id"]["undecided"], "gave up");
}

TEST(ConcurrentJunit, HoldsGradesAndEveryExplanation) {
  pugi::xml_document document;
  ASSERT_TRUE(
      document.load_string(junit_text(test::run_of(test::suite_of(test::like_libvirt()))).c_str()));
  const pugi::xml_node suite = document.select_node("/testsuites/testsuite").node();
  EXPECT_THAT(suite.select_node("properties/property[@name='grades']/@value").attribute().value(),
              HasSubstr("S REFUTED"));
  EXPECT_THAT(suite.child_value("system-out"), HasSubstr("S refuted: this list was never true"));
  EXPECT_THAT(suite.child_value("system-out"), HasSubstr("contradiction: start(A)"));
}

TEST(Evidence, IsWrittenAsHistoryFilesWithTheCommandThatJudgesThem) {
  const TemporaryFolder folder;
  SuiteResult suite = test::suite_of(test::like_libvirt());
  const auto written = write_evidence(folder.file("new"), {.uri = "u"}, suite);
  ASSERT_TRUE(written) << written.error();
  const std::string path = folder.file("new/atomicity-S.jsonl");
  std::ifstream file(path);
  const auto read = history::read_history(file, path);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->header.uri, "u");
  EXPECT_EQ(read->history.batch.operations.size(), 3U);
  EXPECT_THAT(suite_text(suite, false),
              HasSubstr("recheck S   rollcall-conformance check " + path + " --require S"));
  const auto json = nlohmann::json::parse(json_text(test::run_of(suite)));
  EXPECT_EQ(json["suites"][0]["concurrent"]["grades"]["S"]["evidence"], path);
}

TEST(Evidence, IsMadeSmallAndStillProves) {
  checker::Violation violation = test::never_true_list();
  violation.evidence.batch.operations.push_back(
      {.invocation = 200, .response = 201, .domain = 0, .value = 5, .call = history::Call::kStart});
  checker::Judgement judgement = test::clean();
  test::refute(judgement, Property::kSnapshots, violation);
  EXPECT_THAT(reduce_evidence(judgement), ::testing::IsEmpty());
  EXPECT_EQ(judgement.of(Property::kSnapshots).violation->evidence.batch.operations.size(), 3U);
}

TEST(Evidence, NamesTheFileThatCannotBeWritten) {
  SuiteResult suite = test::suite_of(test::like_libvirt());
  const auto written = write_evidence("/dev/null/folder", {}, suite);
  ASSERT_FALSE(written);
  EXPECT_THAT(written.error(), HasSubstr("cannot make folder '/dev/null/folder'"));
}

}  // namespace
}  // namespace rollcall::report
