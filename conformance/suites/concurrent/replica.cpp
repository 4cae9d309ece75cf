#include "conformance/suites/concurrent/replica.hpp"

#include <libvirt/libvirt.h>

#include <algorithm>

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::suites::concurrent {
namespace {

bool matches(const ReplicaDomain& domain, unsigned flags) {
  const spec::State state = !domain.active  ? spec::State::kShutoff
                            : domain.paused ? spec::State::kPaused
                                            : spec::State::kRunning;
  return spec::is_listed({.active = domain.active, .persistent = domain.persistent, .state = state},
                         flags);
}

}  // namespace

std::string Replica::apply(const history::Uuid& uuid, int event, int detail) {
  const auto place = domains_.find(uuid);
  const bool exists = place != domains_.end();
  const ReplicaDomain before = exists ? place->second : ReplicaDomain{};
  switch (event) {
    case VIR_DOMAIN_EVENT_DEFINED:
      domains_[uuid].persistent = true;
      return "";
    case VIR_DOMAIN_EVENT_UNDEFINED:
      if (detail == VIR_DOMAIN_EVENT_UNDEFINED_RENAMED) return "";
      if (!before.persistent) return "UNDEFINED without a definition";
      place->second.persistent = false;
      if (!before.active) domains_.erase(place);
      return "";
    case VIR_DOMAIN_EVENT_STARTED:
      domains_[uuid].active = true;
      domains_[uuid].paused = false;
      return before.active ? "STARTED while active" : "";
    case VIR_DOMAIN_EVENT_SUSPENDED:
      if (!before.active) return "SUSPENDED while inactive";
      place->second.paused = true;
      return "";
    case VIR_DOMAIN_EVENT_RESUMED:
      // Some hypervisors tell of it before they tell of the start.
      if (exists) place->second.paused = false;
      return "";
    case VIR_DOMAIN_EVENT_STOPPED:
      if (!before.active) return "STOPPED while inactive";
      place->second.active = false;
      place->second.paused = false;
      if (!before.persistent) domains_.erase(place);
      return "";
    default:
      return "";
  }
}

const ReplicaDomain* Replica::find(const history::Uuid& uuid) const {
  const auto place = domains_.find(uuid);
  return place == domains_.end() ? nullptr : &place->second;
}

std::size_t Replica::count(unsigned flags) const {
  return static_cast<std::size_t>(
      std::count_if(domains_.begin(), domains_.end(),
                    [flags](const auto& entry) { return matches(entry.second, flags); }));
}

bool Replica::lists(const history::Uuid& uuid, unsigned flags) const {
  const ReplicaDomain* domain = find(uuid);
  return domain != nullptr && matches(*domain, flags);
}

}  // namespace rollcall::suites::concurrent
