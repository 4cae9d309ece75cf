// Snapshots and checkpoints.

#include <fmt/format.h>

#include "api/rpc/client/remote_connection.hpp"

namespace rollcall::rpc {
namespace {

using Names = std::vector<std::string>;

// Whether a look-up found something, when not finding it is the error `missing`.
Result<bool> was_found(const Status& lookup, int missing) {
  if (lookup) return true;
  if (lookup.error().code == missing) return false;
  return fail(lookup.error());
}

}  // namespace

template <class Procedure, class... Values>
Result<Names> RemoteConnection::ask_for_children(const Values&... values) {
  return channel_->call<Procedure>(values...).and_then([](const auto& answer) -> Result<Names> {
    const auto& [children, announced] = answer.results;
    if (children.items.size() != static_cast<std::uint32_t>(announced)) {
      return fail(protocol_error(fmt::format("the daemon announced {} names and sent {}", announced,
                                             children.items.size())));
    }
    Names names;
    for (const DomainChild& child : children.items) names.emplace_back(child.name);
    return names;
  });
}

template <class Procedure, class... Values>
Result<std::optional<std::string>> RemoteConnection::ask_for_child(int missing,
                                                                   const Values&... values) {
  const auto answer = channel_->call<Procedure>(values...);
  if (answer) return std::string(std::get<0>(answer->results).name);
  if (answer.error().code == missing) return std::nullopt;
  return fail(answer.error());
}

Result<HostConnection::SnapshotCreated> RemoteConnection::snapshot_create(const DomainRef& domain,
                                                                          std::string_view xml,
                                                                          unsigned flags) {
  const auto created = channel_->call<SnapshotCreateXml>(on_wire(domain), xml, flags);
  if (!created) return fail(created.error());
  const std::string name(std::get<0>(created->results).name);
  return id_after(domain, {}).map([&](std::int32_t id) { return SnapshotCreated{name, id}; });
}

Result<Names> RemoteConnection::snapshot_names(const DomainRef& domain, unsigned flags) {
  return ask_for_children<ListAllSnapshots>(on_wire(domain), 1, flags);
}

Result<Names> RemoteConnection::snapshot_children(const DomainChildRef& snapshot, unsigned flags) {
  return ask_for_children<SnapshotListAllChildren>(on_wire(snapshot), 1, flags);
}

Result<bool> RemoteConnection::has_snapshot(const DomainChildRef& snapshot, unsigned flags) {
  return was_found(run<SnapshotLookupByName>(on_wire(snapshot.domain), snapshot.name, flags),
                   VIR_ERR_NO_DOMAIN_SNAPSHOT);
}

Result<std::optional<std::string>> RemoteConnection::current_snapshot(const DomainRef& domain,
                                                                      unsigned flags) {
  return ask_for_child<SnapshotCurrent>(VIR_ERR_NO_DOMAIN_SNAPSHOT, on_wire(domain), flags);
}

Result<std::optional<std::string>> RemoteConnection::snapshot_parent(const DomainChildRef& snapshot,
                                                                     unsigned flags) {
  return ask_for_child<SnapshotGetParent>(VIR_ERR_NO_DOMAIN_SNAPSHOT, on_wire(snapshot), flags);
}

Result<bool> RemoteConnection::snapshot_has_metadata(const DomainChildRef& snapshot,
                                                     unsigned flags) {
  return ask<SnapshotHasMetadata, bool>(on_wire(snapshot), flags);
}

Result<std::string> RemoteConnection::snapshot_xml(const DomainChildRef& snapshot, unsigned flags) {
  return ask<SnapshotGetXmlDesc, std::string>(on_wire(snapshot), flags);
}

Status RemoteConnection::snapshot_delete(const DomainChildRef& snapshot, unsigned flags) {
  return run<SnapshotDelete>(on_wire(snapshot), flags);
}

Result<std::int32_t> RemoteConnection::snapshot_revert(const DomainChildRef& snapshot,
                                                       unsigned flags) {
  return id_after(snapshot.domain, run<RevertToSnapshot>(on_wire(snapshot), flags));
}

Result<std::string> RemoteConnection::checkpoint_create(const DomainRef& domain,
                                                        std::string_view xml, unsigned flags) {
  return channel_->call<CheckpointCreateXml>(on_wire(domain), xml, flags)
      .map([](const auto& answer) { return std::string(std::get<0>(answer.results).name); });
}

Result<Names> RemoteConnection::checkpoint_names(const DomainRef& domain, unsigned flags) {
  return ask_for_children<ListAllCheckpoints>(on_wire(domain), 1, flags);
}

Result<Names> RemoteConnection::checkpoint_children(const DomainChildRef& checkpoint,
                                                    unsigned flags) {
  return ask_for_children<CheckpointListAllChildren>(on_wire(checkpoint), 1, flags);
}

Result<bool> RemoteConnection::has_checkpoint(const DomainChildRef& checkpoint, unsigned flags) {
  return was_found(run<CheckpointLookupByName>(on_wire(checkpoint.domain), checkpoint.name, flags),
                   VIR_ERR_NO_DOMAIN_CHECKPOINT);
}

Result<std::optional<std::string>> RemoteConnection::checkpoint_parent(
    const DomainChildRef& checkpoint, unsigned flags) {
  return ask_for_child<CheckpointGetParent>(VIR_ERR_NO_DOMAIN_CHECKPOINT, on_wire(checkpoint),
                                            flags);
}

Result<std::string> RemoteConnection::checkpoint_xml(const DomainChildRef& checkpoint,
                                                     unsigned flags) {
  return ask<CheckpointGetXmlDesc, std::string>(on_wire(checkpoint), flags);
}

Status RemoteConnection::checkpoint_delete(const DomainChildRef& checkpoint, unsigned flags) {
  return run<CheckpointDelete>(on_wire(checkpoint), flags);
}

}  // namespace rollcall::rpc
