// CallCounts: how often each function of the C API was called.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace rollcall {

struct FunctionCalls {
  const char* function;  ///< valid for ever
  std::uint64_t calls;
};

/// Calls of all functions whose names match `pattern`, as of fnmatch(3).
std::uint64_t matching(std::span<const FunctionCalls> counts, const char* pattern) noexcept;

/// Threading: every member from any thread, without a lock: listings are counted too.
class CallCounts {
 public:
  /// `slots`: room for so many functions, a power of two. The API has fewer than 200.
  explicit CallCounts(std::size_t slots) : slots_(slots), table_(new Slot[slots]) {}

  /// `function` is valid for ever.
  void count(const char* function) noexcept;

  /// What was counted; a function may be in it more than once.
  std::vector<FunctionCalls> all() const;

 private:
  // One name may have several slots, as equal literals may have several addresses.
  struct Slot {
    std::atomic<const char*> function{nullptr};
    std::atomic<std::uint64_t> calls{0};
  };

  const std::size_t slots_;
  const std::unique_ptr<Slot[]> table_;
};

}  // namespace rollcall
