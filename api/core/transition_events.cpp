#include "api/core/transition_events.hpp"

#include <optional>

namespace rollcall {
namespace {

DomainEvent event_of(const Uuid& uuid, std::string_view name, std::int32_t id, int event_id) {
  DomainEvent event;
  event.event_id = event_id;
  event.uuid = uuid;
  event.name = name;
  event.id = id;
  return event;
}

// Falling asleep and waking up have event ids of their own besides the life-cycle event.
std::optional<int> power_management_event_id(const LifecycleEvent& event) {
  if (event.type == VIR_DOMAIN_EVENT_PMSUSPENDED) {
    return event.detail == VIR_DOMAIN_EVENT_PMSUSPENDED_DISK ? VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK
                                                             : VIR_DOMAIN_EVENT_ID_PMSUSPEND;
  }
  if (event == LifecycleEvent{VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_WAKEUP}) {
    return VIR_DOMAIN_EVENT_ID_PMWAKEUP;
  }
  return std::nullopt;
}

}  // namespace

std::vector<DomainEvent> events_of(const Uuid& uuid, std::string_view name,
                                   const DomainRuntime& before, const Transition& transition) {
  std::vector<DomainEvent> events;
  events.reserve(transition.events.size());
  const std::int32_t id_after = transition.after.id;
  std::int32_t id = before.active() ? before.id : id_after;
  for (const LifecycleEvent& event : transition.events) {
    const bool stopped = event.type == VIR_DOMAIN_EVENT_STOPPED;
    events.push_back(
        event_of(uuid, name, stopped ? kIdInactive : id, VIR_DOMAIN_EVENT_ID_LIFECYCLE));
    events.back().type = event.type;
    events.back().detail = event.detail;
    if (stopped) id = id_after;
    if (const std::optional<int> also = power_management_event_id(event)) {
      events.push_back(event_of(uuid, name, id, *also));
    }
  }
  if (transition.rebooted) {
    events.push_back(event_of(uuid, name, id_after, VIR_DOMAIN_EVENT_ID_REBOOT));
  }
  return events;
}

}  // namespace rollcall
