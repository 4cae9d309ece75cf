// Counts the heap allocations of the whole process, libraries loaded at run time included: linking
// this file's source into a program puts malloc and its kin in front of the C library's.

#pragma once

#include <atomic>

namespace rollcall::bench {

/// Counts the allocations of its lifetime, on all threads.
///
/// Pre: one at a time.
class AllocationCount {
 public:
  AllocationCount();
  AllocationCount(const AllocationCount&) = delete;
  AllocationCount& operator=(const AllocationCount&) = delete;
  ~AllocationCount();

  /// Calls of malloc, calloc, realloc and aligned_alloc since construction.
  long count() const;
};

}  // namespace rollcall::bench
