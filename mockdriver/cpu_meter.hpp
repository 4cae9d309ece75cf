// CpuMeter: how long a guest has been running, in one word.

#pragma once

#include <cstdint>

namespace rollcall {

/// Threading: none of its own; the host's lock guards it.
class CpuMeter {
 public:
  /// A new guest starts at `now_ns`, running or not.
  void restart(bool running, std::uint64_t now_ns) noexcept { mark_ns_ = running ? now_ns : 0; }

  /// The guest stops or goes on running at `now_ns`.
  void toggle(std::uint64_t now_ns) noexcept { mark_ns_ = now_ns - mark_ns_; }

  /// Time spent running until `now_ns`, given whether the guest runs now.
  std::uint64_t spent_ns(bool running, std::uint64_t now_ns) const noexcept {
    return running ? now_ns - mark_ns_ : mark_ns_;
  }

 private:
  // While running: when it would have started had it never stopped. Else: the time spent. Either
  // way the other one is `now - mark`.
  std::uint64_t mark_ns_ = 0;
};

}  // namespace rollcall
