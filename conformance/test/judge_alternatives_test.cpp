#include "conformance/test/judge_test_support.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::Entry;
using history::History;
using history::HistoryBuilder;
using spec::kListActive;
using spec::kListAutostart;
using spec::kListInactive;

/// a stops and starts again; who sees it inactive in between cannot have seen b both ways.
HistoryBuilder with_a_hole(bool sees_b) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  const auto b = h.inactive("b");
  h.start(2, 3, a, 5);
  h.start(4, 5, b, 6);
  h.destroy(6, 7, a);
  std::vector<Entry> entries{h.entry(a)};
  if (sees_b) entries.push_back(h.entry(b));
  h.list(1, 9, kListInactive, entries);
  return h;
}

TEST(JudgeAlternatives, AllowsEitherRunOfAnAnswerWithAHole) {
  EXPECT_EQ(refuted(with_a_hole(true)), "");
  EXPECT_EQ(refuted(with_a_hole(false)), "");
}

TEST(JudgeAlternatives, RefutesAnAnswerThatFallsIntoTheHole) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  const auto b = h.inactive("b");
  const auto c = h.inactive("c");
  h.start(2, 3, a, 5);
  h.start(4, 5, b, 6);
  h.start(6, 7, c, 7);
  h.destroy(8, 9, a);
  h.list(1, 11, kListInactive, {h.entry(a), h.entry(c)});
  EXPECT_EQ(refuted(h), "SL");
}

TEST(JudgeAlternatives, SearchesTheRunsOfTwoListsTogether) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  const auto b = h.inactive("b");
  h.start(1, 20, b, 9);
  h.start(2, 5, a, 5);
  h.destroy(6, 9, a);
  h.list(1, 19, kListInactive, {h.entry(a), h.entry(b)});
  h.list(10, 12, 0, {h.entry(a), h.entry(b)});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeAlternatives, FindsTheOrderOfWritersThatOverlap) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.destroy(1, 10, a);
  h.start(2, 11, a, 2);
  h.list(12, 13, kListActive, {h.entry(a, 2)});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeAlternatives, RefutesOnlyIdentityWhenARecordIsTornWhileWritersOverlap) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.start(2, 6, a, 3);
  h.define(4, 9, a);
  Entry record = h.entry(a);
  record.state = history::kStateRunning;
  h.read(Call::kAllStats, 1, 10, spec::kListPersistent, {record});
  EXPECT_EQ(refuted(h), "I");
}

TEST(JudgeAlternatives, RefutesNoCountByResultsThatNoOrderGives) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.define(4, 16, a);
  h.count(6, 8, spec::kListPersistent, 1);
  h.define(9, 23, a);
  h.start(22, 29, a, 2);
  EXPECT_EQ(refuted(h), "PL");
}

TEST(JudgeAlternatives, RefutesWritersWithoutAnyOrder) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.start(1, 10, a, 2);
  h.start(2, 11, a, 3);
  const Judgement judgement = judge(h.build());
  EXPECT_EQ(refuted(judgement), "PL");
  EXPECT_EQ(certificate_of(judgement, Property::kProjections).kind, Certificate::Kind::kResult);
}

TEST(JudgeAlternatives, LetsAReaderDecideTheOrderOfWriters) {
  for (const std::uint32_t last : {0U, 1U}) {
    HistoryBuilder h;
    const auto a = h.inactive("a");
    h.add(Call::kSetAutostart, 1, 10, a, 0);
    h.add(Call::kSetAutostart, 2, 11, a, 1);
    const auto entries = last == 1 ? std::vector{h.entry(a)} : std::vector<Entry>();
    h.list(12, 13, kListAutostart, entries);
    EXPECT_EQ(refuted(h), "");
  }
}

TEST(JudgeAlternatives, RefutesReadersThatDecideTheOrderOfWritersDifferently) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.add(Call::kSetAutostart, 1, 10, a, 0);
  h.add(Call::kSetAutostart, 2, 11, a, 1);
  h.list(12, 13, kListAutostart, {});
  h.list(14, 15, kListAutostart, {h.entry(a)});
  EXPECT_EQ(refuted(h), "PL");
}

TEST(JudgeAlternatives, KeepsAnUncertainOrderUntilAReaderDecidesIt) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.add(Call::kSetAutostart, 1, 10, a, 0);
  h.add(Call::kSetAutostart, 2, 11, a, 1);
  for (history::Stamp stamp = 20; stamp < 60; stamp += 2) {
    h.list(stamp, stamp + 1, 0, {h.entry(a)});
  }
  h.list(60, 61, kListAutostart, {});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeAlternatives, LetsAnIndeterminateMutatorTakeEffectSegmentsLater) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.indeterminate(Call::kStart, 1, a);
  h.list(2, 3, kListActive, {});
  h.list(4, 5, kListActive, {});
  h.list(6, 7, kListActive, {h.entry(a, 9)});
  h.list(8, 9, kListActive, {h.entry(a, 9)});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeAlternatives, LetsWritersThatOverlapDoWithoutAnIndeterminateMutator) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  const auto b = h.inactive("b");
  h.destroy(13, 20, a);
  h.add(Call::kSnapshotCreate, 15, 17, a);
  h.count(18, 21, kListActive, 1);
  h.indeterminate(Call::kStart, 21, b);
  h.count(32, 34, kListActive, 0);
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeAlternatives, LetsAnIndeterminateMutatorNeverTakeEffect) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.indeterminate(Call::kStart, 1, a);
  h.list(2, 3, kListActive, {});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeAlternatives, RefutesProjectionsWhenAnEffectIsTakenBack) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.indeterminate(Call::kStart, 1, a);
  h.list(2, 3, kListActive, {h.entry(a, 9)});
  h.list(4, 5, kListActive, {});
  EXPECT_EQ(refuted(h), "PL");
}

TEST(JudgeAlternatives, SearchesWhenAnIndeterminateMutatorIsFollowedByOthers) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.indeterminate(Call::kDestroy, 1, a);
  h.start(3, 4, a, 2);
  h.list(5, 6, kListActive, {h.entry(a, 2)});
  EXPECT_EQ(refuted(h), "");
}

TEST(JudgeAlternatives, IsUndecidedWithoutABudget) {
  HistoryBuilder h;
  const auto a = h.inactive("a");
  h.add(Call::kSetAutostart, 1, 10, a, 0);
  h.add(Call::kSetAutostart, 2, 11, a, 1);
  const Judgement judgement = judge(h.build(), {.search_budget = 0});
  EXPECT_EQ(refuted(judgement), "?");
  EXPECT_NE(judgement.of(Property::kLinearizable).undecided, "");
}

TEST(JudgeAlternatives, ShowsAnOrderOfEverythingThatPasses) {
  std::vector<Certificate> certificates;
  JudgeOptions options;
  options.on_closed = [&](const History&, const Certificate& certificate) {
    certificates.push_back(certificate);
  };
  judge(with_a_hole(true).build(), options);
  ASSERT_EQ(certificates.size(), 1U);
  EXPECT_EQ(certificates.front().kind, Certificate::Kind::kOrder);
  EXPECT_EQ(certificates.front().order.size(), 4U);
}

TEST(JudgeAlternatives, GivesThoseWhoVerifyTheAnswersAsTheyWere) {
  std::vector<History> stretches;
  JudgeOptions options;
  options.on_closed = [&](const History& stretch, const Certificate&) {
    stretches.push_back(stretch);
  };
  const History history = with_a_hole(true).build();
  judge(history, options);
  ASSERT_EQ(stretches.size(), 1U);
  EXPECT_EQ(stretches.front().batch.entries, history.batch.entries);
}

TEST(JudgeAlternatives, JudgesBatchesAsTheWhole) {
  const History history = with_a_hole(true).build();
  Judge judge(history.host);
  for (const history::Operation& operation : history.batch.operations) {
    const auto entries = history.batch.entries_of(operation);
    history::Batch batch{.operations = {operation}, .entries = {entries.begin(), entries.end()}};
    batch.operations.front().first_entry = 0;
    judge.feed(batch);
  }
  EXPECT_EQ(refuted(judge.finish()), "");
}

TEST(JudgeAlternatives, TakesNoticeOfDomainsThatJoinLater) {
  HistoryBuilder h;
  const auto a = h.active("a", 1);
  h.list(1, 2, 0, {h.entry(a, 1)});
  History history = h.build();
  Judge judge(history.host);
  judge.feed(history.batch);
  const auto b = h.absent("b");
  history.host = h.build().host;
  history::Batch batch;
  batch.operations = {
      {.invocation = 3, .response = 4, .domain = b, .argument = 1, .call = Call::kDefine}};
  judge.feed(batch);
  EXPECT_EQ(refuted(judge.finish()), "");
}

}  // namespace
}  // namespace rollcall::checker
