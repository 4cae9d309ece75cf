#include "kvmdriver/registry.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/transition_events.hpp"
#include "kvmdriver/errors.hpp"

namespace rollcall::kvm {
namespace {

DomainStatus status_of(const KvmDomain& domain) {
  return rollcall::status_of(domain.runtime, *domain.definition());
}

}  // namespace

KvmDomain* Registry::Access::find(const Uuid& uuid) {
  const auto found = registry_.domains_.find(uuid);
  return found == registry_.domains_.end() ? nullptr : &found->second;
}

Result<KvmDomain*> Registry::Access::find(const DomainRef& domain) {
  KvmDomain* found = find(domain.uuid);
  if (found != nullptr) return found;
  return fail_kvm(VIR_ERR_NO_DOMAIN, fmt::format("there is no domain '{}' with uuid '{}'",
                                                 domain.name, to_string(domain.uuid)));
}

Result<KvmDomain*> Registry::Access::find_same(const DomainDefinition& definition) {
  if (KvmDomain* same_uuid = find(definition.uuid)) {
    const std::string& name = same_uuid->definition()->name;
    if (name == definition.name) return same_uuid;
    return fail_kvm(VIR_ERR_OPERATION_FAILED,
                    fmt::format("uuid '{}' of the domain '{}' belongs to the domain '{}' already",
                                to_string(definition.uuid), definition.name, name));
  }
  if (const auto same_name = registry_.table_.find_by_name(definition.name)) {
    return fail_kvm(
        VIR_ERR_OPERATION_FAILED,
        fmt::format("the name '{}' belongs to a domain with uuid '{}' already, not '{}'",
                    definition.name, to_string(same_name->uuid), to_string(definition.uuid)));
  }
  return nullptr;
}

bool Registry::Access::is_name_taken(std::string_view name) const {
  return registry_.table_.find_by_name(name).has_value();
}

std::int32_t Registry::Access::apply(const Uuid& uuid, Transition transition, KvmDomain domain) {
  if (transition.needs_new_id) transition.after.id = registry_.next_id_++;
  const auto [place, is_new] = registry_.domains_.try_emplace(uuid);
  KvmDomain& known = place->second;
  const DefinitionPtr& any =
      domain.definitions.config ? domain.definitions.config : domain.definitions.guest;
  const std::string name = any->name;
  const std::vector<DomainEvent> events = events_of(uuid, name, known.runtime, transition);
  if (transition.gone) {
    const DomainChange erase[] = {DomainChange::erase(uuid)};
    commit(erase, events);
    registry_.domains_.erase(place);
    return kIdInactive;
  }
  const DomainStatus before = is_new ? DomainStatus{} : status_of(known);
  domain.definitions.settle(transition.after);
  if (!transition.after.active()) domain.guest = nullptr;
  domain.runtime = std::move(transition.after);
  known = std::move(domain);
  const DomainStatus after = status_of(known);
  if (is_new) {
    const DomainChange insert[] = {DomainChange::insert({uuid, name, after})};
    commit(insert, events);
  } else if (after != before || !events.empty()) {
    const DomainChange update[] = {DomainChange::update(uuid, after)};
    commit(update, events);
  }
  return after.id;
}

std::int32_t Registry::Access::apply(const Uuid& uuid, Transition transition) {
  const KvmDomain* known = find(uuid);
  ROLLCALL_CHECK(known != nullptr);
  return apply(uuid, std::move(transition), KvmDomain{known->definitions, {}, known->guest});
}

void Registry::Access::rename(const Uuid& uuid, Transition transition, DefinitionPtr renamed) {
  KvmDomain* domain = find(uuid);
  ROLLCALL_CHECK(domain != nullptr && !domain->definitions.guest);
  std::vector<DomainEvent> events =
      events_of(uuid, domain->definition()->name, domain->runtime, transition);
  for (DomainEvent& event : events) {
    if (event.type == VIR_DOMAIN_EVENT_DEFINED) event.name = renamed->name;
  }
  domain->runtime = std::move(transition.after);
  const DomainChange change[] = {DomainChange::rename(uuid, renamed->name)};
  domain->definitions.config = std::move(renamed);
  commit(change, events);
}

void Registry::Access::announce(const DomainEvent& event) { commit({}, {&event, 1}); }

void Registry::Access::adopt(std::vector<KvmDomain> domains) {
  std::vector<DomainChange> changes;
  changes.reserve(domains.size());
  for (KvmDomain& domain : domains) {
    const DefinitionPtr definition = domain.definition();
    registry_.next_id_ = std::max(registry_.next_id_, domain.runtime.id + 1);
    changes.push_back(
        DomainChange::insert({definition->uuid, definition->name, status_of(domain)}));
    registry_.domains_.emplace(definition->uuid, std::move(domain));
  }
  if (!changes.empty()) commit(changes, {});
}

void Registry::Access::commit(std::span<const DomainChange> changes,
                              std::span<const DomainEvent> events) {
  const Result<Generation> committed = registry_.table_.commit(changes, events);
  ROLLCALL_CHECK(committed.has_value());
}

}  // namespace rollcall::kvm
