#include "conformance/workload/synthetic_history.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/checker/verifier.hpp"
#include "conformance/test/brute_force.hpp"
#include "conformance/test/random_plan.hpp"

namespace rollcall::workload {
namespace {

using checker::BruteForce;
using checker::Property;
using history::History;
using history::Operation;

TEST(SyntheticHistory, IsTheSameForTheSamePlan) {
  const SyntheticPlan plan = small_plan(7, Flaw::kStale);
  EXPECT_EQ(synthetic_history(plan).batch.operations, synthetic_history(plan).batch.operations);
  EXPECT_EQ(synthetic_history(plan).batch.entries, synthetic_history(plan).batch.entries);
}

TEST(SyntheticHistory, DiffersBetweenSeeds) {
  SyntheticPlan plan;
  SyntheticPlan other;
  other.seed = 2;
  EXPECT_NE(synthetic_history(plan).batch.operations, synthetic_history(other).batch.operations);
}

TEST(SyntheticHistory, ComesInBatchesWithoutAnyLoss) {
  SyntheticPlan plan;
  plan.operations = 500;
  const History whole = synthetic_history(plan);
  SyntheticHistory source(plan);
  std::vector<history::Entry> entries;
  std::vector<history::Stamp> invocations;
  while (true) {
    const history::Batch batch = source.next(30);
    if (batch.operations.empty()) break;
    for (const Operation& operation : batch.operations) {
      invocations.push_back(operation.invocation);
      const auto list = batch.entries_of(operation);
      entries.insert(entries.end(), list.begin(), list.end());
    }
  }
  std::vector<history::Stamp> expected;
  for (const Operation& operation : whole.batch.operations) {
    expected.push_back(operation.invocation);
  }
  EXPECT_EQ(invocations, expected);
  EXPECT_EQ(entries, whole.batch.entries);
}

TEST(SyntheticHistory, IsSortedByInvocation) {
  SyntheticPlan plan;
  plan.operations = 500;
  const auto operations = synthetic_history(plan).batch.operations;
  EXPECT_TRUE(std::is_sorted(
      operations.begin(), operations.end(),
      [](const Operation& a, const Operation& b) { return a.invocation < b.invocation; }));
}

TEST(SyntheticHistory, OverlapsNowhereWhenAskedTo) {
  SyntheticPlan plan;
  plan.operations = 200;
  plan.overlap = 0;
  const auto operations = synthetic_history(plan).batch.operations;
  for (std::size_t index = 1; index < operations.size(); ++index) {
    EXPECT_LE(operations[index - 1].response, operations[index].invocation);
  }
}

TEST(SyntheticHistory, IsQuiescentAsOftenAsAsked) {
  SyntheticPlan plan;
  plan.operations = 1'000;
  plan.threads = 8;
  plan.overlap = 100;
  plan.quiescent_every = 100;
  const auto operations = synthetic_history(plan).batch.operations;
  history::Stamp latest = 0;
  for (std::size_t index = 0; index < operations.size(); ++index) {
    if (index % 100 == 0) {
      EXPECT_LT(latest, operations[index].invocation) << index;
    }
    latest = std::max(latest, operations[index].response);
  }
}

TEST(SyntheticHistory, KeepsEveryPromiseByConstruction) {
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    const History history = synthetic_history(small_plan(seed, Flaw::kNone));
    const BruteForce truth(history);
    for (std::size_t property = 0; property < checker::kPropertyCount; ++property) {
      ASSERT_TRUE(truth.keeps(static_cast<Property>(property))) << seed << ' ' << property;
    }
  }
}

struct FlawAndPromise {
  const char* name;
  Flaw flaw;
  Property broken;
  int least;  ///< of 2,000 histories
};

class SpoiltHistory : public testing::TestWithParam<FlawAndPromise> {};

TEST_P(SpoiltHistory, BreaksWhatItsFlawIsAbout) {
  int broken = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    const History history = synthetic_history(small_plan(seed, GetParam().flaw));
    broken += BruteForce(history).keeps(GetParam().broken) ? 0 : 1;
  }
  EXPECT_GE(broken, GetParam().least);
}

INSTANTIATE_TEST_SUITE_P(
    SyntheticHistory, SpoiltHistory,
    testing::Values(FlawAndPromise{"Torn", Flaw::kTorn, Property::kSnapshots, 4},
                    FlawAndPromise{"Stale", Flaw::kStale, Property::kEntries, 20},
                    FlawAndPromise{"Miscount", Flaw::kMiscount, Property::kSnapshots, 20},
                    FlawAndPromise{"Flipped", Flaw::kFlipped, Property::kLinearizable, 20},
                    FlawAndPromise{"WrongId", Flaw::kWrongId, Property::kIdentity, 20},
                    FlawAndPromise{"Lost", Flaw::kLost, Property::kEntries, 20},
                    FlawAndPromise{"Malformed", Flaw::kMalformed, Property::kWellFormed, 20}),
    [](const auto& instance) { return std::string(instance.param.name); });

}  // namespace
}  // namespace rollcall::workload
