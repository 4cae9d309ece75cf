// What people read about a refutation: every kind of certificate in sentences, and the timeline.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/report/explanation.hpp"
#include "conformance/report/sighting.hpp"
#include "conformance/report/timeline.hpp"
#include "conformance/test/violations.hpp"

namespace rollcall::report {
namespace {

using checker::Property;
using history::HistoryBuilder;
using ::testing::ElementsAre;

TEST(Explanation, ShowsThatAListWasNeverTrue) {
  const Explanation explanation = explain(test::never_true_list(), Property::kSnapshots);
  EXPECT_EQ(explanation.title, "S refuted: this list was never true");
  EXPECT_EQ(explanation.before, "A running, B off");
  EXPECT_THAT(explanation.sentences,
              ElementsAre("list has no B, so it was read before start(B) took effect",
                          "list has no A, so it was read after destroy(A) took effect",
                          "but destroy(A) was called only after start(B) had returned: no instant "
                          "fits both"));
}

TEST(Explanation, FollowsACycleFromReasonToReason) {
  const Explanation explanation = explain(test::opposite_orders(), Property::kLinearizable);
  EXPECT_EQ(explanation.title, "L refuted: no one order of these calls explains their answers");
  EXPECT_EQ(explanation.before, "A off, B off");
  EXPECT_THAT(explanation.sentences,
              ElementsAre("list 1 has A, so start(A) came before it",
                          "list 1 has no B, so it came before start(B)",
                          "list 2 has B, so start(B) came before it",
                          "list 2 has no A, so it came before start(A)",
                          "contradiction: start(A) before list 1 before start(B) before list 2 "
                          "before start(A)"));
}

TEST(Explanation, NamesRealTimeAndTheOrderOfChangesInACycle) {
  const Explanation explanation = explain(test::backwards_reading(), Property::kProjections);
  EXPECT_EQ(explanation.title, "P refuted: these calls on one domain fit no order");
  EXPECT_THAT(explanation.sentences,
              ElementsAre("is_active(A) #1 returned 1, so start(A) came before it",
                          "is_active(A) #1 returned before is_active(A) #2 was called",
                          "is_active(A) #2 returned 0, so it came before start(A)",
                          "contradiction: start(A) before is_active(A) #1 before is_active(A) #2 "
                          "before start(A)"));
}

TEST(Explanation, ShowsAnAnswerThatIsMalformed) {
  HistoryBuilder builder;
  const auto a = builder.active("A", 1);
  builder.list(1, 2, 0, {builder.entry(a, 1), builder.entry(a, 1)}).holes = 1;
  const Explanation explanation = explain(
      {.evidence = builder.build(),
       .certificate = {.kind = checker::Certificate::Kind::kMalformed, .text = "an entry twice"}},
      Property::kWellFormed);
  EXPECT_EQ(explanation.title, "W refuted: this list is malformed");
  EXPECT_THAT(explanation.sentences,
              ElementsAre("list: an entry twice",
                          "it returned 2 with the entries A (uuid A, id 1), A (uuid A, id 1), and "
                          "1 null among them"));
}

TEST(Explanation, SaysWhatADomainWasWhenAnEntryWasNeverTrue) {
  HistoryBuilder builder;
  const auto a = builder.inactive("A");
  builder.list(1, 2, 1, {builder.entry(a)});
  const Explanation explanation =
      explain({.evidence = builder.build(),
               .certificate = {.kind = checker::Certificate::Kind::kNoVersion, .domains = {a}}},
              Property::kEntries);
  EXPECT_EQ(explanation.title, "E refuted: part of this list was at no instant true");
  EXPECT_THAT(explanation.sentences,
              ElementsAre("list has A, though it asks for ACTIVE",
                          "from the call to its return A was off throughout", "that does not fit"));
}

TEST(Explanation, SaysWhatAHandleShouldHaveBeen) {
  const Explanation explanation = explain(test::handle_of_no_instant(), Property::kIdentity);
  EXPECT_EQ(explanation.title, "id rule refuted: this handle was never its domain's");
  EXPECT_EQ(explanation.before, "A running with id 3");
  EXPECT_THAT(explanation.sentences,
              ElementsAre("list returned the handle A (uuid A, id -1)",
                          "whenever A was one to return during the call, it was named A with id 3",
                          "no instant gives this handle: its fields are of different instants, or "
                          "of none"));
}

TEST(Explanation, CountsWhatANumberShouldHaveBeen) {
  HistoryBuilder builder;
  builder.active("A", 1);
  const auto b = builder.inactive("B");
  builder.count(1, 10, 1, 0);
  builder.start(2, 9, b, 2);
  const Explanation explanation =
      explain({.evidence = builder.build(),
               .certificate = {.kind = checker::Certificate::Kind::kNoVersion}},
              Property::kEntries);
  EXPECT_EQ(explanation.title, "E refuted: part of this answer was at no instant true");
  EXPECT_THAT(explanation.sentences,
              ElementsAre("count ACTIVE returned 0",
                          "from the call to its return the number was at least 1 and at most 2 at "
                          "every instant",
                          "so what the call returned was never true"));
}

TEST(Explanation, NamesAnIdThatNoDomainHad) {
  HistoryBuilder builder;
  builder.active("A", 1);
  builder.read(history::Call::kListDomains, 1, 2, 16, {{.id = 7}});
  const Explanation explanation =
      explain({.evidence = builder.build(),
               .certificate = {.kind = checker::Certificate::Kind::kNoVersion}},
              Property::kEntries);
  EXPECT_THAT(explanation.sentences,
              ElementsAre("list_domains returned 1", "no domain ever had the id 7"));
}

TEST(Explanation, TellsTheActivationsAndNamesOfADomainApart) {
  HistoryBuilder builder;
  const auto a = builder.active("A", 1);
  builder.destroy(1, 2, a);
  builder.add(history::Call::kRename, 3, 4, a, builder.name("B"));
  builder.start(5, 6, a, 2);
  builder.list(7, 8, 1, {{.domain = a, .name = builder.name("B"), .id = 2}});
  builder.read(history::Call::kListDomains, 9, 10, 16, {{.id = 2}});
  const history::History evidence = builder.build();
  const Cast cast(evidence);
  EXPECT_EQ(Sighting(cast, 3, a).words(), "list has A with id 2 named B");
  EXPECT_EQ(Sighting(cast, 4, a).words(), "list_domains has the id of A");
}

TEST(Explanation, NamesTheResultsThatFitNoOrder) {
  HistoryBuilder builder;
  const auto a = builder.inactive("A");
  builder.start(1, 2, a, 1);
  builder.start(3, 4, a, 2);
  const Explanation explanation =
      explain({.evidence = builder.build(),
               .certificate = {.kind = checker::Certificate::Kind::kResult, .domains = {a}}},
              Property::kProjections);
  EXPECT_EQ(explanation.sentences[0],
            "of the calls that change A: start(A) #1 done, start(A) #2 done");
  EXPECT_EQ(explanation.sentences.size(), 2U);
}

TEST(Explanation, NamesTheCallsOfARegion) {
  const checker::Violation violation = {
      .evidence = test::opposite_orders().evidence,
      .certificate = {.kind = checker::Certificate::Kind::kRegion, .order = {0, 2}}};
  EXPECT_EQ(explain(violation, Property::kLinearizable).sentences[0],
            "the calls start(A), list 1 overlap");
}

TEST(Explanation, SaysThatAListWasReadInOneOfSeveralStretches) {
  HistoryBuilder builder;
  const auto a = builder.inactive("A");
  const auto b = builder.inactive("B");
  builder.list(0, 100, 1, {});
  builder.start(10, 20, a, 1);
  builder.start(30, 40, b, 2);
  builder.destroy(50, 60, a);
  const Explanation explanation =
      explain({.evidence = builder.build(),
               .certificate = {.kind = checker::Certificate::Kind::kNoInstant, .domains = {a, b}}},
              Property::kSnapshots);
  EXPECT_EQ(explanation.sentences[0],
            "list has no A, so it was read before start(A) took effect, or after destroy(A) took "
            "effect");
}

TEST(Explanation, TellsDomainsOfOneNameApart) {
  HistoryBuilder builder;
  builder.inactive("11111111-x");
  builder.inactive("22222222-x");
  history::History evidence = builder.build();
  evidence.host.domains[1].initial.name = evidence.host.domains[0].initial.name;
  const Cast cast(evidence);
  EXPECT_EQ(cast.domain(0), "11111111-x (uuid 11111111)");
  EXPECT_EQ(cast.domain(1), "11111111-x (uuid 22222222)");
}

TEST(Explanation, LeavesOutWhatAllNamesBeginWith) {
  HistoryBuilder builder;
  builder.inactive("rollcall-kit-vm-1");
  builder.inactive("rollcall-kit-web-2");
  const history::History evidence = builder.build();
  const Cast cast(evidence);
  EXPECT_EQ(cast.common_prefix(), "rollcall-kit-");
  EXPECT_EQ(cast.domain(0), "vm-1");
  EXPECT_EQ(cast.domain(1), "web-2");
}

TEST(Explanation, ShowsWholeNamesThatShareLittle) {
  HistoryBuilder builder;
  builder.inactive("vm-1");
  builder.inactive("vm-2");
  const history::History evidence = builder.build();
  EXPECT_EQ(Cast(evidence).domain(0), "vm-1");
}

TEST(Explanation, NamesFlags) {
  EXPECT_EQ(flag_names(0), "");
  EXPECT_EQ(flag_names(0x11), "ACTIVE|RUNNING");
  EXPECT_EQ(flag_names(0x18000), "NO_CHECKPOINT|0x10000");
}

TEST(Timeline, ShowsThreadsAsLanes) {
  const checker::Violation violation = test::never_true_list();
  EXPECT_EQ(timeline_text(Cast(violation.evidence), 4),
            "    thread 0   |-------list ACTIVE -> {}-------|\n"
            "    thread 1     |--start B--| |--destroy A--|\n");
}

TEST(Timeline, NumbersBarsWhoseLabelsAreTooWide) {
  HistoryBuilder builder;
  const auto a = builder.inactive(std::string(60, 'a'));
  builder.start(1, 2, a, 1);
  builder.destroy(3, 4, a);
  const history::History evidence = builder.build();
  EXPECT_EQ(timeline_text(Cast(evidence), 2),
            "  thread 0   |--1--| |--2--|\n"
            "    1  start " +
                std::string(60, 'a') + "\n" + "    2  destroy " + std::string(60, 'a') + "\n");
}

TEST(Timeline, LeavesACallThatNeverReturnedOpen) {
  HistoryBuilder builder;
  const auto a = builder.inactive("A");
  builder.indeterminate(history::Call::kStart, 1, a);
  EXPECT_EQ(timeline_text(Cast(builder.build()), 0), "thread 0   |--start A -> no answer-->\n");
}

TEST(Timeline, GivesCallsOfOneThreadThatShareAStampTheirOwnLanes) {
  HistoryBuilder builder;
  const auto a = builder.inactive("A");
  builder.start(1, 1, a, 1);
  builder.destroy(1, 1, a);
  history::History evidence = builder.build();
  evidence.batch.operations[1].thread = 0;
  EXPECT_EQ(timeline_text(Cast(evidence), 0),
            "thread 0   |---start A---|\n"
            "           |--destroy A--|\n");
}

}  // namespace
}  // namespace rollcall::report
