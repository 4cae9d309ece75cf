// Snapshots and checkpoints.

#include <fmt/format.h>

#include "api/core/domain_secrets.hpp"
#include "api/core/moment_listing.hpp"
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

// The definitions after a revert. The domain keeps its identity whatever the snapshot says.
Definitions reverted(const MockDomain& domain, const SnapshotDefinition& snapshot) {
  Definitions definitions = domain.definitions;
  if (!domain.runtime.active()) definitions.guest = nullptr;
  if (!snapshot.domain) return definitions;
  auto kept = std::make_shared<DomainDefinition>(*snapshot.domain);
  kept->name = domain.definition()->name;
  kept->uuid = domain.definition()->uuid;
  return {kept, kept};
}

std::optional<std::string> parent_of(const MomentDefinition& moment) {
  if (moment.parent.empty()) return std::nullopt;
  return moment.parent;
}

// The definition of a snapshot or checkpoint as its XML is to show it.
void hide_secrets(MomentDefinition& moment) {
  if (!moment.domain) return;
  moment.domain = std::make_shared<const DomainDefinition>(without_secrets(*moment.domain));
}

}  // namespace

Result<SnapshotDefinition> MockConnection::find_snapshot(const DomainChildRef& snapshot,
                                                         unsigned flags, unsigned known_flags) {
  const Result<Observation> seen = observe(snapshot.domain, flags, known_flags);
  if (!seen) return fail(seen.error());
  return require_member(seen->domain.runtime.snapshots, snapshot.name)
      .map([](const SnapshotDefinition* found) { return *found; });
}

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

Result<std::vector<std::string>> MockConnection::snapshot_names(const DomainRef& domain,
                                                                unsigned flags) {
  return call().decide(domain, [flags](const DomainRuntime& runtime) {
    return list_snapshots(runtime.snapshots, flags);
  });
}

Result<std::vector<std::string>> MockConnection::snapshot_children(const DomainChildRef& snapshot,
                                                                   unsigned flags) {
  return call().decide(snapshot.domain, [&](const DomainRuntime& runtime) {
    return list_children(runtime.snapshots, snapshot.name, flags);
  });
}

Result<bool> MockConnection::has_snapshot(const DomainChildRef& snapshot, unsigned flags) {
  return observe(snapshot.domain, flags, 0).map([&](const Observation& seen) {
    return seen.domain.runtime.snapshots.find(snapshot.name) != nullptr;
  });
}

Result<std::optional<std::string>> MockConnection::current_snapshot(const DomainRef& domain,
                                                                    unsigned flags) {
  return observe(domain, flags, 0).map([](const Observation& seen) {
    const SnapshotDefinition* current = seen.domain.runtime.snapshots.current_or_null();
    return current == nullptr ? std::nullopt : std::optional(current->name);
  });
}

Result<std::optional<std::string>> MockConnection::snapshot_parent(const DomainChildRef& snapshot,
                                                                   unsigned flags) {
  return find_snapshot(snapshot, flags, 0).map(parent_of);
}

Result<bool> MockConnection::snapshot_has_metadata(const DomainChildRef& snapshot, unsigned flags) {
  return find_snapshot(snapshot, flags, 0).map([](const SnapshotDefinition&) { return true; });
}

Result<std::string> MockConnection::snapshot_xml(const DomainChildRef& snapshot, unsigned flags) {
  Result<SnapshotDefinition> found = find_snapshot(snapshot, flags, VIR_DOMAIN_SNAPSHOT_XML_SECURE);
  if (!found) return fail(std::move(found.error()));
  if ((flags & VIR_DOMAIN_SNAPSHOT_XML_SECURE) == 0) hide_secrets(*found);
  return format_snapshot(*found);
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
  Definitions definitions = reverted(domain, *domain.runtime.snapshots.find(snapshot.name));
  return host.apply(snapshot.domain.uuid, *std::move(transition), std::move(definitions));
}

Result<CheckpointDefinition> MockConnection::find_checkpoint(const DomainChildRef& checkpoint,
                                                             unsigned flags, unsigned known_flags) {
  const Result<Observation> seen = observe(checkpoint.domain, flags, known_flags);
  if (!seen) return fail(seen.error());
  return require_member(seen->domain.runtime.checkpoints, checkpoint.name)
      .map([](const CheckpointDefinition* found) { return *found; });
}

Result<std::string> MockConnection::checkpoint_create(const DomainRef& domain, std::string_view xml,
                                                      unsigned flags) {
  const bool redefined = (flags & VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE) != 0;
  return create_moment(domain, parse_checkpoint(xml, source_of(redefined), new_uuid()),
                       &DomainRuntime::checkpoints, redefined, lifecycle::checkpoint_create, flags)
      .map([](const SnapshotCreated& created) { return created.name; });
}

Result<std::vector<std::string>> MockConnection::checkpoint_names(const DomainRef& domain,
                                                                  unsigned flags) {
  return call().decide(domain, [flags](const DomainRuntime& runtime) {
    return list_checkpoints(runtime.checkpoints, flags);
  });
}

Result<std::vector<std::string>> MockConnection::checkpoint_children(
    const DomainChildRef& checkpoint, unsigned flags) {
  return call().decide(checkpoint.domain, [&](const DomainRuntime& runtime) {
    return list_children(runtime.checkpoints, checkpoint.name, flags);
  });
}

Result<bool> MockConnection::has_checkpoint(const DomainChildRef& checkpoint, unsigned flags) {
  return observe(checkpoint.domain, flags, 0).map([&](const Observation& seen) {
    return seen.domain.runtime.checkpoints.find(checkpoint.name) != nullptr;
  });
}

Result<std::optional<std::string>> MockConnection::checkpoint_parent(
    const DomainChildRef& checkpoint, unsigned flags) {
  return find_checkpoint(checkpoint, flags, 0).map(parent_of);
}

Result<std::string> MockConnection::checkpoint_xml(const DomainChildRef& checkpoint,
                                                   unsigned flags) {
  constexpr unsigned kKnown = VIR_DOMAIN_CHECKPOINT_XML_SECURE |
                              VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN | VIR_DOMAIN_CHECKPOINT_XML_SIZE;
  Result<CheckpointDefinition> found = find_checkpoint(checkpoint, flags, kKnown);
  if (!found) return fail(std::move(found.error()));
  if ((flags & VIR_DOMAIN_CHECKPOINT_XML_SECURE) == 0) hide_secrets(*found);
  const bool with_domain = (flags & VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN) == 0;
  return format_checkpoint(*found,
                           with_domain ? MomentParts::kWithDomain : MomentParts::kWithoutDomain);
}

Status MockConnection::checkpoint_delete(const DomainChildRef& checkpoint, unsigned flags) {
  return outcome(carry_out(checkpoint.domain, [&](const DomainRuntime& before) {
    return lifecycle::checkpoint_delete(before, checkpoint.name, flags);
  }));
}

}  // namespace rollcall
