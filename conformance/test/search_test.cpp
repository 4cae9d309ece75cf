// Searches through the life cycle: what they tell meanwhile, how much they do, how they end early.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/suites/probe.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::suites {
namespace {

using ::testing::HasSubstr;

class Search : public ::testing::Test {
 protected:
  report::SuiteResult run_lifecycle_with(const Load& load) {
    const auto library = sut::Library::open(ROLLCALL_LIBRARY);
    EXPECT_TRUE(library);
    const auto probed = probe(ROLLCALL_LIBRARY, *library, kUri, "");
    EXPECT_TRUE(probed);
    return run_lifecycle({*library, kUri, probed->driver, probed->guest, 1, probed->profile, load});
  }

 private:
  static constexpr const char* kUri = "mock:///default";
};

TEST_F(Search, TellsHowFarItHasComeUpToItsEnd) {
  std::vector<SearchProgress> told;
  Load load;
  load.programs = 5;
  load.on_search_progress = [&told](const SearchProgress& progress) { told.push_back(progress); };
  const report::SuiteResult result = run_lifecycle_with(load);
  EXPECT_THAT(result.headline, HasSubstr(" rows, 5 programs, "));
  const auto first_program = std::find_if(told.begin(), told.end(),
                                          [](const auto& one) { return one.programs_total > 0; });
  ASSERT_NE(first_program, told.begin());
  EXPECT_EQ(std::prev(first_program)->rows, std::prev(first_program)->rows_total);
  ASSERT_EQ(std::distance(first_program, told.end()), 5);
  EXPECT_EQ(told.back().programs, told.back().programs_total);
  EXPECT_EQ(told.back().suite, "lifecycle");
}

TEST_F(Search, EndsUndecidedWhenItIsInterrupted) {
  std::atomic<bool> interrupted{false};
  int told = 0;
  Load load;
  load.interrupted = &interrupted;
  load.on_search_progress = [&](const SearchProgress&) {
    ++told;
    interrupted = true;
  };
  const report::SuiteResult result = run_lifecycle_with(load);
  EXPECT_EQ(told, 1);
  ASSERT_FALSE(result.checks.empty());
  EXPECT_EQ(result.checks.back().undecided, "interrupted");
}

}  // namespace
}  // namespace rollcall::suites
