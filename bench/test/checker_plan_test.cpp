#include "bench/checker_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace rollcall::bench {
namespace {

/// Results in which judging a million operations took `seconds` with 8 threads and `seconds_64`
/// with 64.
Results judged(double seconds, double seconds_64) {
  Results results;
  results.add("check/right, 8 threads/1000000/judge", kCheckSeconds, seconds);
  results.add("check/right, 64 threads/1000000/judge", kCheckSeconds, seconds_64);
  return results;
}

Bar checker_bar_about(const Results& results, const std::string& words) {
  const std::vector<Bar> all = checker_bars(results, false);
  const auto found = std::find_if(all.begin(), all.end(), [&words](const Bar& bar) {
    return bar.promise.find(words) != std::string::npos;
  });
  return found == all.end() ? Bar{} : *found;
}

TEST(CheckerBars, AreMetWithinTwoSeconds) {
  EXPECT_TRUE(checker_bar_about(judged(1.9, 1.9), "right: seconds").met());
}
TEST(CheckerBars, AreNotMetAfterTwoSeconds) {
  EXPECT_FALSE(checker_bar_about(judged(2.1, 2.1), "right: seconds").met());
}
TEST(CheckerBars, CompareTheCostOfManyThreads) {
  EXPECT_EQ(checker_bar_about(judged(0.5, 4), "64 threads").found, 8);
}
TEST(CheckerBars, AreNotMetWhenNothingWasMeasured) {
  EXPECT_FALSE(checker_bar_about(Results(), "streamed").met());
}

TEST(CheckerTables, ShowTheJudgeBesideThePlainSearch) {
  Results results;
  results.add("check/right, 8 threads/1000/judge", kCheckSeconds, 0.001);
  results.add("check/right, 8 threads/1000/plain search", kCheckSeconds, 0.05);
  const auto tables = checker_tables(results, checked_histories(false));
  const auto& rows = tables.front().rows;
  const auto row =
      std::find_if(rows.begin(), rows.end(), [](const Row& each) { return each.ours.has_value(); });
  ASSERT_NE(row, rows.end());
  EXPECT_DOUBLE_EQ(*row->ours, 1);
  EXPECT_DOUBLE_EQ(*row->theirs, 50);
}

TEST(CheckedHistories, AreShorterInAQuickRun) {
  const auto longest = [](bool quick) {
    std::uint64_t operations = 0;
    for (const CheckedHistory& history : checked_histories(quick)) {
      operations = std::max(operations, history.plan.operations);
    }
    return operations;
  };
  EXPECT_EQ(longest(false), 10'000'000U);
  EXPECT_EQ(longest(true), 100'000U);
}

}  // namespace
}  // namespace rollcall::bench
