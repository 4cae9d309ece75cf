#include "conformance/suites/concurrent/event_chain.hpp"

#include "conformance/suites/concurrent/replica.hpp"
#include "conformance/workload/stage.hpp"

namespace rollcall::suites::concurrent {
namespace {

ReplicaDomain seen_by_events(const history::DomainState& state) {
  return {.active = state.active,
          .paused = state.state == history::kStatePaused,
          .persistent = state.persistent};
}

}  // namespace

void EventChains::before_round(workload::Stage& stage) {
  before_.clear();
  for (const workload::Slot& slot : stage.slots()) before_.push_back(slot.state);
}

void EventChains::after_round(workload::Stage& stage) {
  const auto events_by_uuid = tap_.drain();
  // The second time brings the tap's own domain back to where it was, as listings have seen it.
  if (!events_by_uuid || !tap_.drain()) {
    check_.undecided = "an event of a call that succeeded did not come";
    return;
  }
  for (std::size_t number = 0; number < stage.slots().size(); ++number) {
    const workload::Slot& slot = stage.slots()[number];
    if (slot.lost || slot.is_shared) continue;
    Replica replica;
    if (before_[number].exists) replica.set(slot.raw_uuid, seen_by_events(before_[number]));
    const auto events = events_by_uuid->find(slot.uuid);
    if (events != events_by_uuid->end()) {
      for (std::size_t index = 0; index < events->second.size(); ++index) {
        const spec::Event& event = events->second[index];
        const std::string wrong =
            replica.apply(slot.raw_uuid, static_cast<int>(event.kind), event.detail);
        if (wrong.empty()) continue;
        return refute("impossible", wrong,
                      "event " + std::to_string(index + 1) + " of domain " + slot.uuid);
      }
    }
    const ReplicaDomain* last = replica.find(slot.raw_uuid);
    const bool agrees = slot.state.exists ? last != nullptr && *last == seen_by_events(slot.state)
                                          : last == nullptr;
    if (!agrees) {
      return refute("end", "the events end at another state than the domain's",
                    "domain " + slot.uuid);
    }
  }
}

void EventChains::refute(const std::string& slug, const std::string& how,
                         const std::string& where) {
  if (!check_.deviations.empty()) return;
  check_.deviations.push_back({.key = "events/chain/" + slug,
                               .text = "what the events tell did not happen: " + how,
                               .observed = where});
}

}  // namespace rollcall::suites::concurrent
