#include "mockdriver/mock_host.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "api/core/check.hpp"
#include "mockdriver/host_call.hpp"

namespace rollcall {

MockHost::MockHost(HostSetup setup, Prng prng, Pace pace)
    : node_(setup.node),
      rules_(Prng(prng).next()),
      trace_([this] { return HostCall(*this, 0, HostCall::Takes::kNoTime).clock().elapsed_ns(); },
             !pace.follows_real_time()),
      prng_(prng),
      pace_(pace) {
  std::vector<DomainChange> changes;
  changes.reserve(setup.domains.size());
  domains_.reserve(setup.domains.size());
  for (const MockDomain& domain : setup.domains) {
    next_id_ = std::max(next_id_, domain.runtime.id + 1);
  }
  // Their memory is used again for those that have moved.
  for (; !setup.domains.empty(); setup.domains.pop_front()) {
    MockDomain& domain = setup.domains.front();
    if (domain.runtime.id == kIdPending) domain.runtime.id = next_id_++;
    domain.cpu.restart(domain.runtime.state == VIR_DOMAIN_RUNNING, clock_.elapsed_ns());
    const DomainDefinition& definition = *domain.definition();
    changes.push_back(DomainChange::insert({definition.uuid, definition.name, domain.status()}));
    domains_.emplace(definition.uuid, std::move(domain));
  }
  if (!changes.empty()) ROLLCALL_CHECK(table_.commit(changes).has_value());
  {
    HostCall call(*this, 0, HostCall::Takes::kNoTime);
    for (Rule& rule : setup.rules) call.add_rule(std::move(rule));
  }
  if (pace_.follows_real_time()) pacer_.emplace(*this);
}

ConnectionNumber MockHost::add_connection() {
  const Trace::Turn turn = Trace::Turn::open(trace_);
  const std::lock_guard lock(mutex_);
  return next_connection_++;
}

ConnectionNumber MockHost::connections() const {
  const std::lock_guard lock(mutex_);
  return next_connection_;
}

Uuid MockHost::new_uuid() {
  const std::lock_guard lock(mutex_);
  Uuid uuid = random_uuid(prng_);
  while (domains_.contains(uuid)) uuid = random_uuid(prng_);
  return uuid;
}

void MockHost::check_invariants() const {
  table_.check_invariants();
  const std::lock_guard lock(mutex_);
  ROLLCALL_CHECK(table_.count(ListFilter()) == domains_.size());
  std::size_t autodestroyed = 0;
  for (const auto& [uuid, domain] : domains_) {
    const std::optional<DomainRecord> listed = table_.find(uuid);
    ROLLCALL_CHECK(listed.has_value());
    ROLLCALL_CHECK(listed->name == domain.definition()->name);
    ROLLCALL_CHECK(listed->status == domain.status());
    ROLLCALL_CHECK(domain.definition()->uuid == uuid);
    ROLLCALL_CHECK(domain.runtime.id < next_id_);
    ROLLCALL_CHECK((domain.definitions.config != nullptr) == domain.runtime.persistent);
    ROLLCALL_CHECK((domain.definitions.guest != nullptr) ==
                   (domain.runtime.active() || domain.runtime.managed_save.has_value()));
    ROLLCALL_CHECK(autodestroy_.contains(domain.runtime.id) == domain.runtime.autodestroy);
    autodestroyed += domain.runtime.autodestroy;
  }
  ROLLCALL_CHECK(autodestroyed == autodestroy_.size());
}

}  // namespace rollcall
