// Lifecycle events, and the partial order in which one operation may emit them. Only the order that
// the documentation implies is asked for: hypervisors differ in the rest and add optional events.

#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace rollcall::spec {

/// virDomainEventType.
enum class EventKind : int {
  kDefined = 0,
  kUndefined = 1,
  kStarted = 2,
  kSuspended = 3,
  kResumed = 4,
  kStopped = 5,
  kShutdown = 6,
  kPmSuspended = 7,
  kCrashed = 8,
};

/// A lifecycle event with its detail.
struct Event {
  EventKind kind = EventKind::kDefined;
  int detail = 0;
  friend bool operator==(const Event&, const Event&) = default;
};

inline constexpr Event kDefinedAdded{EventKind::kDefined, 0};
inline constexpr Event kDefinedUpdated{EventKind::kDefined, 1};
inline constexpr Event kDefinedRenamed{EventKind::kDefined, 2};
inline constexpr Event kDefinedFromSnapshot{EventKind::kDefined, 3};
inline constexpr Event kUndefinedRemoved{EventKind::kUndefined, 0};
inline constexpr Event kUndefinedRenamed{EventKind::kUndefined, 1};
inline constexpr Event kStartedBooted{EventKind::kStarted, 0};
inline constexpr Event kStartedRestored{EventKind::kStarted, 2};
inline constexpr Event kStartedFromSnapshot{EventKind::kStarted, 3};
inline constexpr Event kStartedWakeup{EventKind::kStarted, 4};
inline constexpr Event kSuspendedPaused{EventKind::kSuspended, 0};
inline constexpr Event kSuspendedRestored{EventKind::kSuspended, 4};
inline constexpr Event kSuspendedFromSnapshot{EventKind::kSuspended, 5};
inline constexpr Event kResumedUnpaused{EventKind::kResumed, 0};
inline constexpr Event kResumedFromSnapshot{EventKind::kResumed, 2};
inline constexpr Event kStoppedShutdown{EventKind::kStopped, 0};
inline constexpr Event kStoppedDestroyed{EventKind::kStopped, 1};
inline constexpr Event kStoppedCrashed{EventKind::kStopped, 2};
inline constexpr Event kStoppedSaved{EventKind::kStopped, 4};
inline constexpr Event kStoppedFromSnapshot{EventKind::kStopped, 6};
inline constexpr Event kShutdownByGuest{EventKind::kShutdown, 1};
inline constexpr Event kShutdownByHost{EventKind::kShutdown, 2};
inline constexpr Event kPmSuspendedMemory{EventKind::kPmSuspended, 0};
inline constexpr Event kCrashedPanicked{EventKind::kCrashed, 0};

/// "STARTED/2".
std::string to_text(const Event& event);

/// The events that one operation emits on its domain.
struct EventPattern {
  std::vector<Event> required = {};
  std::vector<Event> optional = {};
  /// `first` comes before `second` where both are emitted.
  std::vector<std::pair<Event, Event>> order = {};
};

/// `first`, then `second`: the union of both patterns, with no order between them.
EventPattern operator+(EventPattern first, const EventPattern& second);

/// What is wrong with `observed` (in order of delivery) under `pattern`, one short phrase each:
/// "missing STOPPED/1", "unexpected STARTED/0", "SUSPENDED/0 before STARTED/0".
std::vector<std::string> mismatches(const EventPattern& pattern,
                                    const std::vector<Event>& observed);

}  // namespace rollcall::spec
