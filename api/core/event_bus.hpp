// EventBus: hands a host's events to its subscribers in commit order, and remembers the latest ones
// so that a subscriber can join at a generation that it has just listed, with no gap and no overlap
// (contract A5).

#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "api/core/domain_event.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// Receives events of one host.
class EventListener {
 public:
  virtual ~EventListener() = default;

  /// Called once per event, in commit order.
  ///
  /// Threading: called with locks of the host held, from the thread that made the change: must only
  ///            put the event aside, and call nothing of the host.
  virtual void on_event(const DomainEvent& event) noexcept = 0;
};

/// Threading: every member from any thread.
class EventBus {
 public:
  /// `history_events_max`: how many past events are kept for subscribers that join at a generation.
  explicit EventBus(std::size_t history_events_max = kHistoryEventsMax);

  /// Tells every subscriber of the events of one commit, and remembers them.
  ///
  /// Pre: generations never decrease from call to call.
  void publish(Generation generation, std::span<const DomainEvent> events);

  /// Tells `listener` of every event from now on.
  void subscribe(std::shared_ptr<EventListener> listener);

  /// Tells `listener` of every event of generations later than `since`: first those that have
  /// already happened.
  ///
  /// Errors: VIR_ERR_OPERATION_INVALID when events after `since` are no longer remembered.
  Status subscribe_since(Generation since, std::shared_ptr<EventListener> listener);

  /// Returns when `listener` is not being called and will not be called again.
  void unsubscribe(const EventListener* listener);

  static constexpr std::size_t kHistoryEventsMax = 65536;

 private:
  struct Subscription {
    std::shared_ptr<EventListener> listener;
    Generation since;  // a listing may have seen a commit whose events are still to be published
  };

  const std::size_t history_events_max_;
  std::mutex mutex_;  // guards all below
  std::vector<Subscription> subscriptions_;
  std::deque<DomainEvent> history_;
  Generation forgotten_ = 0;  // events up to this generation are not all in history_
};

}  // namespace rollcall
