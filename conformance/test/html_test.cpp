// The HTML page: well-formed, self-contained, small, and with everything drawn that it tells of.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <pugixml.hpp>
#include <set>

#include "conformance/report/html.hpp"
#include "conformance/test/concurrent_results.hpp"

namespace rollcall::report {
namespace {

using checker::Certificate;
using checker::Property;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

/// A page parsed as XML; a page that is not well-formed fails the test.
class ParsedPage {
 public:
  explicit ParsedPage(const std::string& text) {
    const auto result = document_.load_string(text.c_str());
    EXPECT_TRUE(result) << result.description();
  }
  explicit ParsedPage(const Run& run) : ParsedPage(html_text(run)) {}

  std::size_t count(const char* path) const { return document_.select_nodes(path).size(); }
  /// The texts of all nodes that a path selects.
  std::multiset<std::string> texts(const char* path) const {
    std::multiset<std::string> found;
    for (const auto& node : document_.select_nodes(path)) found.insert(node.node().child_value());
    return found;
  }
  std::multiset<std::string> attributes(const char* path, const char* name) const {
    std::multiset<std::string> found;
    for (const auto& node : document_.select_nodes(path)) {
      found.insert(node.node().attribute(name).value());
    }
    return found;
  }

 private:
  pugi::xml_document document_;
};

Run run_with(checker::Violation violation, Property property) {
  checker::Judgement judgement = test::clean();
  test::refute(judgement, property, std::move(violation));
  return test::run_of(test::suite_of(judgement));
}

TEST(Html, IsWellFormedAndLoadsNothing) {
  const std::string text = html_text(test::run_of(test::suite_of(test::like_libvirt())));
  EXPECT_THAT(text, ::testing::StartsWith("<!DOCTYPE html><html lang=\"en\">"));
  ParsedPage{text};
  for (const char* loads : {"http:", "https:", "src=", "href=", "url(", "@import", "<script"}) {
    EXPECT_THAT(text, Not(HasSubstr(loads)));
  }
  EXPECT_LT(text.size(), kLargestPage);
}

TEST(Html, ClosesElementsThatHtmlCannotCloseByThemselves) {
  const std::string text = html_text(test::run_of(test::suite_of(test::like_libvirt())));
  for (const char* element : {"td", "th", "p", "li", "h2", "pre", "summary", "code", "figure"}) {
    EXPECT_THAT(text, Not(HasSubstr(std::string("<") + element + "/>")));
    EXPECT_THAT(text, Not(HasSubstr(std::string("<") + element + " />")));
  }
}

TEST(Html, ShowsEveryGradeAndItsVerdict) {
  const ParsedPage page(test::run_of(test::suite_of(test::like_libvirt())));
  const auto cells = page.texts("//td");
  for (const char* grade : {"W", "E", "P", "S", "L", "id"}) EXPECT_EQ(cells.count(grade), 1U);
  EXPECT_EQ(cells.count("not refuted"), 3U);
  EXPECT_EQ(cells.count("refuted, 3 times"), 2U);
  EXPECT_EQ(cells.count("undecided: gave up"), 1U);
}

TEST(Html, DrawsALaneForEachThreadAndABarForEachOperation) {
  const ParsedPage page(run_with(test::never_true_list(), Property::kSnapshots));
  EXPECT_EQ(page.count("//svg"), 1U);
  EXPECT_EQ(page.count("//svg/line[@class='lane']"), 2U);
  EXPECT_EQ(page.count("//svg/g/rect"), 3U);
  const auto labels = page.texts("//svg/g/text");
  for (const char* label : {"list ACTIVE -> {}", "start B", "destroy A"}) {
    EXPECT_EQ(labels.count(label), 1U) << label;
  }
}

TEST(Html, DrawsWhenEachPartOfAListWasTrueAndThatNeverAllWere) {
  const ParsedPage page(run_with(test::never_true_list(), Property::kSnapshots));
  EXPECT_EQ(page.count("//svg/rect[@class='window']"), 1U);
  EXPECT_EQ(page.count("//svg/rect[@class='true']"), 2U);
  const auto texts = page.texts("//svg/text");
  EXPECT_EQ(texts.count("list has no A"), 1U);
  EXPECT_EQ(texts.count("list has no B"), 1U);
  EXPECT_EQ(texts.count("never"), 1U);
}

TEST(Html, DrawsTheStepsOfACycleAsNumberedArrows) {
  const ParsedPage page(run_with(test::opposite_orders(), Property::kLinearizable));
  EXPECT_EQ(page.count("//svg/path[@class='arrow']"), 4U);
  EXPECT_EQ(page.count("//svg/circle"), 4U);
  EXPECT_EQ(page.count("//section/ol/li"), 5U);
}

/// The place across the page at which the arrow begins and ends.
std::pair<int, int> ends_of(const std::string& path) {
  int from = 0;
  int bend = 0;
  int to = 0;
  if (std::sscanf(path.c_str(), "M%d %*dQ%d %*d %d", &from, &bend, &to) != 3) return {-1, -2};
  return {from, to};
}

TEST(Html, DrawsArrowsBetweenCallsThatOverlapUprightAndApart) {
  const ParsedPage page(run_with(test::opposite_orders(), Property::kLinearizable));
  std::set<int> places;
  for (const std::string& path : page.attributes("//svg/path[@class='arrow']", "d")) {
    const auto [from, to] = ends_of(path);
    EXPECT_EQ(from, to) << path;
    places.insert(from);
  }
  EXPECT_EQ(places.size(), 4U);
}

TEST(Html, SaysWhatGreenAndArrowsMeanWhereThereAreSome) {
  const auto captions = [](const checker::Violation& violation, Property property) {
    return ParsedPage(run_with(violation, property)).texts("//figcaption");
  };
  const auto speaks_of_green = Contains(HasSubstr("Green is when"));
  const auto speaks_of_arrows = Contains(HasSubstr("Each arrow goes"));
  EXPECT_THAT(captions(test::never_true_list(), Property::kSnapshots), speaks_of_green);
  EXPECT_THAT(captions(test::opposite_orders(), Property::kLinearizable), Not(speaks_of_green));
  EXPECT_THAT(captions(test::never_true_list(), Property::kSnapshots), Not(speaks_of_arrows));
  EXPECT_THAT(captions(test::opposite_orders(), Property::kLinearizable), speaks_of_arrows);
}

TEST(Html, TellsNoStoryTwice) {
  checker::Judgement judgement = test::clean();
  test::refute(judgement, Property::kSnapshots, test::never_true_list());
  test::refute(judgement, Property::kLinearizable, test::never_true_list());
  const ParsedPage page(test::run_of(test::suite_of(judgement)));
  EXPECT_EQ(page.count("//svg"), 1U);
  EXPECT_EQ(page.texts("//section/p").count("By the same calls as S."), 1U);
}

TEST(Html, DescribesDrawingsForThoseWhoDoNotSeeThem) {
  const ParsedPage page(run_with(test::never_true_list(), Property::kSnapshots));
  EXPECT_EQ(page.texts("//svg/title").count("S refuted: this list was never true"), 1U);
  EXPECT_EQ(page.count("//svg[@role='img'][@aria-labelledby='timeline-1-title timeline-1-text']"),
            1U);
  EXPECT_EQ(page.count("//svg/desc[@id='timeline-1-text']"), 1U);
}

TEST(Html, EscapesWhatTheLibrarySays) {
  checker::Violation violation = test::never_true_list();
  violation.evidence.host.names[0] = "<script>&\"";
  report::Run run = run_with(violation, Property::kSnapshots);
  run.library = "<b>lib</b>";
  run.suites[0].checks[0].deviations.push_back({.key = "k", .text = "a < b & c\x01"});
  const std::string text = html_text(run);
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, Not(HasSubstr("<b>")));
  const ParsedPage page(text);
  EXPECT_EQ(page.texts("//svg/g/text").count("destroy <script>&\""), 1U);
}

TEST(Html, FoldsFindingsOfSequentialSuites) {
  report::Run run =
      test::run_of({.name = "contract",
                    .checks = {{.name = "c", .deviations = {{.key = "k", .text = "wrong"}}}}});
  const ParsedPage page(run);
  EXPECT_EQ(page.texts("//li/details/summary").count("wrong"), 1U);
}

/// A violation of many long operations: as large as evidence gets.
checker::Violation large_violation() {
  history::HistoryBuilder builder;
  Certificate certificate{.kind = Certificate::Kind::kRegion};
  for (history::Stamp index = 0; index < 3000; ++index) {
    const auto domain = builder.active(std::string(200, 'x') + std::to_string(index),
                                       static_cast<std::int32_t>(index));
    builder.list(2 * index, 2 * index + 1, 0,
                 std::vector<history::Entry>(100, builder.entry(domain)));
    certificate.order.push_back(static_cast<checker::OperationNumber>(index));
  }
  return {.evidence = builder.build(), .certificate = certificate};
}

TEST(Html, StaysSmallHoweverLargeTheEvidenceIs) {
  checker::Judgement judgement = test::clean();
  const checker::Violation large = large_violation();
  for (std::size_t index = 0; index < checker::kPropertyCount; ++index) {
    test::refute(judgement, static_cast<Property>(index), large);
  }
  report::Run run = test::run_of(test::suite_of(judgement));
  const std::string text = html_text(run);
  ParsedPage{text};
  EXPECT_LT(text.size(), kLargestPage);
}

}  // namespace
}  // namespace rollcall::report
