// The benchmarks of one library, registered with Google Benchmark under the names of plan.hpp.

#pragma once

#include <cstddef>

#include "bench/plan.hpp"
#include "bench/subject.hpp"

namespace rollcall::bench {

// Pre, for all: `subject` and `plan` outlive the run; `domains_max` bounds the hosts of this
// subject.

/// List and free, and count only: every filter on every size. One iteration is one call (and the
/// frees).
void register_listing(Subject& subject, const Plan& plan, std::size_t domains_max);

/// List and free on the larger hosts once more, to be run when the process has a second thread:
/// allocators and reference counts then use atomics that they skip before.
void register_threaded_listing(Subject& subject, const Plan& plan, std::size_t domains_max);

/// Defining and starting domains on a host of the judged size. One iteration is one batch of them;
/// the counter kPerChange has the cost of one. Units: ns.
void register_changes(Subject& subject, const Plan& plan);
inline constexpr const char* kPerChange = "ns_per_change";

/// A reader that lists ACTIVE and a writer that starts and stops one domain, both at full speed: on
/// the same host, and, in turn with that and with the same two threads' work, on two unrelated
/// hosts (the control). Counters: calls per second of each role on the same host, and the share
/// this is of the control's rate.
void register_churn(Subject& subject, const Plan& plan);
inline constexpr const char* kLists = "lists_per_s";
inline constexpr const char* kListsKept = "lists_kept";
inline constexpr const char* kChanges = "changes_per_s";
inline constexpr const char* kChangesKept = "changes_kept";

/// Heap per domain, and heap allocations of one listing with its frees. Counters: kHeapPerDomain,
/// kBytesPerDomain (the same beyond the definition's XML, whether or not domains share that text),
/// kDefinitionBytes, kAllocationsPerList.
void register_memory(Subject& subject, const Plan& plan, std::size_t domains_max);
inline constexpr const char* kHeapPerDomain = "heap_per_domain";
inline constexpr const char* kBytesPerDomain = "bytes_per_domain";
inline constexpr const char* kDefinitionBytes = "definition_bytes";
inline constexpr const char* kAllocationsPerList = "allocations_per_list";

}  // namespace rollcall::bench
