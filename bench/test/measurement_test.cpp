#include "bench/measurement.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <vector>

namespace rollcall::bench {
namespace {

TEST(InChild, BringsBackWhatTheChildFound) {
  const auto found = in_child([] { return Measurement{.seconds = 1.5, .as_expected = true}; });
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->seconds, 1.5);
  EXPECT_TRUE(found->as_expected);
}

TEST(InChild, ReportsThePeakOfTheChildAlone) {
  constexpr std::size_t kBytes = 200'000'000;
  const auto large = in_child([] {
    const std::vector<char> block(kBytes, 'x');
    return Measurement{.gave_up = block[kBytes / 2] != 'x'};
  });
  const auto small = in_child([] { return Measurement{}; });
  ASSERT_TRUE(large && small);
  EXPECT_GT(large->peak_megabytes, 200);
  EXPECT_LT(small->peak_megabytes, 100);
}

TEST(InChild, HasNothingToReportWhenTheChildDies) {
  EXPECT_FALSE(in_child([]() -> Measurement {
    raise(SIGKILL);
    return {};
  }));
}

}  // namespace
}  // namespace rollcall::bench
