#include "bench/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "bench/benchmarks.hpp"

namespace rollcall::bench {
namespace {

using testing::HasSubstr;
using testing::Not;

const Contenders kContenders{.ours = "rollcall", .theirs = "libvirt"};

/// Results in which every listing takes the given times per domain, the other benchmarks nothing.
Results listings(double ours_ns, double theirs_ns) {
  Results results;
  for (const std::size_t domains : full_plan().sizes) {
    for (const Filter& filter : kFilters) {
      for (const char* kind : {kListAndFree, kThreadedListAndFree, kCountOnly}) {
        const auto n = static_cast<double>(domains);
        results.add(benchmark_name(kind, filter.label, domains, "rollcall"), kCpuTime, ours_ns * n);
        results.add(benchmark_name(kind, filter.label, domains, "libvirt"), kCpuTime,
                    theirs_ns * n);
      }
    }
  }
  return results;
}

Bar listing_bar_about(const Results& results, const std::string& words) {
  const std::vector<Bar> all = bars(results, full_plan(), kContenders);
  const auto found = std::find_if(all.begin(), all.end(), [&words](const Bar& bar) {
    return bar.promise.find(words) != std::string::npos;
  });
  return found == all.end() ? Bar{} : *found;
}

TEST(Figure, HasFewDigitsBelowAHundredAndGroupsAbove) {
  EXPECT_EQ(figure(0.0123), "0.012");
  EXPECT_EQ(figure(0.1234), "0.12");
  EXPECT_EQ(figure(5.127), "5.13");
  EXPECT_EQ(figure(51.27), "51.3");
  EXPECT_EQ(figure(99.96), "100");
  EXPECT_EQ(figure(389.4), "389");
  EXPECT_EQ(figure(1234567.0), "1 234 567");
}

TEST(Grouped, LeavesShortNumbersWhole) {
  EXPECT_EQ(grouped(10), "10");
  EXPECT_EQ(grouped(10'000), "10 000");
}

/// A table of one row with this figure of theirs.
Table table_of(std::optional<double> theirs) {
  Row row;
  row.theirs = theirs;
  return {.title = "", .rows = {row}};
}

TEST(Table, IsMeasuredWhenARowHasAFigure) { EXPECT_TRUE(table_of(1).is_measured()); }

TEST(Table, IsNotMeasuredWithoutAnyFigure) { EXPECT_FALSE(table_of(std::nullopt).is_measured()); }

TEST(Tables, ShowListingsPerDomainWithTheirRatio) {
  const std::string text =
      render(tables(listings(5, 2'000), full_plan(), kContenders).front(), kContenders);
  EXPECT_THAT(text, testing::ContainsRegex("ACTIVE +10 000 +5.00 +2 000 +400x"));
}

TEST(Tables, StayWithinAHundredColumns) {
  for (const Table& table : tables(listings(5, 2'000), full_plan(), kContenders)) {
    std::istringstream lines(render(table, kContenders));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
  }
}

TEST(Tables, LeaveOutRowsThatWereNotMeasured) {
  const Table table{.title = "t",
                    .rows = {{.label = "measured", .domains = 1, .ours = 1.0, .theirs = {}},
                             {.label = "absent", .domains = 1, .ours = {}, .theirs = {}}}};
  EXPECT_THAT(render(table, kContenders), HasSubstr("measured"));
  EXPECT_THAT(render(table, kContenders), Not(HasSubstr("absent")));
}

TEST(Tables, InvertTheRatioWhereMoreIsBetter) {
  const Table table{.title = "t",
                    .better = Better::kHigher,
                    .rows = {{.label = "rate", .domains = 1, .ours = 600.0, .theirs = 2.0}}};
  EXPECT_THAT(render(table, kContenders), HasSubstr("300x"));
}

TEST(Bars, AreMetWhenTheRatioReachesTheLimit) {
  EXPECT_TRUE(listing_bar_about(listings(1, 250), "list and free, no filter").met());
  EXPECT_FALSE(listing_bar_about(listings(1, 249), "list and free, no filter").met());
}

TEST(Bars, JudgeListingByTheWorseOfAProcessWithAndWithoutThreads) {
  Results results = listings(1, 500);
  const std::string threaded =
      benchmark_name(kThreadedListAndFree, "no filter", 10'000, "rollcall");
  for (int i = 0; i < 2; ++i) results.add(threaded, kCpuTime, 5 * 10'000.0);
  EXPECT_EQ(listing_bar_about(results, "list and free, no filter").found, 100.0);
}

TEST(Bars, JudgeCountingByTheSlowestFilter) {
  Results results = listings(1, 5'000);
  const std::string slow = benchmark_name(kCountOnly, "ACTIVE", 10'000, "rollcall");
  for (int i = 0; i < 2; ++i) results.add(slow, kCpuTime, 50 * 10'000.0);
  EXPECT_EQ(listing_bar_about(results, "10 000 domains: count only").found, 100.0);
}

TEST(Bars, OfTimesAreMetBelowTheLimit) {
  EXPECT_TRUE(listing_bar_about(listings(19, 1), "1 000 000 domains: list and free").met());
  EXPECT_FALSE(listing_bar_about(listings(20, 1), "1 000 000 domains: list and free").met());
}

TEST(Bars, WantThreeQuartersOfTheRateApart) {
  Results results;
  const std::string churn = benchmark_name(kChurn, "ACTIVE", 10'000, "rollcall");
  results.add(churn, kListsKept, 0.74);
  results.add(churn, kChangesKept, 0.75);
  EXPECT_FALSE(listing_bar_about(results, "the reader keeps").met());
  EXPECT_TRUE(listing_bar_about(results, "the writer keeps").met());
}

TEST(Bars, AreNotMetWithoutAMeasurement) {
  const Bar bar = listing_bar_about(Results(), "list and free, no filter");
  EXPECT_FALSE(bar.met());
  EXPECT_THAT(render({bar}), HasSubstr("not measured"));
}

TEST(Bars, StayWithinAHundredColumns) {
  std::istringstream lines(render(bars(listings(1, 1'234'567), full_plan(), kContenders)));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
}

}  // namespace
}  // namespace rollcall::bench
