#include "bench/plan.hpp"

#include <fmt/format.h>

namespace rollcall::bench {

using std::chrono::milliseconds;

Plan full_plan() {
  return {.sizes = {10, 100, 1'000, 10'000, 20'000, 100'000, kLargestFleet},
          .compared_domains_max = 20'000,
          .judged_domains = 10'000,
          .changes_per_batch = 1'000,
          .churn_slice = milliseconds(100),
          .repetitions = 9,
          .seconds_min = 0.05};
}

Plan quick_plan() {
  return {.sizes = {10, 1'000},
          .compared_domains_max = 1'000,
          .judged_domains = 1'000,
          .changes_per_batch = 100,
          .churn_slice = milliseconds(20),
          .repetitions = 3,
          .seconds_min = 0.01};
}

std::string benchmark_name(const std::string& kind, const std::string& detail, std::size_t domains,
                           const std::string& subject) {
  return fmt::format("{}/{}/{}/{}", kind, detail, domains, subject);
}

}  // namespace rollcall::bench
