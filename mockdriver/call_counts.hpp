// CallCounts: how often each function of the C API was called.

#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace rollcall {

/// Threading: every member from any thread, without a lock: listings are counted too.
class CallCounts {
 public:
  /// `function` is valid for ever.
  void count(const char* function) noexcept;

  /// Calls of all functions whose names match `pattern`, as of fnmatch(3).
  std::uint64_t matching(const char* pattern) const noexcept;

 private:
  // One name may have several slots, as equal literals may have several addresses.
  struct Slot {
    std::atomic<const char*> function{nullptr};
    std::atomic<std::uint64_t> calls{0};
  };
  static constexpr std::size_t kSlots = 1024;  // several times the functions of the API

  std::array<Slot, kSlots> slots_{};
};

}  // namespace rollcall
