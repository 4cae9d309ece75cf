#include "conformance/test/judge_test_support.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::Entry;
using history::HistoryBuilder;
using spec::kListActive;
using spec::kListInactive;

TEST(JudgeCalls, TakesACountForTheNumberOfMatches) {
  HistoryBuilder h;
  h.active("a", 1);
  h.count(1, 2, kListActive, 1);
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeCalls, RefutesACountThatNoStatesGive) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.destroy(1, 4, a);
  h.count(2, 3, kListActive, 2);
  EXPECT_EQ(refuted(h), "EPSL");
}

TEST(JudgeCalls, RefutesACountOfNoneWhileOneOfAPairWasAlwaysActive) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  const auto b = h.inactive("b");
  h.count(1, 9, kListActive, 0);
  h.start(2, 3, b, 5);
  h.destroy(4, 5, a);
  EXPECT_EQ(refuted(h), "SL");
}

TEST(JudgeCalls, AllowsACountBetweenTheExtremes) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  const auto b = h.inactive("b");
  h.count(1, 9, kListActive, 1);
  h.start(2, 8, b, 5);
  h.destroy(2, 8, a);
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeCalls, HoldsTwoCountsAgainstEachOther) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  const auto b = h.inactive("b");
  const auto c = h.inactive("c");
  h.start(1, 19, a, 5);
  h.start(1, 19, b, 6);
  h.start(1, 19, c, 7);
  h.count(2, 3, kListActive, 2);
  h.count(4, 5, kListActive, 1);
  EXPECT_EQ(refuted(h), "L");
}

TEST(JudgeCalls, ReadsTheNumbersOfTheLegacyCalls) {
  HistoryBuilder h;
  h.active("a", 1);
  h.inactive("b");
  h.add(Call::kNumOfDomains, 1, 2, history::kNoDomain, 0, 1);
  h.add(Call::kNumOfDefinedDomains, 3, 4, history::kNoDomain, 0, 2);
  EXPECT_EQ(refuted(h), "EPSL");
}

TEST(JudgeCalls, FindsTheDomainOfABareId) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.destroy(1, 2, a);
  h.start(3, 4, a, 2);
  h.read(Call::kListDomains, 5, 6, 8, {{.id = 2}});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeCalls, RefutesABareIdOfAnEarlierActivation) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.destroy(1, 2, a);
  h.start(3, 4, a, 2);
  h.read(Call::kListDomains, 5, 6, 8, {{.id = 1}});
  EXPECT_EQ(refuted(h), "EPSL");
}

TEST(JudgeCalls, RefutesABareIdThatNobodyHad) {
  HistoryBuilder h;
  h.active("a", 1);
  h.read(Call::kListDomains, 5, 6, 8, {{.id = 1}, {.id = 77}});
  EXPECT_EQ(refuted(h), "EPSL");
}

TEST(JudgeCalls, AllowsAFullLegacyArrayToBeAPart) {
  HistoryBuilder h;
  h.active("a", 1);
  h.active("b", 2);
  h.read(Call::kListDomains, 5, 6, 1, {{.id = 2}});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeCalls, RefutesAnArrayWithRoomThatMissesADomain) {
  HistoryBuilder h;
  h.active("a", 1);
  h.active("b", 2);
  h.read(Call::kListDomains, 5, 6, 2, {{.id = 2}});
  EXPECT_EQ(refuted(h), "EPSL");
}

/// What is refuted by a list of these ids while one domain is active whose id nobody recorded, and
/// one with id 1.
std::string refuted_by_ids(const std::vector<Entry>& entries, std::uint32_t room = 8) {
  HistoryBuilder h;
  h.active("a", 1);
  h.active("b", history::kUnknownId);
  h.inactive("c");
  h.read(Call::kListDomains, 5, 6, room, entries);
  return refuted(h);
}

TEST(JudgeCalls, TakesAStrangeIdForOneThatNobodyRecorded) {
  EXPECT_EQ(refuted_by_ids({{.id = 1}, {.id = 77}}), "");
  EXPECT_EQ(refuted_by_ids({{.id = 77}}, 1), "");
}

TEST(JudgeCalls, RefutesIdsThatAreMoreOrFewerThanTheDomains) {
  EXPECT_EQ(refuted_by_ids({{.id = 1}}), "EPSL");
  EXPECT_EQ(refuted_by_ids({{.id = 77}}), "EPSL");
  EXPECT_EQ(refuted_by_ids({{.id = 77}, {.id = 78}}), "EPSL");
  EXPECT_EQ(refuted_by_ids({{.id = 77}, {.id = 78}}, 2), "EPSL");
  EXPECT_EQ(refuted_by_ids({{.id = 1}, {.id = 77}, {.id = 78}}), "EPSL");
}

TEST(JudgeCalls, LetsAStartWithoutAnswerAccountForOneId) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.indeterminate(Call::kStart, 1, a);
  h.read(Call::kListDomains, 2, 3, 8, {});
  h.read(Call::kListDomains, 4, 5, 8, {{.id = 7}});
  EXPECT_EQ(refuted(h), "");
  h.read(Call::kListDomains, 6, 7, 8, {});
  EXPECT_EQ(refuted(h), "L");
}

/// One name goes from a to b; then these names are listed.
std::string refuted_by_names(const std::vector<std::string>& names, bool starts_b) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  const auto b = h.absent("b");
  h.inactive("c");
  h.add(Call::kUndefine, 1, 2, a);
  h.add(Call::kDefine, 3, 4, b, h.name("a"));
  if (starts_b) h.start(5, 6, b, 1);
  std::vector<Entry> entries;
  for (const std::string& name : names) entries.push_back({.name = h.name(name)});
  h.read(Call::kListDefinedDomains, 7, 8, 8, entries);
  return refuted(h);
}

TEST(JudgeCalls, RefutesANameThatNoneOfTheDomainsThatHadItCanBeListedUnder) {
  EXPECT_EQ(refuted_by_names({"a", "c"}, false), "");
  EXPECT_EQ(refuted_by_names({"c"}, true), "");
  EXPECT_EQ(refuted_by_names({"a", "c"}, true), "EPSL");
  EXPECT_EQ(refuted_by_names({"a"}, false), "EPSL");
  EXPECT_EQ(refuted_by_names({"a"}, true), "EPSL");
}

TEST(JudgeCalls, AllowsANameThatTwoDomainsHad) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  const auto b = h.absent("b");
  h.add(Call::kUndefine, 1, 2, a);
  h.add(Call::kDefine, 3, 4, b, h.name("a"));
  h.read(Call::kListDefinedDomains, 5, 6, 8, {{.name = h.name("a")}});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeCalls, RefutesADefinedNameOfAnActiveDomain) {
  HistoryBuilder h;
  h.active("a", 1);
  h.read(Call::kListDefinedDomains, 5, 6, 8, {{.name = h.name("a")}});
  EXPECT_EQ(refuted(h), "EPSL");
}

TEST(JudgeCalls, LetsAPausedDomainBeSuspendedAgainOrNot) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.add(Call::kSuspend, 1, 2, a);
  h.add(Call::kSuspend, 3, 4, a);
  h.refused(Call::kSuspend, 5, 6, a);
  h.add(Call::kGetState, 7, 8, a, 0, history::kStatePaused);
  EXPECT_EQ(refuted(h), "");
  h.add(Call::kResume, 9, 10, a);
  h.refused(Call::kSuspend, 11, 12, a);
  EXPECT_EQ(refuted(h), "PL");
}

TEST(JudgeCalls, HoldsTheStateOfARecordAgainstItsFilter) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  Entry record = h.entry(a, 1);
  record.state = history::kStatePaused;
  h.add(Call::kSuspend, 1, 4, a);
  h.read(Call::kAllStats, 2, 3, spec::kListRunning, {record});
  EXPECT_EQ(refuted(h), "I");
}

TEST(JudgeCalls, RefutesALookUpThatMissesAStableDomain) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.refused(Call::kLookupByUuid, 1, 2, a);
  EXPECT_EQ(refuted(h), "EPSL");
}

TEST(JudgeCalls, RefutesALookUpByIdThatMissesAnActiveDomain) {
  HistoryBuilder h;
  h.active("a", 1);
  h.refused(Call::kLookupById, 1, 2, history::kNoDomain, 1);
  EXPECT_EQ(refuted(h), "EPSL");
}

TEST(JudgeCalls, AllowsALookUpByNameAfterARename) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.add(Call::kRename, 1, 2, a, h.name("z"));
  Entry found = h.entry(a);
  found.name = h.name("z");
  h.read(Call::kLookupByName, 3, 4, h.name("z"), {found});
  h.refused(Call::kLookupByName, 5, 6, history::kNoDomain, h.name("a"));
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeCalls, RefutesAGetterThatContradictsAStableDomain) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.add(Call::kGetState, 1, 2, a, 0, history::kStatePaused);
  EXPECT_EQ(refuted(h), "EPSL");
}

TEST(JudgeCalls, RefutesProjectionsByARefusalThatNoStateExplains) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.refused(Call::kStart, 1, 2, a);
  EXPECT_EQ(refuted(h), "PL");
}

TEST(JudgeCalls, AsksNothingOfARefusalThatANameMayExplain) {
  HistoryBuilder h;
  const auto a = h.absent("a");
  h.refused(Call::kDefine, 1, 2, a, h.name("a"));
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeCalls, PassesOverTheLegacyUnionUnlessAsked) {
  HistoryBuilder h;
  h.active("a", 1);
  h.read(Call::kLegacyUnion, 1, 2, 0, {});
  EXPECT_EQ(refuted(h), "");
  EXPECT_EQ(refuted(h, {.judge_legacy_unions = true}), "EPSL");
}

TEST(JudgeCalls, RefutesSnapshotsByAUnionThatHasADomainTwice) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.destroy(2, 3, a);
  h.read(Call::kLegacyUnion, 1, 4, 0, {{.id = 1}, {.name = h.name("a")}});
  const Judgement judgement = judge(h.build(), {.judge_legacy_unions = true});
  EXPECT_EQ(judgement.of(Property::kSnapshots).standing, Standing::kRefuted);
}

}  // namespace
}  // namespace rollcall::checker
