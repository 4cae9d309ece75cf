#include "conformance/test/judge_test_support.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::HistoryBuilder;
using Kind = Certificate::Kind;
using spec::kListActive;
using spec::kListInactive;

TEST(JudgeGrades, RefutesNothingOfAnEmptyHistory) { EXPECT_EQ(refuted(HistoryBuilder()), ""); }

TEST(JudgeGrades, RefutesNothingOfAListThatIsTrue) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  const auto b = h.inactive("b");
  h.list(1, 2, 0, {h.entry(a, 1), h.entry(b)});
  h.list(3, 4, kListActive, {h.entry(a, 1)});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeGrades, RefutesAllGradesWhenADomainComesTwice) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.list(1, 2, 0, {h.entry(a, 1), h.entry(a, 1)});
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(refuted(judgement), "WEPSL");
  EXPECT_EQ(certificate_of(judgement, Property::kWellFormed).kind, Kind::kMalformed);
}

TEST(JudgeGrades, KeepsTheMalformedAnswerAsItWas) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.list(1, 2, 0, {h.entry(a, 1), h.entry(a, 1)});
  const Judgement judgement = judge(h.build());
  const Violation& violation = judgement.of(Property::kWellFormed).violation.value();
  EXPECT_EQ(violation.evidence.batch.entries.size(), 2U);
}

TEST(JudgeGrades, RefutesAnArrayWithAHole) {
  HistoryBuilder h;
  h.list(1, 2, 0, {}).holes = 1;
  EXPECT_EQ(refuted(h), "WEPSL");
}

TEST(JudgeGrades, RefutesAnArrayWithoutEnd) {
  HistoryBuilder h;
  h.list(1, 2, 0, {}).terminated = false;
  EXPECT_EQ(refuted(h), "WEPSL");
}

TEST(JudgeGrades, RefutesAReturnValueThatIsNotTheLength) {
  HistoryBuilder h;
  h.list(1, 2, 0, {}).value = 1;
  EXPECT_EQ(refuted(h), "WEPSL");
}

TEST(JudgeGrades, RefutesAHandleOfADomainThatNobodyMade) {
  HistoryBuilder h;
  const auto ghost = h.absent("ghost");
  h.list(1, 2, 0, {h.entry(ghost)});
  auto history = h.build();
  history.host.domains[ghost].stranger = true;
  EXPECT_EQ(refuted(judge(history)), "WEPSL");
}

TEST(JudgeGrades, RefutesAHandleOfADomainOutsideTheHistory) {
  HistoryBuilder h;
  h.list(1, 2, 0, {{.domain = 7}});
  EXPECT_EQ(refuted(h), "WEPSL");
}

TEST(JudgeGrades, RefutesEntriesWhenAStableDomainIsMissing) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.list(1, 2, 0, {});
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(refuted(judgement), "EPSL");
  EXPECT_EQ(certificate_of(judgement, Property::kEntries).kind, Kind::kNoVersion);
  EXPECT_EQ(certificate_of(judgement, Property::kEntries).domains,
            std::vector<history::DomainNumber>{a});
}

TEST(JudgeGrades, RefutesEntriesWhenADomainIsListedAfterItsDestroyReturned) {
  HistoryBuilder h;
  const auto a = h.transient("a", 1);
  h.destroy(1, 2, a);
  h.list(3, 4, 0, {h.entry(a, 1)});
  EXPECT_EQ(refuted(h), "EPSLI");
}

TEST(JudgeGrades, AllowsEitherAnswerWhileADomainChanges) {
  for (const bool seen : {false, true}) {
    HistoryBuilder h;
    const auto a = h.inactive("a");
    h.start(1, 4, a, 5);
    h.list(2, 3, kListActive, seen ? std::vector{h.entry(a, 5)} : std::vector<history::Entry>());
    EXPECT_EQ(refuted(h), "");
  }
}

TEST(JudgeGrades, RefutesOnlyIdentityWhenAnActiveDomainIsListedWithoutItsId) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.destroy(1, 4, a);
  h.list(2, 3, kListActive, {h.entry(a, history::kInactiveId)});
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(refuted(judgement), "I");
  EXPECT_EQ(certificate_of(judgement, Property::kIdentity).kind, Kind::kNoVersion);
}

TEST(JudgeGrades, RefutesOnlyIdentityWhenAHandleIsWhatIsLeftOfATransientDomain) {
  HistoryBuilder h;
  const auto a = h.transient("a", 1);
  h.destroy(1, 4, a);
  h.list(2, 3, 0, {h.entry(a, history::kInactiveId)});
  EXPECT_EQ(refuted(h), "I");
}

TEST(JudgeGrades, RefutesEntriesWhenWhatIsLeftOfADomainHasANameThatWasNeverItsOwn) {
  HistoryBuilder h;
  const auto a = h.transient("a", 1);
  h.destroy(1, 4, a);
  auto entry = h.entry(a, history::kInactiveId);
  entry.name = h.name("other");
  h.list(2, 3, 0, {entry});
  EXPECT_EQ(refuted(h), "EPSLI");
}

TEST(JudgeGrades, RefutesOnlyIdentityWhenNameAndIdAreOfDifferentInstants) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.destroy(2, 3, a);
  h.add(Call::kRename, 4, 5, a, h.name("b"));
  auto entry = h.entry(a, 1);
  entry.name = h.name("b");
  h.list(1, 6, 0, {entry});
  EXPECT_EQ(refuted(h), "I");
}

TEST(JudgeGrades, RefutesEntriesWhenAnIdWasNeverTheDomains) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.list(2, 3, kListActive, {h.entry(a, 2)});
  EXPECT_EQ(refuted(h), "EPSLI");
}

TEST(JudgeGrades, RefutesEntriesWhenANameWasNeverTheDomains) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  auto entry = h.entry(a, 1);
  entry.name = h.name("other");
  h.list(2, 3, kListActive, {entry});
  EXPECT_EQ(refuted(h), "EPSLI");
}

TEST(JudgeGrades, AsksNothingOfFieldsThatWereNotRecorded) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.list(2, 3, kListActive, {{.domain = a}});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeGrades, RefutesSnapshotsWhenAListMissesBothOfAPair) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  const auto b = h.inactive("b");
  h.list(1, 9, kListActive, {});
  h.start(2, 3, b, 5);
  h.destroy(4, 5, a);
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(refuted(judgement), "SL");
  EXPECT_EQ(certificate_of(judgement, Property::kSnapshots).kind, Kind::kNoInstant);
  EXPECT_EQ(certificate_of(judgement, Property::kSnapshots).domains.size(), 2U);
}

TEST(JudgeGrades, AllowsAListThatMissesBothOfAPairThatOverlaps) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  const auto b = h.inactive("b");
  h.list(1, 9, kListActive, {});
  h.start(2, 4, b, 5);
  h.destroy(4, 5, a);
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeGrades, CutsEvidenceDownToTheDomainsThatMatter) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  const auto b = h.inactive("b");
  const auto c = h.active("c", 2);
  h.list(1, 9, kListActive, {h.entry(c, 2)});
  h.start(2, 3, b, 5);
  h.destroy(4, 5, a);
  h.add(Call::kSuspend, 4, 5, c);
  h.start(10, 11, a, 6);
  h.list(10, 12, 0, {h.entry(a, 6), h.entry(b, 5), h.entry(c, 2)});
  const Judgement judgement = judge(h.build());
  const history::History& evidence = judgement.of(Property::kSnapshots).violation->evidence;
  EXPECT_EQ(evidence.batch.operations.size(), 3U);
  EXPECT_EQ(refuted(judge(evidence)), "SL");
}

/// Two listings that saw two overlapping mutators in opposite orders.
TEST(JudgeGrades, RefutesOnlyLinearizabilityWhenListsSawOppositeOrders) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  const auto b = h.inactive("b");
  h.start(1, 9, a, 5);
  h.start(1, 9, b, 6);
  h.list(2, 8, kListActive, {h.entry(a, 5)});
  h.list(2, 8, kListActive, {h.entry(b, 6)});
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(refuted(judgement), "L");
  EXPECT_EQ(certificate_of(judgement, Property::kLinearizable).kind, Kind::kCycle);
  EXPECT_EQ(certificate_of(judgement, Property::kLinearizable).cycle.size(), 4U);
}

/// A listing that saw a mutator, and a later one that did not, while the mutator spans both.
TEST(JudgeGrades, RefutesProjectionsWhenALaterListSeesAnEarlierState) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.start(1, 9, a, 5);
  h.list(2, 3, kListActive, {h.entry(a, 5)});
  h.list(4, 5, kListActive, {});
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(refuted(judgement), "PL");
  EXPECT_EQ(certificate_of(judgement, Property::kProjections).kind, Kind::kCycle);
  EXPECT_EQ(certificate_of(judgement, Property::kProjections).cycle.size(), 3U);
}

TEST(JudgeGrades, RefutesProjectionsWhenAResultIsImpossible) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.start(1, 2, a, 5);
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(refuted(judgement), "PL");
  EXPECT_EQ(certificate_of(judgement, Property::kProjections).kind, Kind::kResult);
}

TEST(JudgeGrades, JudgesOnAfterARefutedSegment) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.list(1, 2, 0, {});
  h.start(3, 4, a, 5);
  h.list(5, 6, 0, {});
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(judgement.of(Property::kEntries).violations, 2U);
  EXPECT_EQ(judgement.of(Property::kLinearizable).violations, 2U);
}

TEST(JudgeGrades, TreatsEqualStampsAsOverlap) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.start(1, 2, a, 5);
  h.list(2, 3, kListActive, {});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeGrades, CountsWhatItJudged) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.start(1, 2, a, 5);
  h.list(3, 4, kListInactive, {});
  h.add(Call::kIsActive, 5, 6, a, 0, 1);
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(judgement.operations, 3U);
  EXPECT_EQ(judgement.mutators, 1U);
  EXPECT_EQ(judgement.listings, 1U);
}

}  // namespace
}  // namespace rollcall::checker
