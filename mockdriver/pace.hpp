// Pace: how fast the virtual time of a host passes by itself.

#pragma once

#include <chrono>
#include <cstdint>

namespace rollcall {

/// Threading: none of its own.
class Pace {
 public:
  /// `rate`: seconds of virtual time in a second of real time, from now on; 0 when virtual time
  /// passes only as it is told to.
  explicit Pace(std::uint32_t rate) : rate_(rate) {}

  bool follows_real_time() const noexcept { return rate_ != 0; }

  /// The virtual time that has passed by itself.
  std::uint64_t elapsed_ns() const {
    if (rate_ == 0) return 0;
    const std::chrono::nanoseconds real = std::chrono::steady_clock::now() - start_;
    return static_cast<std::uint64_t>(real.count()) * rate_;
  }

  /// How much real time passes with so much virtual time, rounded up. Pre: it follows real time.
  std::chrono::nanoseconds real_time(std::uint64_t virtual_ns) const noexcept {
    return std::chrono::nanoseconds(virtual_ns / rate_ + (virtual_ns % rate_ != 0));
  }

 private:
  std::uint32_t rate_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace rollcall
