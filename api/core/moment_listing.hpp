// Looking into trees of moments: the one of a name, and those that virDomainSnapshotListFlags or
// virDomainCheckpointListFlags ask for.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/core/checkpoint_definition.hpp"
#include "api/core/moment_tree.hpp"
#include "api/core/result.hpp"
#include "api/core/snapshot_definition.hpp"

namespace rollcall {

using SnapshotTree = MomentTree<SnapshotDefinition>;
using CheckpointTree = MomentTree<CheckpointDefinition>;
using MomentNames = std::vector<std::string>;

/// The member of that name.
///
/// Errors: NO_DOMAIN_SNAPSHOT, NO_DOMAIN_CHECKPOINT.
Result<const SnapshotDefinition*> require_member(const SnapshotTree& tree, std::string_view name);
Result<const CheckpointDefinition*> require_member(const CheckpointTree& tree,
                                                   std::string_view name);

/// The members that `flags` ask for, in order of creation, or of depth with TOPOLOGICAL.
///
/// Errors: INVALID_ARG for unknown flags.
Result<MomentNames> list_snapshots(const SnapshotTree& tree, unsigned flags);
Result<MomentNames> list_checkpoints(const CheckpointTree& tree, unsigned flags);

/// Those among the children of `parent`; with DESCENDANTS, among everything below it.
///
/// Errors: INVALID_ARG for unknown flags; those of require_member() for the parent.
Result<MomentNames> list_children(const SnapshotTree& tree, std::string_view parent,
                                  unsigned flags);
Result<MomentNames> list_children(const CheckpointTree& tree, std::string_view parent,
                                  unsigned flags);

}  // namespace rollcall
