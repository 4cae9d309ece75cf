// Plan: how much one run measures, and the names under which it does. Those who register benchmarks
// and those who print their results meet here alone.

#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "conformance/sut/library.hpp"

namespace rollcall::bench {

struct Plan {
  std::vector<std::size_t> sizes;        ///< domains on the hosts that are listed
  std::size_t compared_domains_max = 0;  ///< the largest host of the library beside ours
  std::size_t judged_domains = 0;     ///< host of the changes, the churn and the comparison's bars
  std::size_t changes_per_batch = 0;  ///< domains defined or started in one timed batch
  std::chrono::milliseconds churn_slice{};  ///< how long reader and writer run together at a time
  int repetitions = 0;
  double seconds_min = 0;  ///< least time of one repetition
};

/// Everything, in a few minutes.
Plan full_plan();
/// The same benchmarks on small hosts, in a few seconds: shows that they work, not how fast.
Plan quick_plan();

/// Host size at which the bars on absolute figures are judged.
inline constexpr std::size_t kLargestFleet = 1'000'000;

/// A filter of the listing benchmarks.
struct Filter {
  const char* label;
  unsigned flags;
};

inline constexpr std::array<Filter, 3> kFilters = {{
    {"no filter", 0},
    {"ACTIVE", VIR_CONNECT_LIST_DOMAINS_ACTIVE},
    {"ACTIVE and PERSISTENT",
     VIR_CONNECT_LIST_DOMAINS_ACTIVE | VIR_CONNECT_LIST_DOMAINS_PERSISTENT},
}};

inline constexpr const char* kListAndFree = "list and free";
inline constexpr const char* kThreadedListAndFree = "list and free in a process with threads";
inline constexpr const char* kCountOnly = "count only";
inline constexpr const char* kDefine = "define";
inline constexpr const char* kStart = "start";
inline constexpr const char* kChurn = "churn";
inline constexpr const char* kAllocations = "allocations";
inline constexpr const char* kMemory = "memory";

/// The name of a benchmark, e.g. "list and free/ACTIVE/10000/libvirt".
std::string benchmark_name(const std::string& kind, const std::string& detail, std::size_t domains,
                           const std::string& subject);

}  // namespace rollcall::bench
