// Virtual time as the C library's types say it. All clocks show the same time, so that a deadline
// may be computed by one and waited for by another.

#pragma once

#include <ctime>

#include "conformance/schedule/execution.hpp"

namespace rollcall::schedule {

/// What all clocks show when a run begins: noon of 1 January 2030, UTC.
inline constexpr VirtualTime kClocksAtBegin = 1'893'499'200'000'000'000;
inline constexpr VirtualTime kSecond = 1'000'000'000;

inline VirtualTime duration_of(const timespec& time) {
  return static_cast<VirtualTime>(time.tv_sec) * kSecond + time.tv_nsec;
}

/// The instant of a run at which its clocks show `time`.
inline VirtualTime instant_of(const timespec& time) { return duration_of(time) - kClocksAtBegin; }

/// What the clocks show now.
inline VirtualTime clock_of(const ManagedThread& me) {
  return kClocksAtBegin + me.execution->now();
}

}  // namespace rollcall::schedule
