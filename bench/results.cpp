#include "bench/results.hpp"

#include <algorithm>
#include <utility>

namespace rollcall::bench {
namespace {

std::string key(const std::string& benchmark, const std::string& quantity) {
  return benchmark + '\n' + quantity;
}

}  // namespace

void Results::add(const std::string& benchmark, const std::string& quantity, double value) {
  values_[key(benchmark, quantity)].push_back(value);
}

std::optional<double> Results::median(const std::string& benchmark,
                                      const std::string& quantity) const {
  const auto found = values_.find(key(benchmark, quantity));
  if (found == values_.end()) return std::nullopt;
  std::vector<double> sorted = found->second;
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  if (sorted.size() % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

std::optional<double> quotient(std::optional<double> dividend, std::optional<double> divisor) {
  if (!dividend || !divisor || *divisor == 0) return std::nullopt;
  return *dividend / *divisor;
}

bool CollectingReporter::ReportContext(const Context&) { return true; }

void CollectingReporter::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    const std::string& name = run.run_name.function_name;
    if (run.error_occurred) {
      failures_.insert(name + ": " + run.error_message);
    } else if (run.run_type == Run::RT_Iteration) {
      const double unit_ns = 1e9 / benchmark::GetTimeUnitMultiplier(run.time_unit);
      results_.add(name, kCpuTime, run.GetAdjustedCPUTime() * unit_ns);
      nlohmann::json repetition = {{"name", name},
                                   {"run_name", name},
                                   {"run_type", "iteration"},
                                   {"repetitions", run.repetitions},
                                   {"repetition_index", run.repetition_index},
                                   {"threads", run.threads},
                                   {"iterations", run.iterations},
                                   {"real_time", run.GetAdjustedRealTime() * unit_ns},
                                   {"cpu_time", run.GetAdjustedCPUTime() * unit_ns},
                                   {"time_unit", "ns"}};
      for (const auto& [quantity, counter] : run.counters) {
        results_.add(name, quantity, counter.value);
        repetition[quantity] = counter.value;
      }
      repetitions_.push_back(std::move(repetition));
    }
  }
}

}  // namespace rollcall::bench
