#include "mockdriver/host_call.hpp"

#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/transition_events.hpp"

namespace rollcall {
namespace {

void follow_guest(CpuMeter& cpu, const DomainRuntime& before, const DomainRuntime& after,
                  std::uint64_t now_ns) {
  const bool ran = before.state == VIR_DOMAIN_RUNNING;
  const bool runs = after.state == VIR_DOMAIN_RUNNING;
  if (after.active() && after.id != before.id) {
    cpu.restart(runs, now_ns);
  } else if (ran != runs) {
    cpu.toggle(now_ns);
  }
}

}  // namespace

HostCall::HostCall(MockHost& host, ConnectionNumber connection, Takes takes)
    : host_(host), lock_(host.mutex_), connection_(connection) {
  if (takes == Takes::kTick) advance_ns(kTickNs);
}

Error HostCall::no_domain(const DomainRef& domain) {
  return make_error(
      VIR_ERR_NO_DOMAIN, VIR_FROM_TEST,
      fmt::format("there is no domain '{}' with uuid '{}'", domain.name, to_string(domain.uuid)));
}

MockDomain* HostCall::find(const Uuid& uuid) {
  const auto found = host_.domains_.find(uuid);
  return found == host_.domains_.end() ? nullptr : &found->second;
}

Result<MockDomain*> HostCall::find(const DomainRef& domain) {
  MockDomain* found = find(domain.uuid);
  if (found == nullptr) return fail(no_domain(domain));
  return found;
}

Result<MockDomain*> HostCall::find_same(const DomainDefinition& definition) {
  if (MockDomain* same_uuid = find(definition.uuid)) {
    const std::string& name = same_uuid->definition()->name;
    if (name == definition.name) return same_uuid;
    return fail(VIR_ERR_OPERATION_FAILED, VIR_FROM_TEST,
                fmt::format("uuid '{}' of the domain '{}' belongs to the domain '{}' already",
                            to_string(definition.uuid), definition.name, name));
  }
  if (const auto same_name = host_.table_.find_by_name(definition.name)) {
    return fail(
        VIR_ERR_OPERATION_FAILED, VIR_FROM_TEST,
        fmt::format("the name '{}' belongs to a domain with uuid '{}' already, not '{}'",
                    definition.name, to_string(same_name->uuid), to_string(definition.uuid)));
  }
  return nullptr;
}

bool HostCall::is_name_taken(std::string_view name) const {
  return host_.table_.find_by_name(name).has_value();
}

std::int32_t HostCall::apply(const Uuid& uuid, Transition transition, Definitions definitions) {
  if (transition.needs_new_id) transition.after.id = host_.next_id_++;
  const auto [place, is_new] = host_.domains_.try_emplace(uuid);
  MockDomain& domain = place->second;
  follow_autodestroy(uuid, domain.runtime, transition.after);
  const DefinitionPtr& any = definitions.config ? definitions.config : definitions.guest;
  const std::vector<DomainEvent> events = events_of(uuid, any->name, domain.runtime, transition);
  if (transition.gone) {
    const DomainChange erase[] = {DomainChange::erase(uuid)};
    commit(erase, events);
    host_.domains_.erase(place);
    return kIdInactive;
  }
  const DomainStatus before = is_new ? DomainStatus{} : domain.status();
  definitions.settle(transition.after);
  follow_guest(domain.cpu, domain.runtime, transition.after, clock().elapsed_ns());
  domain.runtime = std::move(transition.after);
  domain.definitions = std::move(definitions);
  const DomainStatus after = domain.status();
  if (is_new) {
    const DomainChange insert[] = {DomainChange::insert({uuid, domain.definition()->name, after})};
    commit(insert, events);
  } else if (after != before || !events.empty()) {
    const DomainChange update[] = {DomainChange::update(uuid, after)};
    commit(update, events);
  }
  return after.id;
}

std::int32_t HostCall::apply(const Uuid& uuid, Transition transition) {
  MockDomain* domain = find(uuid);
  ROLLCALL_CHECK(domain != nullptr);
  return apply(uuid, std::move(transition), domain->definitions);
}

void HostCall::rename(const Uuid& uuid, Transition transition, const std::string& new_name) {
  MockDomain* domain = find(uuid);
  ROLLCALL_CHECK(domain != nullptr && !domain->definitions.guest);
  auto renamed = std::make_shared<DomainDefinition>(*domain->definitions.config);
  renamed->name = new_name;
  std::vector<DomainEvent> events =
      events_of(uuid, domain->definitions.config->name, domain->runtime, transition);
  for (DomainEvent& event : events) {
    if (event.type == VIR_DOMAIN_EVENT_DEFINED) event.name = new_name;
  }
  domain->runtime = std::move(transition.after);
  domain->definitions.config = std::move(renamed);
  const DomainChange change[] = {DomainChange::rename(uuid, new_name)};
  commit(change, events);
}

void HostCall::announce(const DomainEvent& event) { commit({}, {&event, 1}); }

void HostCall::destroy_autodestroyed() {
  std::vector<Uuid> doomed;
  for (const auto& [id, entry] : host_.autodestroy_) {
    if (entry.connection == connection_) doomed.push_back(entry.uuid);
  }
  for (const Uuid& uuid : doomed) {
    Result<Transition> destroyed = lifecycle::destroy(find(uuid)->runtime, 0);
    ROLLCALL_CHECK(destroyed.has_value());
    apply(uuid, *std::move(destroyed));
  }
}

void HostCall::follow_autodestroy(const Uuid& uuid, const DomainRuntime& before,
                                  const DomainRuntime& after) {
  if (before.id == after.id) return;
  if (before.autodestroy && after.autodestroy) {
    auto entry = host_.autodestroy_.extract(before.id);
    entry.key() = after.id;
    host_.autodestroy_.insert(std::move(entry));
  } else if (before.autodestroy) {
    host_.autodestroy_.erase(before.id);
  } else if (after.autodestroy) {
    host_.autodestroy_.insert({after.id, {connection_, uuid}});
  }
}

void HostCall::commit(std::span<const DomainChange> changes, std::span<const DomainEvent> events) {
  const Result<Generation> committed = host_.table_.commit(changes, events);
  ROLLCALL_CHECK(committed.has_value());
}

}  // namespace rollcall
