// VirtualClock: time that passes only when it is told to, so that a run can be repeated exactly.

#pragma once

#include <cstdint>

namespace rollcall {

/// Threading: none of its own.
class VirtualClock {
 public:
  /// Where every clock starts: 2020-01-01 00:00:00 UTC, in seconds since 1970.
  static constexpr std::uint64_t kStartSeconds = 1'577'836'800;

  void advance_ns(std::uint64_t duration_ns) noexcept { elapsed_ns_ += duration_ns; }

  /// Since the clock started.
  std::uint64_t elapsed_ns() const noexcept { return elapsed_ns_; }

  /// The date, in seconds since 1970.
  std::uint64_t now_s() const noexcept { return kStartSeconds + elapsed_ns_ / 1'000'000'000; }

 private:
  std::uint64_t elapsed_ns_ = 0;
};

}  // namespace rollcall
