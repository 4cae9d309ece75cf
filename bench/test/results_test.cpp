#include "bench/results.hpp"

#include <gtest/gtest.h>

namespace rollcall::bench {
namespace {

TEST(Results, HaveTheMiddleOfAnOddNumberOfRepetitions) {
  Results results;
  for (const double value : {9.0, 1.0, 5.0}) results.add("list", kCpuTime, value);
  EXPECT_EQ(results.median("list", kCpuTime), 5.0);
}

TEST(Results, HaveTheMeanOfTheMiddleTwoOfAnEvenNumberOfRepetitions) {
  Results results;
  for (const double value : {9.0, 1.0, 5.0, 3.0}) results.add("list", kCpuTime, value);
  EXPECT_EQ(results.median("list", kCpuTime), 4.0);
}

TEST(Results, HaveNothingForAQuantityThatWasNotMeasured) {
  Results results;
  results.add("list", "bytes", 1);
  EXPECT_EQ(results.median("list", kCpuTime), std::nullopt);
  EXPECT_EQ(results.median("count", "bytes"), std::nullopt);
}

TEST(CollectingReporter, KeepsRepetitionsAndLeavesAggregatesOut) {
  benchmark::BenchmarkReporter::Run run;
  run.run_name.function_name = "list";
  run.run_type = benchmark::BenchmarkReporter::Run::RT_Iteration;
  run.iterations = 2;
  run.cpu_accumulated_time = 6e-9;
  run.time_unit = benchmark::kNanosecond;
  run.counters["bytes"] = 7;
  benchmark::BenchmarkReporter::Run aggregate = run;
  aggregate.run_type = benchmark::BenchmarkReporter::Run::RT_Aggregate;
  aggregate.counters["bytes"] = 1000;

  CollectingReporter reporter;
  reporter.ReportRuns({run, aggregate});

  EXPECT_DOUBLE_EQ(reporter.results().median("list", kCpuTime).value(), 3.0);
  EXPECT_EQ(reporter.results().median("list", "bytes"), 7.0);
}

TEST(CollectingReporter, GivesEachRepetitionAsGoogleBenchmarkDoes) {
  benchmark::BenchmarkReporter::Run run;
  run.run_name.function_name = "list";
  run.iterations = 2;
  run.cpu_accumulated_time = 6e-9;
  run.time_unit = benchmark::kNanosecond;
  run.counters["bytes"] = 7;

  CollectingReporter reporter;
  reporter.ReportRuns({run});

  ASSERT_EQ(reporter.repetitions().size(), 1U);
  EXPECT_EQ(reporter.repetitions()[0]["name"], "list");
  EXPECT_EQ(reporter.repetitions()[0]["run_type"], "iteration");
  EXPECT_DOUBLE_EQ(reporter.repetitions()[0]["cpu_time"], 3.0);
  EXPECT_EQ(reporter.repetitions()[0]["bytes"], 7.0);
}

TEST(CollectingReporter, NamesABenchmarkThatFailedOnce) {
  benchmark::BenchmarkReporter::Run run;
  run.run_name.function_name = "list";
  run.error_occurred = true;
  run.error_message = "no host";

  CollectingReporter reporter;
  reporter.ReportRuns({run, run});

  EXPECT_EQ(reporter.failures(), std::set<std::string>{"list: no host"});
}

}  // namespace
}  // namespace rollcall::bench
