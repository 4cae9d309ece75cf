#include "mockdriver/host_call.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/transition_events.hpp"
#include "mockdriver/deed.hpp"
#include "mockdriver/name_pattern.hpp"

namespace rollcall {
namespace {

void follow_guest(MockDomain& domain, const DomainRuntime& after, std::uint64_t now_ns) {
  const DomainRuntime& before = domain.runtime;
  const bool ran = before.state == VIR_DOMAIN_RUNNING;
  const bool runs = after.state == VIR_DOMAIN_RUNNING;
  if (after.active() && after.id != before.id) {
    domain.cpu.restart(runs, now_ns);
    domain.started_ns = now_ns;
  } else if (ran != runs) {
    domain.cpu.toggle(now_ns);
  }
}

}  // namespace

HostCall::HostCall(MockHost& host, ConnectionNumber connection, Takes takes)
    : host_(host), lock_(host.mutex_), connection_(connection) {
  if (host_.pace_.follows_real_time()) {
    catch_up();
  } else if (takes == Takes::kTick) {
    advance_ns(kTickNs);
  }
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

std::optional<Uuid> HostCall::uuid_of(const std::string& name) const {
  const std::optional<DomainRecord> record = host_.table_.find_by_name(name);
  return record ? std::optional<Uuid>(record->uuid) : std::nullopt;
}

std::int32_t HostCall::take_id(std::optional<std::int32_t> wanted) {
  const std::int32_t id = std::max(wanted.value_or(0), host_.next_id_);
  host_.next_id_ = id + 1;
  return id;
}

bool HostCall::is_name_taken(std::string_view name) const {
  return host_.table_.find_by_name(name).has_value();
}

std::int32_t HostCall::apply(const Uuid& uuid, Transition transition, Definitions definitions) {
  if (transition.needs_new_id) transition.after.id = take_id(std::nullopt);
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
  follow_guest(domain, transition.after, clock().elapsed_ns());
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
  destroy_all(doomed);
}

void HostCall::restart(bool forgets) {
  host_.restarts_.fetch_add(1, std::memory_order_relaxed);
  host_.held_.give_up_all(make_error(VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC, "the connection was cut"));
  std::vector<Uuid> doomed;
  for (const auto& [id, entry] : host_.autodestroy_) doomed.push_back(entry.uuid);
  destroy_all(doomed);
  if (!forgets || host_.domains_.empty()) return;
  std::vector<DomainChange> erased;
  for (const auto& [uuid, domain] : host_.domains_) erased.push_back(DomainChange::erase(uuid));
  commit(erased, {});
  host_.domains_.clear();
}

void HostCall::destroy_all(const std::vector<Uuid>& doomed) {
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

void HostCall::catch_up() {
  const std::uint64_t target_ns = host_.pace_.elapsed_ns() + host_.ahead_ns_;
  if (target_ns > clock().elapsed_ns()) pass_until(target_ns);
}

void HostCall::advance_ns(std::uint64_t duration_ns) {
  if (host_.pace_.follows_real_time()) host_.ahead_ns_ += duration_ns;
  pass_until(clock().elapsed_ns() + duration_ns);
}

void HostCall::pass_until(std::uint64_t target_ns) {
  while (!host_.due_.empty() && host_.due_.begin()->first <= target_ns) do_next();
  host_.clock_.advance_ns(target_ns - clock().elapsed_ns());
}

bool HostCall::advance_to_next() {
  if (host_.due_.empty()) return false;
  const std::uint64_t due_ns = host_.due_.begin()->first;
  if (host_.pace_.follows_real_time()) host_.ahead_ns_ += due_ns - clock().elapsed_ns();
  do_next();
  return true;
}

std::optional<std::chrono::nanoseconds> HostCall::real_time_to_next() const {
  if (host_.due_.empty()) return std::nullopt;
  return host_.pace_.real_time(host_.due_.begin()->first - clock().elapsed_ns());
}

void HostCall::do_next() {
  const auto next = host_.due_.extract(host_.due_.begin());
  host_.clock_.advance_ns(next.key() - clock().elapsed_ns());
  next.mapped()(*this);
}

void HostCall::schedule(std::uint64_t after_ns, std::function<void(HostCall&)> action) {
  const auto place = host_.due_.emplace(clock().elapsed_ns() + after_ns, std::move(action));
  if (host_.pacer_ && place == host_.due_.begin()) host_.pacer_->look_again();
}

int HostCall::add_rule(Rule rule) {
  if (auto* call = std::get_if<CallRule>(&rule)) {
    auto* change = std::get_if<ListChange>(&call->action);
    if (change != nullptr && change->kind == ListChange::Kind::kStale) {
      change->stale = std::make_shared<const RecordList>(host_.table_.records(ListFilter()));
    }
  }
  const auto* scheduled = std::get_if<ScheduleRule>(&rule);
  const std::uint64_t after_ns = scheduled == nullptr ? 0 : scheduled->time_ns;
  const bool is_scheduled = scheduled != nullptr;
  const int number = host_.rules_.add(std::move(rule));
  if (is_scheduled) run_schedule(number, after_ns);
  return number;
}

void HostCall::run_schedule(int rule, std::uint64_t after_ns) {
  schedule(after_ns, [rule](HostCall& host) {
    const RuleBook::Due due = host.host_.rules_.on_time(rule);
    if (due.deed) perform(host, *due.deed);
    if (due.again_ns != 0) host.run_schedule(rule, due.again_ns);
  });
}

GuestRule HostCall::behaviour_of(const MockDomain& domain) const {
  return host_.rules_.behaviour_of(domain.definition()->name);
}

std::vector<Uuid> HostCall::matching(const std::string& pattern) const {
  if (is_plain_name(pattern)) {
    const std::optional<DomainRecord> record = host_.table_.find_by_name(pattern);
    return record ? std::vector<Uuid>{record->uuid} : std::vector<Uuid>{};
  }
  std::map<std::string, Uuid> named;
  for (const auto& [uuid, domain] : host_.domains_) {
    const std::string& name = domain.definition()->name;
    if (matches_pattern(pattern, name)) named.emplace(name, uuid);
  }
  std::vector<Uuid> uuids;
  uuids.reserve(named.size());
  for (const auto& [name, uuid] : named) uuids.push_back(uuid);
  return uuids;
}

std::vector<DomainEvent> HostCall::as_rules_tell(std::span<const DomainEvent> events) {
  std::vector<DomainEvent> told;
  for (const DomainEvent& event : events) {
    const std::optional<EventAction> action = host_.rules_.on_event(event);
    const auto is = [&](EventAction::Kind kind) { return action && action->kind == kind; };
    if (is(EventAction::Kind::kLose)) continue;
    if (is(EventAction::Kind::kDelay)) {
      schedule(action->delay_ns, [event](HostCall& later) { later.tell({}, {&event, 1}); });
      continue;
    }
    if (is(EventAction::Kind::kSwap)) {
      host_.swapped_.push_back(event);
      continue;
    }
    told.push_back(event);
    if (is(EventAction::Kind::kRepeat)) told.push_back(event);
    told.insert(told.end(), host_.swapped_.begin(), host_.swapped_.end());
    host_.swapped_.clear();
  }
  return told;
}

void HostCall::commit(std::span<const DomainChange> changes, std::span<const DomainEvent> events) {
  if (host_.rules_.empty() && host_.swapped_.empty()) {
    tell(changes, events);
  } else {
    tell(changes, as_rules_tell(events));
  }
}

void HostCall::tell(std::span<const DomainChange> changes, std::span<const DomainEvent> events) {
  const Result<Generation> committed = host_.table_.commit(changes, events);
  ROLLCALL_CHECK(committed.has_value());
  host_.trace_.commit(clock().elapsed_ns(), *committed, changes, events);
}

}  // namespace rollcall
