#include "api/core/moment_listing.hpp"

#include <algorithm>
#include <cstddef>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <libvirt/libvirt.h>

#include "api/core/flag_checks.hpp"

namespace rollcall {
namespace {

// What both kinds of listing can ask for.
struct Wanted {
  bool only_roots;
  bool only_children_of_parent;
  bool leaves;
  bool inner;
  bool by_depth;
};

// Whether a group of two flags asks for either kind; it does for both when none of its bits is set.
struct Choice {
  bool yes;
  bool no;
};

Choice choice_of(unsigned flags, unsigned yes, unsigned no) {
  const bool neither = (flags & (yes | no)) == 0;
  return {neither || (flags & yes) != 0, neither || (flags & no) != 0};
}

// The meaning of `flags`, some of which the two kinds of moment number differently.
Wanted wanted_by(unsigned flags, unsigned leaves, unsigned no_leaves, unsigned topological) {
  constexpr unsigned kRootsOrDescendants = VIR_DOMAIN_SNAPSHOT_LIST_ROOTS;
  static_assert(kRootsOrDescendants == VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS &&
                kRootsOrDescendants == VIR_DOMAIN_CHECKPOINT_LIST_ROOTS &&
                kRootsOrDescendants == VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS);
  const bool roots_or_descendants = (flags & kRootsOrDescendants) != 0;
  const Choice shape = choice_of(flags, leaves, no_leaves);
  return {.only_roots = roots_or_descendants,
          .only_children_of_parent = !roots_or_descendants,
          .leaves = shape.yes,
          .inner = shape.no,
          .by_depth = (flags & topological) != 0};
}

template <typename Definition>
std::size_t depth_of(const MomentTree<Definition>& tree, const Definition& member) {
  std::size_t depth = 0;
  const Definition* above = tree.find(member.parent);
  while (above != nullptr) {
    ++depth;
    above = tree.find(above->parent);
  }
  return depth;
}

template <typename Definition, typename Predicate>
MomentNames names_of(const MomentTree<Definition>& tree, std::string_view parent,
                     const Wanted& wanted, Predicate is_of_kind) {
  std::unordered_set<std::string_view> with_children;
  for (const auto& member : tree.members()) with_children.insert(member->parent);

  std::vector<const Definition*> found;
  for (const auto& member : tree.members()) {
    const bool related = parent.empty() ? !wanted.only_roots || member->parent.empty()
                         : wanted.only_children_of_parent
                             ? member->parent == parent
                             : member->name != parent && tree.descends_from(member->name, parent);
    const bool of_shape = with_children.contains(member->name) ? wanted.inner : wanted.leaves;
    if (related && of_shape && is_of_kind(*member)) found.push_back(member.get());
  }
  if (wanted.by_depth) {
    std::stable_sort(found.begin(), found.end(), [&](const Definition* a, const Definition* b) {
      return depth_of(tree, *a) < depth_of(tree, *b);
    });
  }
  MomentNames names;
  for (const Definition* member : found) names.push_back(member->name);
  return names;
}

bool in_states(const SnapshotDefinition& snapshot, unsigned flags) {
  constexpr unsigned kStates = VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE | VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE |
                               VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY;
  if ((flags & kStates) == 0) return true;
  switch (snapshot.state) {
    case SnapshotState::kShutoff:
      return (flags & VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE) != 0;
    case SnapshotState::kDiskOnly:
      return (flags & VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY) != 0;
    default:
      return (flags & VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE) != 0;
  }
}

Result<MomentNames> snapshot_names(const SnapshotTree& tree, std::string_view parent,
                                   unsigned flags) {
  constexpr unsigned kKnown = (VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL << 1) - 1;
  if (Status known = require_known(flags, kKnown, "listing"); !known) return fail(known.error());
  const Choice internal =
      choice_of(flags, VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL, VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL);
  // Every snapshot of a tree has metadata: the tree is the metadata.
  const Choice metadata =
      choice_of(flags, VIR_DOMAIN_SNAPSHOT_LIST_METADATA, VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA);
  const Wanted wanted =
      wanted_by(flags, VIR_DOMAIN_SNAPSHOT_LIST_LEAVES, VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES,
                VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL);
  return names_of(tree, parent, wanted, [&](const SnapshotDefinition& snapshot) {
    const bool is_external =
        snapshot.state == SnapshotState::kDiskOnly || snapshot.memory == SnapshotMemory::kExternal;
    return metadata.yes && (is_external ? internal.no : internal.yes) && in_states(snapshot, flags);
  });
}

Result<MomentNames> checkpoint_names(const CheckpointTree& tree, std::string_view parent,
                                     unsigned flags) {
  constexpr unsigned kKnown = (VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES << 1) - 1;
  if (Status known = require_known(flags, kKnown, "listing"); !known) return fail(known.error());
  const Wanted wanted =
      wanted_by(flags, VIR_DOMAIN_CHECKPOINT_LIST_LEAVES, VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES,
                VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL);
  return names_of(tree, parent, wanted, [](const CheckpointDefinition&) { return true; });
}

}  // namespace

Result<const SnapshotDefinition*> require_member(const SnapshotTree& tree, std::string_view name) {
  if (const SnapshotDefinition* member = tree.find(name)) return member;
  return fail(VIR_ERR_NO_DOMAIN_SNAPSHOT, VIR_FROM_DOMAIN_SNAPSHOT,
              fmt::format("the domain has no snapshot '{}'", name));
}

Result<const CheckpointDefinition*> require_member(const CheckpointTree& tree,
                                                   std::string_view name) {
  if (const CheckpointDefinition* member = tree.find(name)) return member;
  return fail(VIR_ERR_NO_DOMAIN_CHECKPOINT, VIR_FROM_DOMAIN_CHECKPOINT,
              fmt::format("the domain has no checkpoint '{}'", name));
}

Result<MomentNames> list_snapshots(const SnapshotTree& tree, unsigned flags) {
  return snapshot_names(tree, {}, flags);
}

Result<MomentNames> list_checkpoints(const CheckpointTree& tree, unsigned flags) {
  return checkpoint_names(tree, {}, flags);
}

Result<MomentNames> list_children(const SnapshotTree& tree, std::string_view parent,
                                  unsigned flags) {
  Result<MomentNames> names = snapshot_names(tree, parent, flags);
  if (!names) return names;
  return require_member(tree, parent).map([&](const auto*) { return *std::move(names); });
}

Result<MomentNames> list_children(const CheckpointTree& tree, std::string_view parent,
                                  unsigned flags) {
  Result<MomentNames> names = checkpoint_names(tree, parent, flags);
  if (!names) return names;
  return require_member(tree, parent).map([&](const auto*) { return *std::move(names); });
}

}  // namespace rollcall
