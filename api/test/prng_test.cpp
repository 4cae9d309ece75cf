#include "api/core/prng.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "api/core/virtual_clock.hpp"

namespace rollcall {
namespace {

TEST(Prng, GivesTheNumbersOfSplitMix64) {
  Prng prng(1234567);  // the algorithm's customary test vector
  EXPECT_EQ(prng.next(), 6457827717110365317U);
  EXPECT_EQ(prng.next(), 3203168211198807973U);
  EXPECT_EQ(prng.next(), 9817491932198370423U);
}

RC_GTEST_PROP(Prng, StaysBelowItsBound, (std::uint64_t seed)) {
  const auto bound = *rc::gen::suchThat<std::uint64_t>([](std::uint64_t n) { return n != 0; });
  Prng prng(seed);
  for (int i = 0; i < 20; ++i) RC_ASSERT(prng.below(bound) < bound);
}

TEST(Prng, FavoursNoNumberBelowItsBound) {
  Prng prng(1);
  std::array<int, 3> drawn{};
  for (int i = 0; i < 30000; ++i) ++drawn[prng.below(3)];
  for (const int times : drawn) EXPECT_NEAR(times, 10000, 400);  // five standard deviations
}

TEST(Prng, MarksUuidsAsRandomOnes) {
  Prng prng(0);
  const std::string uuid = to_string(random_uuid(prng));
  EXPECT_EQ(uuid, "e220a839-7b1d-4daf-ae78-9e6aa1b965f4");
  EXPECT_EQ(uuid[14], '4');
  EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos);
}

TEST(VirtualClock, MovesOnlyWhenTold) {
  VirtualClock clock;
  EXPECT_EQ(clock.now_s(), VirtualClock::kStartSeconds);
  clock.advance_ns(1'500'000'000);
  EXPECT_EQ(clock.elapsed_ns(), 1'500'000'000U);
  EXPECT_EQ(clock.now_s(), VirtualClock::kStartSeconds + 1);
}

}  // namespace
}  // namespace rollcall
