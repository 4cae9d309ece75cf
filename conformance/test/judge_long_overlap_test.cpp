// Long true histories in which operations overlap all the time and some mutators never return.

#include "conformance/test/judge_test_support.hpp"
#include "conformance/workload/synthetic_history.hpp"

namespace rollcall::checker {
namespace {

using history::History;
using history::Operation;

/// Some readers of this history stay open while hundreds of mutators come and go.
History with_slow_readers(workload::SyntheticPlan plan) {
  plan.domains = 24;
  plan.listings = 20;
  plan.legacy = 0;
  plan.lookups = 10;
  plan.indeterminates = 1;
  plan.overlap = 95;
  plan.quiescent_every = 1'000'000;
  History history = workload::synthetic_history(plan);
  constexpr history::Stamp kDelayed = 97;
  constexpr history::Stamp kDelay = 4'000;
  for (Operation& operation : history.batch.operations) {
    const bool returns = operation.response != history::kNever;
    if (returns && !is_mutator(operation.call) && operation.invocation % kDelayed == 0) {
      operation.response += kDelay;
    }
  }
  return history;
}

TEST(JudgeLongOverlap, IsDecidedWhereTheNearestStatesCannotAllBeSeen) {
  const History history =
      with_slow_readers({.seed = 103, .operations = 3'000, .threads = 4, .counts = 0});
  EXPECT_EQ(refuted(judge(history)), "");
}

TEST(JudgeLongOverlap, IsDecidedByFewStepsThoughMutatorsNeverReturned) {
  const History history =
      with_slow_readers({.seed = 17, .operations = 3'000, .threads = 6, .counts = 0});
  EXPECT_EQ(refuted(judge(history, {.search_budget = 12'000})), "");
}

TEST(JudgeLongOverlap, IsDecidedByFewStepsWhereNumbersMustBeSearched) {
  const History history =
      with_slow_readers({.seed = 2, .operations = 6'000, .threads = 4, .counts = 25});
  EXPECT_EQ(refuted(judge(history, {.search_budget = 60'000})), "");
}

}  // namespace
}  // namespace rollcall::checker
