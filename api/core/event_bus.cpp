#include "api/core/event_bus.hpp"

#include <fmt/format.h>

#include <utility>

namespace rollcall {

EventBus::EventBus(std::size_t history_events_max) : history_events_max_(history_events_max) {}

void EventBus::publish(Generation generation, std::span<const DomainEvent> events) {
  if (events.empty()) return;
  const std::lock_guard lock(mutex_);
  for (const DomainEvent& event : events) {
    history_.push_back(event);
    history_.back().generation = generation;
    for (const Subscription& subscription : subscriptions_) {
      if (generation > subscription.since) subscription.listener->on_event(history_.back());
    }
    if (history_.size() > history_events_max_) {
      forgotten_ = history_.front().generation;
      history_.pop_front();
    }
  }
}

void EventBus::subscribe(std::shared_ptr<EventListener> listener) {
  const std::lock_guard lock(mutex_);
  subscriptions_.push_back({std::move(listener), 0});
}

Status EventBus::subscribe_since(Generation since, std::shared_ptr<EventListener> listener) {
  const std::lock_guard lock(mutex_);
  if (since < forgotten_) {
    return fail(
        VIR_ERR_OPERATION_INVALID, VIR_FROM_EVENT,
        fmt::format("events after generation {} are no longer remembered, only those after {}: "
                    "list again and watch from there",
                    since, forgotten_));
  }
  for (const DomainEvent& event : history_) {
    if (event.generation > since) listener->on_event(event);
  }
  subscriptions_.push_back({std::move(listener), since});
  return {};
}

void EventBus::unsubscribe(const EventListener* listener) {
  const std::lock_guard lock(mutex_);
  std::erase_if(subscriptions_,
                [&](const Subscription& s) { return s.listener.get() == listener; });
}

}  // namespace rollcall
