#include "bench/wing_gong_lowe.hpp"

#include <gtest/gtest.h>

#include "conformance/workload/synthetic_history.hpp"

namespace rollcall::bench {
namespace {

using workload::SyntheticPlan;

SyntheticPlan plan(std::uint64_t seed) {
  return {.seed = seed,
          .operations = 60,
          .threads = 4,
          .domains = 5,
          .listings = 40,
          .counts = 0,
          .legacy = 0,
          .lookups = 0};
}

TEST(WingGongLowe, FindsAnOrderOfRightHistories) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    EXPECT_EQ(search_order(synthetic_history(plan(seed)), {}).outcome, SearchOutcome::kOrderFound)
        << seed;
  }
}

TEST(WingGongLowe, FindsNoOrderWhenAnEntryIsLost) {
  SyntheticPlan spoilt = plan(3);
  spoilt.flaw = workload::Flaw::kLost;
  spoilt.flawed = 5'000;
  EXPECT_EQ(search_order(synthetic_history(spoilt), {}).outcome, SearchOutcome::kNoOrder);
}

TEST(WingGongLowe, StopsWhenTheCacheIsFull) {
  EXPECT_EQ(search_order(synthetic_history(plan(3)), {.cache_bytes = 100}).outcome,
            SearchOutcome::kOutOfMemory);
}

}  // namespace
}  // namespace rollcall::bench
