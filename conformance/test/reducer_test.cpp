#include "conformance/checker/reducer.hpp"

#include <gtest/gtest.h>

#include "conformance/checker/judge.hpp"
#include "conformance/checker/verifier.hpp"
#include "conformance/spec/filter_predicate.hpp"
#include "conformance/test/brute_force.hpp"
#include "conformance/test/history_builder.hpp"
#include "conformance/test/print_history.hpp"
#include "conformance/test/random_plan.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::History;
using history::HistoryBuilder;
using workload::Flaw;

/// The first stretch that refutes L, whole.
Violation first_violation(const History& history) {
  std::optional<Violation> found;
  JudgeOptions options;
  options.on_closed = [&found](const History& stretch, const Certificate& certificate) {
    if (!found && certificate.kind != Certificate::Kind::kOrder) found = {stretch, certificate};
  };
  judge(history, options);
  return found.value();
}

/// start(a), then destroy(b) within a listing that has neither; before, around and after it
/// whatever else goes on.
History neither_of_a_pair_in_a_crowd() {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  const DomainNumber b = builder.inactive("b");
  const DomainNumber c = builder.inactive("c");
  builder.start(1, 2, b, 1);
  builder.add(Call::kIsActive, 3, 4, b, 0, 1);
  builder.list(10, 30, spec::kListActive, {});
  builder.start(12, 14, a, 2);
  builder.add(Call::kSetAutostart, 13, 15, c, 1);
  builder.list(13, 29, spec::kListAutostart, {builder.entry(c)});
  builder.refused(Call::kStart, 15, 16, a);
  builder.destroy(18, 20, b);
  builder.destroy(40, 41, a);
  builder.list(42, 43, spec::kListActive, {});
  return builder.build();
}

TEST(Reducer, LeavesThePairAndItsListing) {
  const Violation reduced =
      reduce(first_violation(neither_of_a_pair_in_a_crowd()), Property::kLinearizable);
  EXPECT_EQ(reduced.evidence.batch.operations.size(), 3U) << print(reduced.evidence);
  EXPECT_EQ(reduced.evidence.host.domains.size(), 2U);
  EXPECT_EQ(objection(reduced.evidence, reduced.certificate), "");
}

TEST(Reducer, KeepsDomainsThatACountNeeds) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  const DomainNumber b = builder.active("b", 1);
  builder.active("c", 5);
  builder.count(10, 30, spec::kListActive, 1);
  builder.list(11, 29, spec::kListAutostart, {});
  builder.start(12, 14, a, 2);
  builder.destroy(18, 20, b);
  const Violation reduced = reduce(first_violation(builder.build()), Property::kSnapshots);
  EXPECT_EQ(reduced.evidence.batch.operations.size(), 3U) << print(reduced.evidence);
  EXPECT_EQ(reduced.evidence.host.domains.size(), 3U);
}

TEST(Reducer, LeavesTheMutatorsOfImpossibleResults) {
  HistoryBuilder builder;
  const DomainNumber a = builder.inactive("a");
  builder.list(1, 2, 0, {builder.entry(a)});
  builder.add(Call::kSetAutostart, 3, 4, a, 1);
  builder.destroy(5, 6, a);
  builder.list(7, 8, 0, {builder.entry(a)});
  const Violation reduced = reduce(first_violation(builder.build()), Property::kProjections);
  ASSERT_EQ(reduced.evidence.batch.operations.size(), 1U) << print(reduced.evidence);
  EXPECT_EQ(reduced.evidence.batch.operations[0].call, Call::kDestroy);
}

TEST(Reducer, CutsALongStretchDownToAFewOperations) {
  workload::SyntheticPlan plan;
  plan.operations = 20'000;
  plan.threads = 8;
  plan.domains = 300;
  plan.flaw = Flaw::kTorn;
  plan.flawed = 50;
  const Violation violation = first_violation(synthetic_history(plan));
  ASSERT_GT(violation.evidence.batch.operations.size(), 100U);
  const Violation reduced = reduce(violation, Property::kLinearizable);
  EXPECT_LE(reduced.evidence.batch.operations.size(), 6U) << print(reduced.evidence);
  EXPECT_EQ(objection(reduced.evidence, reduced.certificate), "");
}

TEST(Reducer, NeverMakesAViolationOfItsOwn) {
  for (std::uint64_t seed = 0; seed < 3'000; ++seed) {
    const History history =
        synthetic_history(workload::small_plan(seed, workload::some_flaw(seed)));
    const Judgement judgement = judge(history);
    for (std::size_t index = 0; index < kPropertyCount; ++index) {
      const Finding& finding = judgement.findings[index];
      if (!finding.violation) continue;
      const auto property = static_cast<Property>(index);
      const Violation reduced = reduce(*finding.violation, property);
      ASSERT_LE(reduced.evidence.batch.operations.size(), history.batch.operations.size());
      ASSERT_FALSE(BruteForce(reduced.evidence).keeps(property))
          << seed << ' ' << index << '\n'
          << print(history) << print(reduced.evidence);
      ASSERT_EQ(objection(reduced.evidence, reduced.certificate), "")
          << seed << '\n'
          << print(reduced.evidence) << print(reduced.certificate);
    }
  }
}

}  // namespace
}  // namespace rollcall::checker
