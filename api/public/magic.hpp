// Magic: a mark in an object by which a wrong or stale pointer of a caller is noticed, as far as
// that can be.

#pragma once

#include <atomic>
#include <cstdint>

namespace rollcall {

template <std::uint32_t kValue>
class Magic {
 public:
  Magic() = default;
  Magic(const Magic&) = delete;
  Magic& operator=(const Magic&) = delete;
  ~Magic() { value_.store(0, std::memory_order_relaxed); }

  bool intact() const noexcept { return value_.load(std::memory_order_relaxed) == kValue; }

 private:
  // Atomic, because compilers drop plain stores to an object whose life ends.
  std::atomic<std::uint32_t> value_{kValue};
};

}  // namespace rollcall
