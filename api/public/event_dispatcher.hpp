// EventDispatcher: the event callbacks of one connection. Hosts put events into its queue from
// whatever thread changes a domain; a timeout of the registered event loop, due exactly while the
// queue is not empty, takes them out and calls back.
//
// Each callback subscribes to the host's events on its own, so that it gets those since its
// registration, or since the generation it asked for, and nothing else.

#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "api/core/event_bus.hpp"
#include "api/public/event_callback.hpp"

namespace rollcall {

/// Threading: every member from any thread, and from callbacks. Callbacks run in the thread of the
///            event loop, one at a time, in the order of events, with no locks held.
class EventDispatcher : public std::enable_shared_from_this<EventDispatcher> {
 public:
  EventDispatcher() = default;
  EventDispatcher(const EventDispatcher&) = delete;
  EventDispatcher& operator=(const EventDispatcher&) = delete;
  ~EventDispatcher();

  /// Calls `callback` for the events from now on, or with `since` for those of later generations.
  ///
  /// Returns:   the callback's number, 0 or more.
  /// Errors:    VIR_ERR_INTERNAL_ERROR without an event loop; VIR_ERR_INVALID_ARG when it is
  ///            registered already; VIR_ERR_OPERATION_INVALID when events after `since` are lost.
  /// Ownership: on success the dispatcher has the callback's data, and keeps `conn` until the
  ///            callback is removed.
  Result<int> add(_virConnect& conn, const EventCallback& callback,
                  std::optional<Generation> since = std::nullopt);

  /// Removes the callback of that number and of one of two families: it does not start again, and
  /// its data is given back as soon as it is not running. May free the connection.
  ///
  /// Errors: VIR_ERR_INVALID_ARG when there is none.
  Status remove(int number, CallbackFamily family, CallbackFamily or_family);

  /// As remove(), for the callback that virConnectDomainEventRegister registered as `function`.
  Status remove_legacy(AnyFunction function);

 private:
  class Subscriber;
  struct Queued {
    std::shared_ptr<Subscriber> subscriber;
    DomainEvent event;
  };

  Status start_timer();
  void stop_timer_if_idle();
  void enqueue(std::shared_ptr<Subscriber> subscriber, const DomainEvent& event);
  void call_queued();
  void call_one(const Queued& queued);
  bool forget(const Subscriber* subscriber);

  template <typename Matches>
  Status remove_if(Matches matches);

  std::mutex registration_mutex_;     // held by add and remove; taken before mutex_
  int next_number_ = 0;               // guarded by registration_mutex_
  std::atomic<int> timer_{kNoTimer};  // written under registration_mutex_

  std::mutex mutex_;  // guards all below; nothing is called with it held
  std::vector<std::shared_ptr<Subscriber>> subscribers_;
  std::vector<Queued> queue_;
  bool woken_ = false;  // the timeout is due, or about to be made so

  static constexpr int kNoTimer = -1;
};

}  // namespace rollcall
