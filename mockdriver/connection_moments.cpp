// Snapshots and checkpoints.

#include <fmt/format.h>

#include "mockdriver/mock_connection.hpp"

namespace rollcall {
namespace {

MomentSource source_of(bool redefinition) {
  return redefinition ? MomentSource::kRedefinition : MomentSource::kDriver;
}

// The date, as libvirt names moments, or the first free number after it.
template <typename Definition>
std::string unused_name(const MomentTree<Definition>& tree, std::uint64_t now_s) {
  std::uint64_t number = now_s;
  while (tree.find(std::to_string(number)) != nullptr) ++number;
  return std::to_string(number);
}

// A redefined moment must have been one of the same domain.
Status require_same_domain(const MomentDefinition& wanted, const DomainRef& domain) {
  if (!wanted.domain || wanted.domain->uuid == domain.uuid) return {};
  return fail(
      VIR_ERR_INVALID_ARG, VIR_FROM_TEST,
      fmt::format("'{}' is of a domain with uuid '{}', not of '{}' with uuid '{}'", wanted.name,
                  to_string(wanted.domain->uuid), domain.name, to_string(domain.uuid)));
}

}  // namespace

template <typename Moment>
Result<HostConnection::SnapshotCreated> MockConnection::create_moment(
    const DomainRef& domain, Result<Moment> wanted, MomentTree<Moment> DomainRuntime::*tree,
    bool redefined, MomentRule<Moment> rule, unsigned flags) {
  if (!wanted) return fail(std::move(wanted.error()));
  if (Status same = require_same_domain(*wanted, domain); !same) {
    return fail(std::move(same.error()));
  }
  HostCall host = call();
  if (!redefined) {
    const MockDomain* known = host.find(domain.uuid);
    wanted->created_s = host.clock().now_s();
    if (wanted->name.empty()) {
      wanted->name = unused_name(known == nullptr ? DomainRuntime().*tree : known->runtime.*tree,
                                 wanted->created_s);
    }
    if (known != nullptr) wanted->domain = known->definition();
  }
  Result<Transition> transition = host.decide(
      domain, [&](const DomainRuntime& before) { return rule(before, *wanted, flags); });
  if (!transition) return fail(std::move(transition.error()));
  const std::int32_t id = host.apply(domain.uuid, *std::move(transition));
  return SnapshotCreated{wanted->name, id};
}

Result<HostConnection::SnapshotCreated> MockConnection::snapshot_create(const DomainRef& domain,
                                                                        std::string_view xml,
                                                                        unsigned flags) {
  const bool redefined = (flags & VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE) != 0;
  return create_moment(domain, parse_snapshot(xml, source_of(redefined), new_uuid()),
                       &DomainRuntime::snapshots, redefined, lifecycle::snapshot_create, flags);
}

Status MockConnection::snapshot_delete(const DomainChildRef& snapshot, unsigned flags) {
  return outcome(carry_out(snapshot.domain, [&](const DomainRuntime& before) {
    return lifecycle::snapshot_delete(before, snapshot.name, flags);
  }));
}

Result<std::int32_t> MockConnection::snapshot_revert(const DomainChildRef& snapshot,
                                                     unsigned flags) {
  HostCall host = call();
  Result<Transition> transition = host.decide(snapshot.domain, [&](const DomainRuntime& before) {
    return lifecycle::snapshot_revert(before, snapshot.name, flags);
  });
  if (!transition) return fail(std::move(transition.error()));
  const MockDomain& domain = *host.find(snapshot.domain.uuid);
  Definitions definitions = reverted(domain.definitions, domain.runtime,
                                     domain.runtime.snapshots.find(snapshot.name)->domain);
  return host.apply(snapshot.domain.uuid, *std::move(transition), std::move(definitions));
}

Result<std::string> MockConnection::checkpoint_create(const DomainRef& domain, std::string_view xml,
                                                      unsigned flags) {
  const bool redefined = (flags & VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE) != 0;
  return create_moment(domain, parse_checkpoint(xml, source_of(redefined), new_uuid()),
                       &DomainRuntime::checkpoints, redefined, lifecycle::checkpoint_create, flags)
      .map([](const SnapshotCreated& created) { return created.name; });
}

Status MockConnection::checkpoint_delete(const DomainChildRef& checkpoint, unsigned flags) {
  return outcome(carry_out(checkpoint.domain, [&](const DomainRuntime& before) {
    return lifecycle::checkpoint_delete(before, checkpoint.name, flags);
  }));
}

}  // namespace rollcall
