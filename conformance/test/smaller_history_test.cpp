#include "conformance/checker/smaller_history.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "conformance/test/history_builder.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::History;
using history::HistoryBuilder;
using history::Operation;
using testing::ElementsAre;

std::vector<Call> calls(const History& history) {
  std::vector<Call> result;
  for (const Operation& operation : history.batch.operations) result.push_back(operation.call);
  return result;
}

TEST(WithoutOperations, KeepsTheEntriesOfTheOthers) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 1);
  const DomainNumber b = builder.active("b", 2);
  builder.list(1, 2, 0, {builder.entry(a, 1)});
  builder.list(3, 4, 0, {builder.entry(b, 2)});
  const History smaller = without_operations(builder.build(), {true, false});
  ASSERT_THAT(calls(smaller), ElementsAre(Call::kList));
  EXPECT_THAT(smaller.batch.entries_of(smaller.batch.operations[0]),
              ElementsAre(builder.entry(b, 2)));
}

/// A history on two domains of which the first is taken away.
struct WithoutFirstDomain {
  HistoryBuilder builder;
  DomainNumber a = builder.active("a", 1);
  DomainNumber b = builder.active("b", 2);

  History smaller() const { return without_domains(builder.build(), {true, false}); }
};

TEST(WithoutDomains, TakesTheEntryAndItsShareOfTheValue) {
  WithoutFirstDomain first;
  first.builder.list(1, 2, 0, {first.builder.entry(first.a, 1), first.builder.entry(first.b, 2)});
  const History smaller = first.smaller();
  ASSERT_EQ(smaller.batch.entries.size(), 1U);
  EXPECT_EQ(smaller.batch.entries[0].id, 2);
  EXPECT_EQ(smaller.batch.operations[0].value, 1);
}

TEST(WithoutDomains, KeepsAWrongValueAsWrongAsItWas) {
  WithoutFirstDomain first;
  first.builder.list(1, 2, 0, {first.builder.entry(first.a, 1)}).value = 3;
  EXPECT_EQ(first.smaller().batch.operations[0].value, 2);
}

TEST(WithoutDomains, NumbersTheOthersAnew) {
  WithoutFirstDomain first;
  first.builder.list(1, 2, 0, {first.builder.entry(first.b, 2)});
  first.builder.destroy(3, 4, first.b);
  const History smaller = first.smaller();
  EXPECT_EQ(smaller.host.domains.size(), 1U);
  EXPECT_EQ(smaller.batch.entries[0].domain, 0U);
  EXPECT_EQ(smaller.batch.operations[1].domain, 0U);
}

TEST(WithoutDomains, TakesTheOperationsOfTheDomain) {
  WithoutFirstDomain first;
  first.builder.destroy(1, 2, first.a);
  first.builder.add(Call::kIsActive, 3, 4, first.a);
  first.builder.read(Call::kLookupByName, 5, 6, 0, {first.builder.entry(first.a, 1)});
  first.builder.destroy(7, 8, first.b);
  EXPECT_THAT(calls(first.smaller()), ElementsAre(Call::kDestroy));
}

TEST(WithoutDomains, KeepsALookUpThatFoundNothing) {
  WithoutFirstDomain first;
  first.builder.refused(Call::kLookupById, 1, 2, history::kNoDomain, 7);
  EXPECT_THAT(calls(first.smaller()), ElementsAre(Call::kLookupById));
}

TEST(WithoutEnds, MakesALeadingMutatorTheInitialState) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.start(1, 2, a, 7);
  builder.list(3, 4, 0, {builder.entry(a, 7)});
  const History smaller = without_ends(builder.build());
  EXPECT_THAT(calls(smaller), ElementsAre(Call::kList));
  EXPECT_TRUE(smaller.host.domains[a].initial.active);
  EXPECT_EQ(smaller.host.domains[a].initial.id, 7);
}

TEST(WithoutEnds, KeepsAMutatorThatOverlapsAReader) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.start(1, 3, a, 7);
  builder.list(3, 4, 0, {builder.entry(a, 7)});
  EXPECT_THAT(calls(without_ends(builder.build())), ElementsAre(Call::kStart, Call::kList));
}

TEST(WithoutEnds, KeepsOverlappingMutatorsWhoseOrderIsOpen) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.add(Call::kSetAutostart, 1, 4, a, 1);
  builder.add(Call::kSetAutostart, 2, 3, a, 0);
  builder.list(5, 6, 0, {builder.entry(a)});
  EXPECT_EQ(without_ends(builder.build()).batch.operations.size(), 3U);
}

TEST(WithoutEnds, KeepsALeadingMutatorWithAnImpossibleResult) {
  HistoryBuilder builder;
  const DomainNumber a = builder.active("a", 1);
  builder.start(1, 2, a, 7);
  builder.list(3, 4, 0, {builder.entry(a, 7)});
  EXPECT_THAT(calls(without_ends(builder.build())), ElementsAre(Call::kStart, Call::kList));
}

TEST(WithoutEnds, FoldsPastReadersOfOtherDomains) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  const DomainNumber b = builder.inactive("b");
  builder.add(Call::kIsActive, 1, 2, b);
  builder.start(3, 4, a, 7);
  builder.list(5, 6, 0, {builder.entry(a, 7)});
  EXPECT_THAT(calls(without_ends(builder.build())), ElementsAre(Call::kIsActive, Call::kList));
}

TEST(WithoutEnds, DropsATrailingMutator) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.list(1, 2, 0, {builder.entry(a)});
  builder.start(3, 4, a, 7);
  builder.destroy(5, 6, a);
  const History smaller = without_ends(builder.build());
  EXPECT_THAT(calls(smaller), ElementsAre(Call::kList));
  EXPECT_FALSE(smaller.host.domains[a].initial.active);
}

TEST(WithoutEnds, KeepsAnIndeterminateMutatorThatAReaderMayHaveSeen) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.indeterminate(Call::kStart, 1, a);
  builder.list(3, 4, 0, {builder.entry(a, 7)});
  EXPECT_THAT(calls(without_ends(builder.build())), ElementsAre(Call::kStart, Call::kList));
}

TEST(NumbersDomains, IsSoForCountsAndLegacyCalls) {
  EXPECT_TRUE(numbers_domains(Call::kCount));
  EXPECT_TRUE(numbers_domains(Call::kListDomains));
  EXPECT_TRUE(numbers_domains(Call::kLegacyUnion));
}

TEST(NumbersDomains, IsNotSoForListings) {
  EXPECT_FALSE(numbers_domains(Call::kList));
  EXPECT_FALSE(numbers_domains(Call::kAllStats));
  EXPECT_FALSE(numbers_domains(Call::kLookupByName));
}

}  // namespace
}  // namespace rollcall::checker
