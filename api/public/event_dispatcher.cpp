#include "api/public/event_dispatcher.hpp"

#include <algorithm>
#include <utility>

#include "api/core/check.hpp"
#include "api/public/connection.hpp"

namespace rollcall {

/// One registered callback: a listener of the host that puts what its callback wants into the
/// dispatcher's queue. Keeps the connection, and with it host and dispatcher, until it is retired.
class EventDispatcher::Subscriber final : public EventListener,
                                          public std::enable_shared_from_this<Subscriber> {
 public:
  Subscriber(EventDispatcher& dispatcher, _virConnect& conn, int number,
             const EventCallback& callback)
      : dispatcher_(dispatcher), conn_(conn), number_(number), callback_(callback) {
    conn_.retain();
  }

  void on_event(const DomainEvent& event) noexcept override {
    if (callback_.wants(event)) dispatcher_.enqueue(shared_from_this(), event);
  }

  int number() const noexcept { return number_; }
  const EventCallback& callback() const noexcept { return callback_; }
  HostConnection& host() const noexcept { return *conn_.host; }

  void call(const DomainEvent& event) const { call_back(callback_, &conn_, event); }

  /// Gives the caller's data back. The end of the subscriber's use; called once.
  void retire() const noexcept {
    give_back(callback_.data);
    conn_.release();
  }

  /// Ends a subscriber that never came to use: the data stays the caller's.
  void abandon() const noexcept { conn_.release(); }

  bool removed = false;  // guarded by the dispatcher's mutex_
  bool running = false;  // guarded by the dispatcher's mutex_

 private:
  EventDispatcher& dispatcher_;
  _virConnect& conn_;
  const int number_;
  const EventCallback callback_;
};

EventDispatcher::~EventDispatcher() { ROLLCALL_CHECK(subscribers_.empty()); }

Result<int> EventDispatcher::add(_virConnect& conn, const EventCallback& callback,
                                 std::optional<Generation> since) {
  const std::lock_guard registration_lock(registration_mutex_);
  const bool known = [&] {
    const std::lock_guard lock(mutex_);
    return std::any_of(subscribers_.begin(), subscribers_.end(), [&](const auto& subscriber) {
      return subscriber->callback().same_registration(callback);
    });
  }();
  if (known) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_EVENT,
                "this callback is already registered for these events");
  }
  if (Status started = start_timer(); !started) return fail(started.error());

  if (Status watched = conn.host->watch_events(callback.event_id); !watched) {
    stop_timer_if_idle();
    return fail(watched.error());
  }

  const auto subscriber = std::make_shared<Subscriber>(*this, conn, next_number_, callback);
  {
    const std::lock_guard lock(mutex_);
    subscribers_.push_back(subscriber);
  }
  EventBus& bus = conn.host->events();
  if (!since) {
    bus.subscribe(subscriber);
  } else if (Status joined = bus.subscribe_since(*since, subscriber); !joined) {
    conn.host->unwatch_events(callback.event_id);
    forget(subscriber.get());
    stop_timer_if_idle();
    subscriber->abandon();
    return fail(joined.error());
  }
  return next_number_++;
}

Status EventDispatcher::remove(int number, CallbackFamily family, CallbackFamily or_family) {
  return remove_if([=](const Subscriber& subscriber) {
    const CallbackFamily its = subscriber.callback().family;
    return subscriber.number() == number && (its == family || its == or_family);
  });
}

Status EventDispatcher::remove_legacy(AnyFunction function) {
  return remove_if([=](const Subscriber& subscriber) {
    return subscriber.callback().family == CallbackFamily::kLegacy &&
           subscriber.callback().function == function;
  });
}

template <typename Matches>
Status EventDispatcher::remove_if(Matches matches) {
  const auto self = shared_from_this();  // the last callback may be what keeps the connection
  std::shared_ptr<Subscriber> subscriber;
  bool idle = false;
  {
    const std::lock_guard registration_lock(registration_mutex_);
    {
      const std::lock_guard lock(mutex_);
      const auto found = std::find_if(subscribers_.begin(), subscribers_.end(),
                                      [&](const auto& candidate) { return matches(*candidate); });
      if (found == subscribers_.end()) {
        return fail(VIR_ERR_INVALID_ARG, VIR_FROM_EVENT, "no such event callback is registered");
      }
      subscriber = *found;
    }
    subscriber->host().events().unsubscribe(subscriber.get());
    subscriber->host().unwatch_events(subscriber->callback().event_id);
    idle = forget(subscriber.get());
    stop_timer_if_idle();
  }
  if (idle) subscriber->retire();
  return {};
}

/// Strikes a subscriber out. Returns: whether its callback is not running, and so has ended.
bool EventDispatcher::forget(const Subscriber* subscriber) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(subscribers_.begin(), subscribers_.end(),
                                  [=](const auto& each) { return each.get() == subscriber; });
  (*found)->removed = true;
  const bool idle = !(*found)->running;
  std::erase_if(queue_,
                [=](const Queued& queued) { return queued.subscriber.get() == subscriber; });
  subscribers_.erase(found);
  return idle;
}

Status EventDispatcher::start_timer() {
  if (timer_ != kNoTimer) return {};
  using Keeper = std::shared_ptr<EventDispatcher>;
  auto* keeper = new Keeper(shared_from_this());
  const int timer = virEventAddTimeout(
      -1, [](int, void* opaque) { (*static_cast<Keeper*>(opaque))->call_queued(); }, keeper,
      [](void* opaque) { delete static_cast<Keeper*>(opaque); });
  if (timer < 0) {
    delete keeper;
    return fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_EVENT,
                "events need an event loop: register one, for example with "
                "virEventRegisterDefaultImpl(), before the connection is opened");
  }
  timer_ = timer;
  return {};
}

void EventDispatcher::stop_timer_if_idle() {
  {
    const std::lock_guard lock(mutex_);
    if (!subscribers_.empty()) return;
    woken_ = false;
  }
  virEventRemoveTimeout(timer_.exchange(kNoTimer));
}

void EventDispatcher::enqueue(std::shared_ptr<Subscriber> subscriber, const DomainEvent& event) {
  {
    const std::lock_guard lock(mutex_);
    if (subscriber->removed) return;
    queue_.push_back({std::move(subscriber), event});
    if (std::exchange(woken_, true)) return;
  }
  virEventUpdateTimeout(timer_, 0);
}

void EventDispatcher::call_queued() {
  // In this order: an event that comes in between finds woken_ set, and is taken here.
  virEventUpdateTimeout(timer_, -1);
  std::vector<Queued> batch;
  {
    const std::lock_guard lock(mutex_);
    woken_ = false;
    batch.swap(queue_);
  }
  const auto self = shared_from_this();
  for (const Queued& queued : batch) call_one(queued);
}

void EventDispatcher::call_one(const Queued& queued) {
  {
    const std::lock_guard lock(mutex_);
    if (queued.subscriber->removed) return;
    queued.subscriber->running = true;
  }
  queued.subscriber->call(queued.event);
  bool ended = false;
  {
    const std::lock_guard lock(mutex_);
    queued.subscriber->running = false;
    ended = queued.subscriber->removed;
  }
  if (ended) queued.subscriber->retire();
}

}  // namespace rollcall
