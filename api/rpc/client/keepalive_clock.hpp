// KeepaliveClock: when to ask a silent peer for a sign of life, and when to give it up.

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace rollcall::rpc {

/// How long a peer may be silent: it is asked after each `interval`, and given up when `count`
/// questions went by. An interval of 0 asks never.
struct KeepaliveLimits {
  std::chrono::milliseconds interval{5000};
  unsigned count = 5;
};

/// Any packet is a sign of life, not only an answer; so the peer is dead (count + 1) intervals
/// after the last one.
class KeepaliveClock {
 public:
  using Time = std::chrono::steady_clock::time_point;
  enum class Due : std::uint8_t { kNothing, kPing, kGiveUp };

  KeepaliveClock(KeepaliveLimits limits, Time now) noexcept { restart(limits, now); }

  void restart(KeepaliveLimits limits, Time now) noexcept {
    limits_ = limits;
    heard(now);
  }

  /// The peer showed that it lives.
  void heard(Time now) noexcept {
    questions_left_ = limits_.count;
    next_ = now + limits_.interval;
  }

  /// What is to be done now. Says so once.
  Due due(Time now) noexcept {
    if (limits_.interval.count() <= 0 || now < next_) return Due::kNothing;
    if (questions_left_ == 0) return Due::kGiveUp;
    --questions_left_;
    next_ = now + limits_.interval;
    return Due::kPing;
  }

  /// How long nothing will be due; nothing for ever.
  std::optional<std::chrono::milliseconds> rest(Time now) const noexcept {
    if (limits_.interval.count() <= 0) return std::nullopt;
    if (now >= next_) return std::chrono::milliseconds(0);
    return std::chrono::ceil<std::chrono::milliseconds>(next_ - now);
  }

 private:
  KeepaliveLimits limits_;
  unsigned questions_left_ = 0;
  Time next_{};
};

}  // namespace rollcall::rpc
