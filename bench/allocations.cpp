#include "bench/allocations.hpp"

#include <atomic>
#include <cstddef>

namespace {

// Outside a count an allocation costs one predictable branch more.
std::atomic<bool> counting{false};
std::atomic<long> allocations{0};

void note_allocation() {
  if (counting.load(std::memory_order_relaxed)) {
    allocations.fetch_add(1, std::memory_order_relaxed);
  }
}

}  // namespace

// The C library's own allocator, under the names it keeps for programs that replace malloc.
extern "C" {
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

#define ROLLCALL_BENCH_REPLACES extern "C" __attribute__((visibility("default")))
}

ROLLCALL_BENCH_REPLACES void* malloc(std::size_t size) {
  note_allocation();
  return __libc_malloc(size);
}

ROLLCALL_BENCH_REPLACES void* calloc(std::size_t count, std::size_t size) {
  note_allocation();
  return __libc_calloc(count, size);
}

ROLLCALL_BENCH_REPLACES void* realloc(void* block, std::size_t size) {
  note_allocation();
  return __libc_realloc(block, size);
}

ROLLCALL_BENCH_REPLACES void* aligned_alloc(std::size_t alignment, std::size_t size) {
  note_allocation();
  return __libc_memalign(alignment, size);
}

namespace rollcall::bench {

AllocationCount::AllocationCount() {
  allocations = 0;
  counting = true;
}

AllocationCount::~AllocationCount() { counting = false; }

long AllocationCount::count() const { return allocations; }

}  // namespace rollcall::bench
