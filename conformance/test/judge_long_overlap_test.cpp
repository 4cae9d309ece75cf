// Long true histories in which operations overlap all the time and some mutators never return.

#include "conformance/test/judge_test_support.hpp"
#include "conformance/workload/synthetic_history.hpp"

namespace rollcall::checker {
namespace {

using history::History;
using history::Operation;

/// Some readers of this history stay open while hundreds of mutators come and go.
History with_slow_readers(std::uint64_t seed, unsigned threads) {
  History history = workload::synthetic_history({.seed = seed,
                                                 .operations = 3'000,
                                                 .threads = threads,
                                                 .domains = 24,
                                                 .listings = 20,
                                                 .counts = 0,
                                                 .legacy = 0,
                                                 .lookups = 10,
                                                 .indeterminates = 1,
                                                 .overlap = 95,
                                                 .quiescent_every = 1'000'000});
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
  EXPECT_EQ(refuted(judge(with_slow_readers(103, 4))), "");
}

TEST(JudgeLongOverlap, IsDecidedByFewStepsThoughMutatorsNeverReturned) {
  EXPECT_EQ(refuted(judge(with_slow_readers(17, 6), {.search_budget = 12'000})), "");
}

}  // namespace
}  // namespace rollcall::checker
