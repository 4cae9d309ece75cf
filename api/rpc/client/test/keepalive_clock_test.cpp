#include "api/rpc/client/keepalive_clock.hpp"

#include <gtest/gtest.h>

namespace rollcall::rpc {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Due = KeepaliveClock::Due;

constexpr KeepaliveClock::Time kStart{};

TEST(KeepaliveClock, AsksAfterEachIntervalAndThenGivesUp) {
  KeepaliveClock clock({seconds(5), 2}, kStart);
  EXPECT_EQ(clock.due(kStart + seconds(4)), Due::kNothing);
  EXPECT_EQ(clock.due(kStart + seconds(5)), Due::kPing);
  EXPECT_EQ(clock.due(kStart + seconds(5)), Due::kNothing);
  EXPECT_EQ(clock.due(kStart + seconds(10)), Due::kPing);
  EXPECT_EQ(clock.due(kStart + seconds(14)), Due::kNothing);
  EXPECT_EQ(clock.due(kStart + seconds(15)), Due::kGiveUp);
}

TEST(KeepaliveClock, BeginsAnewWithEverySignOfLife) {
  KeepaliveClock clock({seconds(5), 1}, kStart);
  EXPECT_EQ(clock.due(kStart + seconds(5)), Due::kPing);
  clock.heard(kStart + seconds(9));
  EXPECT_EQ(clock.due(kStart + seconds(13)), Due::kNothing);
  EXPECT_EQ(clock.due(kStart + seconds(14)), Due::kPing);
  EXPECT_EQ(clock.due(kStart + seconds(19)), Due::kGiveUp);
}

TEST(KeepaliveClock, WithoutAnIntervalAsksNever) {
  KeepaliveClock clock({milliseconds(0), 5}, kStart);
  EXPECT_EQ(clock.due(kStart + seconds(1'000'000)), Due::kNothing);
  EXPECT_EQ(clock.rest(kStart), std::nullopt);
}

TEST(KeepaliveClock, WithoutACountGivesUpUnasked) {
  KeepaliveClock clock({seconds(5), 0}, kStart);
  EXPECT_EQ(clock.due(kStart + seconds(5)), Due::kGiveUp);
}

TEST(KeepaliveClock, TellsHowLongNothingIsDue) {
  KeepaliveClock clock({milliseconds(100), 1}, kStart);
  EXPECT_EQ(clock.rest(kStart + milliseconds(30)), milliseconds(70));
  EXPECT_EQ(clock.rest(kStart + milliseconds(200)), milliseconds(0));
}

}  // namespace
}  // namespace rollcall::rpc
