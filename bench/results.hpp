// Results: what the benchmarks of one run measured, by name, repetition by repetition; and the
// reporter that collects it from Google Benchmark.

#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace rollcall::bench {

/// The quantity under which the processor time of a benchmark's iteration is kept. Units: ns.
inline constexpr const char* kCpuTime = "cpu_ns";

class Results {
 public:
  /// Adds the value of one repetition.
  void add(const std::string& benchmark, const std::string& quantity, double value);

  /// The median over the repetitions, or nothing when the quantity was not measured.
  std::optional<double> median(const std::string& benchmark, const std::string& quantity) const;

 private:
  std::map<std::string, std::vector<double>> values_;  // key: benchmark + '\n' + quantity
};

/// Returns: nothing where a figure is missing or the divisor is 0.
std::optional<double> quotient(std::optional<double> dividend, std::optional<double> divisor);

/// Fills a Results from a run; prints nothing.
class CollectingReporter : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;

  const Results& results() const { return results_; }
  /// One sentence for each benchmark that could not be measured.
  const std::set<std::string>& failures() const { return failures_; }
  /// Every repetition, as the "benchmarks" of Google Benchmark's own JSON files, for its tools.
  const nlohmann::json& repetitions() const { return repetitions_; }

 private:
  Results results_;
  std::set<std::string> failures_;
  nlohmann::json repetitions_ = nlohmann::json::array();
};

}  // namespace rollcall::bench
