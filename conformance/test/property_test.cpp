// The adapter that runs RapidCheck properties inside a suite.

#include "conformance/suites/property.hpp"

#include <gtest/gtest.h>

namespace rollcall::suites {
namespace {

using Kind = PropertyResult::Kind;

TEST(CheckProperty, CountsTheCasesOfAPropertyThatHolds) {
  int calls = 0;
  const PropertyResult result = check_property([&calls] { ++calls; }, 1, {.cases = 30});
  EXPECT_EQ(result.kind, Kind::kHolds);
  EXPECT_EQ(result.cases, 30);
  EXPECT_EQ(calls, 30);
}

TEST(CheckProperty, ShrinksACounterexampleToTheSmallest) {
  int last_failing = 0;
  const PropertyResult result = check_property(
      [&last_failing] {
        const int number = *rc::gen::inRange(0, 1000);
        if (number >= 17) last_failing = number;
        RC_ASSERT(number < 17);
      },
      1);
  EXPECT_EQ(result.kind, Kind::kFails);
  EXPECT_EQ(last_failing, 17);
  ASSERT_FALSE(result.counterexample.empty());
  EXPECT_EQ(result.counterexample.front(), "17");
}

TEST(CheckProperty, GivesUpWhenEveryCaseIsDiscarded) {
  const PropertyResult result = check_property([] { RC_DISCARD("never applies"); }, 1);
  EXPECT_EQ(result.kind, Kind::kGaveUp);
  EXPECT_FALSE(result.description.empty());
}

TEST(CheckProperty, DrawsTheSameValuesFromTheSameSeed) {
  const auto draw = [](std::uint64_t seed) {
    std::vector<int> drawn;
    check_property([&drawn] { drawn.push_back(*rc::gen::arbitrary<int>()); }, seed, {.cases = 20});
    return drawn;
  };
  EXPECT_EQ(draw(7), draw(7));
  EXPECT_NE(draw(7), draw(8));
}

}  // namespace
}  // namespace rollcall::suites
