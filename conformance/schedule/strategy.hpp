// Strategy: decides which thread goes on at each point of a run.

#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "conformance/schedule/point.hpp"

namespace rollcall::schedule {

/// What is known at a decision.
struct Choice {
  std::uint32_t step = 0;
  ThreadNumber current = kNobody;  ///< who ran until now; kNobody at the first step
  ThreadNumber usual = 0;          ///< who goes on unless a strategy says otherwise
  ThreadSet enabled = 0;           ///< who can go on; never empty
  ThreadSet interesting = 0;       ///< who is inside a call marked as interesting
  bool yields = false;             ///< `current` asked that others run
  /// Locks that `current` gave back since its last point.
  std::span<const ObjectNumber> released;
  /// What each thread does when it goes on.
  const std::array<Point, kThreadsMax>& pending;
};

/// What to expect of the next run, from those of the same program before it.
struct Shape {
  ThreadNumber threads = 0;
  std::uint32_t steps = 0;              ///< of the longest run; 0 before the first
  std::uint32_t interesting_steps = 0;  ///< the most in one run
  ThreadSet interested = 0;             ///< who was ever inside a call marked as interesting
};

/// Threading: called by one thread at a time.
class Strategy {
 public:
  Strategy() = default;
  Strategy(const Strategy&) = delete;
  Strategy& operator=(const Strategy&) = delete;
  virtual ~Strategy() = default;

  /// A few letters without spaces, e.g. "pct3".
  virtual std::string name() const = 0;
  virtual void begin(const Shape& expected) = 0;
  /// Returns: a thread of `choice.enabled`.
  virtual ThreadNumber choose(const Choice& choice) = 0;
  virtual void end() {}
  /// Whether there is no further schedule to try.
  virtual bool is_exhausted() const { return false; }
};

}  // namespace rollcall::schedule
