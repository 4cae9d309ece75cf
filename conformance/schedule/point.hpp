// Point: a place at which a thread of a run can be held up, and what it does there next. Objects
// (locks, conditions, ...) are numbered in the order of their first use in a run, so that no
// address has a part in any decision.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rollcall::schedule {

using ThreadNumber = std::uint8_t;
inline constexpr ThreadNumber kNobody = 0xFF;
inline constexpr std::size_t kThreadsMax = 16;
/// One bit per thread.
using ThreadSet = std::uint32_t;

constexpr ThreadSet only(ThreadNumber thread) { return ThreadSet{1} << thread; }
constexpr bool contains(ThreadSet set, ThreadNumber thread) { return (set >> thread & 1U) != 0; }

using ObjectNumber = std::uint32_t;
inline constexpr ObjectNumber kNoObject = 0;
/// Stands for the order of invocations and responses, which a history records.
inline constexpr ObjectNumber kHistory = 1;

/// What the thread does when it goes on.
enum class PointKind : std::uint8_t {
  kBegin,      ///< enters its body
  kStamp,      ///< stamps an invocation or a response
  kLock,       ///< takes a lock, and is held up until it is free
  kTryLock,    ///< takes a lock if it is free
  kUnlocked,   ///< goes on after it gave a lock back
  kWait,       ///< begins to wait for a condition
  kWoken,      ///< goes on after a condition was signalled, or its time was over
  kSignal,     ///< signals a condition, or posts a semaphore
  kOnce,       ///< runs an initialisation that shall happen once
  kSleep,      ///< goes on after a sleep
  kYield,      ///< goes on after it asked that others run
  kAnnounced,  ///< touches an object that the library under test announced
};

std::string_view name_of(PointKind kind);
std::optional<PointKind> kind_named(std::string_view name);

/// How a point touches its object: two reads of one object may be swapped, nothing else.
enum class Access : std::uint8_t { kNone, kRead, kWrite };

struct Point {
  PointKind kind = PointKind::kBegin;
  Access access = Access::kNone;
  ObjectNumber object = kNoObject;

  friend bool operator==(const Point&, const Point&) = default;
};

/// Whether the order of the two can matter.
constexpr bool are_dependent(const Point& a, const Point& b) {
  return a.object == b.object && a.access != Access::kNone && b.access != Access::kNone &&
         (a.access == Access::kWrite || b.access == Access::kWrite);
}

}  // namespace rollcall::schedule
