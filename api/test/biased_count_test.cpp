#include "api/core/biased_count.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <thread>
#include <vector>

namespace rollcall {
namespace {

int drops_until_last(BiasedCount& count, int limit) {
  for (int drops = 1; drops <= limit; ++drops) {
    if (count.drop()) return drops;
  }
  return -1;
}

TEST(BiasedCount, IsZeroAtTheLastDropOfItsMaker) {
  BiasedCount count(3);
  EXPECT_EQ(drops_until_last(count, 3), 3);
}

TEST(BiasedCount, IsZeroAtTheLastDropOfAnotherThread) {
  BiasedCount count(3);
  int last = 0;
  std::thread([&] { last = drops_until_last(count, 3); }).join();
  EXPECT_EQ(last, 3);
}

TEST(BiasedCount, CountsOnWhatItsMakerHadLeftWhenAnotherThreadTakesOver) {
  BiasedCount count(4);
  EXPECT_FALSE(count.drop());
  bool last = true;
  std::thread([&] { last = count.drop(); }).join();
  EXPECT_FALSE(last);
  EXPECT_EQ(drops_until_last(count, 2), 2);
}

// The maker and two others start together; exactly one of all drops is the last, and it sees
// everything before it.
TEST(BiasedCount, HasExactlyOneLastDropHoweverThreadsMeet) {
  constexpr int kRounds = 2000;
  constexpr int kEach = 5;
  constexpr int kThreads = 3;
  for (int round = 0; round < kRounds; ++round) {
    BiasedCount count(kEach * kThreads);
    std::atomic<int> lasts{0};
    std::vector<int> done(kThreads);
    int seen_by_last = 0;
    std::latch start(kThreads);
    const auto work = [&](std::size_t self) {
      start.arrive_and_wait();
      for (int i = 0; i < kEach; ++i) {
        ++done[self];
        if (!count.drop()) continue;
        ++lasts;
        for (const int others : done) seen_by_last += others;
      }
    };
    std::jthread first(work, 1);
    std::jthread second(work, 2);
    work(0);
    first.join();
    second.join();
    ASSERT_EQ(lasts, 1) << "in round " << round;
    ASSERT_EQ(seen_by_last, kEach * kThreads) << "in round " << round;
  }
}

}  // namespace
}  // namespace rollcall
