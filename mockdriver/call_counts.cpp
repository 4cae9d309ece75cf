#include "mockdriver/call_counts.hpp"

#include <fnmatch.h>

#include "api/core/check.hpp"

namespace rollcall {

void CallCounts::count(const char* function) noexcept {
  const auto start = (reinterpret_cast<std::uintptr_t>(function) * 0x9E3779B97F4A7C15U) >> 32;
  for (std::size_t probe = 0; probe < slots_; ++probe) {
    Slot& slot = table_[(start + probe) & (slots_ - 1)];
    const char* owner = slot.function.load(std::memory_order_relaxed);
    if (owner == nullptr) slot.function.compare_exchange_strong(owner, function);
    if (owner == nullptr || owner == function) {
      slot.calls.fetch_add(1, std::memory_order_relaxed);
      return;
    }
  }
  ROLLCALL_CHECK(false);
}

std::vector<FunctionCalls> CallCounts::all() const {
  std::vector<FunctionCalls> all;
  for (std::size_t i = 0; i < slots_; ++i) {
    const Slot& slot = table_[i];
    const char* function = slot.function.load(std::memory_order_relaxed);
    if (function != nullptr) all.push_back({function, slot.calls.load(std::memory_order_relaxed)});
  }
  return all;
}

std::uint64_t matching(std::span<const FunctionCalls> counts, const char* pattern) noexcept {
  std::uint64_t calls = 0;
  for (const FunctionCalls& count : counts) {
    if (fnmatch(pattern, count.function, 0) == 0) calls += count.calls;
  }
  return calls;
}

}  // namespace rollcall
