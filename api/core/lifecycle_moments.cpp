// Snapshots and checkpoints of domains.

#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "api/core/check.hpp"
#include "api/core/lifecycle.hpp"
#include "api/core/lifecycle_steps.hpp"
#include "api/core/moment_listing.hpp"

namespace rollcall::lifecycle {
namespace {

constexpr unsigned kSnapshotCreateFlags =
    VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE | VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT |
    VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA | VIR_DOMAIN_SNAPSHOT_CREATE_HALT |
    VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY | VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT |
    VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE | VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC |
    VIR_DOMAIN_SNAPSHOT_CREATE_LIVE | VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE;

constexpr unsigned kRevertStates =
    VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING | VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED;

constexpr unsigned kRevertFlags =
    kRevertStates | VIR_DOMAIN_SNAPSHOT_REVERT_FORCE | VIR_DOMAIN_SNAPSHOT_REVERT_RESET_NVRAM;

constexpr unsigned kCheckpointCreateFlags = VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE |
                                            VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE |
                                            VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE;

constexpr unsigned kDeleteScopes =
    VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN | VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY;

constexpr unsigned kDeleteFlags = kDeleteScopes | VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY;

// One set of constants serves both kinds of deletion.
static_assert(unsigned{VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN} ==
                  VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN &&
              unsigned{VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY} ==
                  VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY &&
              unsigned{VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY} ==
                  VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY);

Status check_snapshot_create_flags(unsigned flags) {
  constexpr const char* kCall = "snapshot creation";
  if (Status known = require_known(flags, kSnapshotCreateFlags, kCall); !known) return known;
  constexpr unsigned kRedefine = VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE;
  for (const unsigned other :
       {unsigned{VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA}, unsigned{VIR_DOMAIN_SNAPSHOT_CREATE_HALT},
        unsigned{VIR_DOMAIN_SNAPSHOT_CREATE_LIVE}}) {
    if (Status one = require_exclusive(flags, kRedefine | other, kCall); !one) return one;
  }
  if (Status with = require_with(flags, VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT, kRedefine, kCall);
      !with) {
    return with;
  }
  return require_with(flags, VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE,
                      VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY, kCall);
}

tl::unexpected<Error> unsupported(std::string message) {
  return fail(VIR_ERR_OPERATION_UNSUPPORTED, VIR_FROM_DOMAIN, std::move(message));
}

template <typename Definition>
Status require_unused_name(const MomentTree<Definition>& tree, const std::string& name) {
  if (tree.find(name) == nullptr) return {};
  return fail(VIR_ERR_OPERATION_FAILED, VIR_FROM_DOMAIN,
              fmt::format("the name '{}' is taken by another of its kind", name));
}

// A redefined moment may hang below any other that does not hang below it.
template <typename Definition>
Status require_good_parent(const MomentTree<Definition>& tree, const Definition& wanted) {
  if (wanted.parent.empty()) return {};
  if (tree.find(wanted.parent) == nullptr || wanted.parent == wanted.name ||
      tree.descends_from(wanted.parent, wanted.name)) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
                fmt::format("'{}' cannot be the parent of '{}'", wanted.parent, wanted.name));
  }
  return {};
}

template <typename Definition>
void add_as_current(MomentTree<Definition>& tree, Definition wanted) {
  const Definition* current = tree.current_or_null();
  wanted.parent = current == nullptr ? std::string() : current->name;
  const std::string name = wanted.name;
  tree.put(std::make_shared<const Definition>(std::move(wanted)));
  tree.set_current(name);
}

MomentScope scope_of(unsigned flags) {
  if ((flags & VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN) != 0) return MomentScope::kWithDescendants;
  if ((flags & VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY) != 0) return MomentScope::kDescendantsOnly;
  return MomentScope::kItself;
}

Status check_delete_flags(unsigned flags) {
  if (Status known = require_known(flags, kDeleteFlags, "deletion"); !known) return known;
  return require_exclusive(flags, kDeleteScopes, "deletion");
}

SnapshotState state_kept(const DomainRuntime& before) {
  switch (before.state) {
    case VIR_DOMAIN_SHUTOFF:
    case VIR_DOMAIN_SHUTDOWN:
      return SnapshotState::kShutoff;
    case VIR_DOMAIN_PAUSED:
      return SnapshotState::kPaused;
    case VIR_DOMAIN_CRASHED:
      return SnapshotState::kCrashed;
    default:
      return SnapshotState::kRunning;
  }
}

// What the new snapshot keeps of the domain.
void describe(const DomainRuntime& before, unsigned flags, SnapshotDefinition& wanted) {
  const bool disks_only =
      (flags & VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY) != 0 || wanted.memory == SnapshotMemory::kNone;
  wanted.state = before.active() && disks_only ? SnapshotState::kDiskOnly : state_kept(before);
  if (!before.active() || disks_only) {
    wanted.memory = SnapshotMemory::kNone;
  } else if (wanted.memory == SnapshotMemory::kUnset) {
    wanted.memory = SnapshotMemory::kInternal;
  }
}

Result<Transition> redefine_snapshot(const DomainRuntime& before, SnapshotDefinition wanted,
                                     unsigned flags) {
  if (Status good = require_good_parent(before.snapshots, wanted); !good) {
    return fail(good.error());
  }
  Transition transition = unchanged(before);
  const std::string name = wanted.name;
  transition.after.snapshots.put(std::make_shared<const SnapshotDefinition>(std::move(wanted)));
  if ((flags & VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT) != 0)
    transition.after.snapshots.set_current(name);
  return transition;
}

// The guest while its snapshot is made.
void take(Transition& transition, unsigned flags, SnapshotState kept) {
  if ((flags & VIR_DOMAIN_SNAPSHOT_CREATE_HALT) != 0) {
    pause_if_running(transition);
    emit(transition, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT);
    stop(transition, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT);
    return;
  }
  const bool undisturbed =
      kept == SnapshotState::kDiskOnly || (flags & VIR_DOMAIN_SNAPSHOT_CREATE_LIVE) != 0;
  if (!undisturbed && pause_if_running(transition)) continue_running(transition);
}

bool has_memory(const SnapshotDefinition& snapshot) {
  return snapshot.state == SnapshotState::kRunning || snapshot.state == SnapshotState::kPaused;
}

void revert_to_guest(Transition& transition, bool from_memory, bool paused) {
  emit(transition, VIR_DOMAIN_EVENT_STARTED, VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT);
  if (paused) {
    start(transition, VIR_DOMAIN_PAUSED,
          from_memory ? VIR_DOMAIN_PAUSED_FROM_SNAPSHOT : VIR_DOMAIN_PAUSED_USER);
    emit(transition, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT);
  } else {
    start(transition, VIR_DOMAIN_RUNNING,
          from_memory ? VIR_DOMAIN_RUNNING_FROM_SNAPSHOT : VIR_DOMAIN_RUNNING_BOOTED);
    emit(transition, VIR_DOMAIN_EVENT_RESUMED,
         from_memory ? VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT : VIR_DOMAIN_EVENT_RESUMED_UNPAUSED);
  }
}

// What stands against a revert that the caller knows how to overcome.
Status check_risk(const DomainRuntime& before, const SnapshotDefinition& snapshot, bool ends_off) {
  if (!snapshot.domain) {
    return fail(VIR_ERR_SNAPSHOT_REVERT_RISKY, VIR_FROM_DOMAIN_SNAPSHOT,
                fmt::format("snapshot '{}' has no domain definition", snapshot.name));
  }
  if (ends_off && before.managed_save) {
    return fail(VIR_ERR_SNAPSHOT_REVERT_RISKY, VIR_FROM_DOMAIN_SNAPSHOT,
                fmt::format("snapshot '{}' does not fit the managed save image", snapshot.name));
  }
  return {};
}

}  // namespace

Result<Transition> snapshot_create(const DomainRuntime& before, SnapshotDefinition wanted,
                                   unsigned flags) {
  ROLLCALL_CHECK(!wanted.name.empty());
  if (Status good = check_snapshot_create_flags(flags); !good) return fail(good.error());
  if (!before.checkpoints.empty()) return unsupported("the domain has checkpoints");
  if ((flags & VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE) != 0) {
    return redefine_snapshot(before, std::move(wanted), flags);
  }
  if (before.state == VIR_DOMAIN_PMSUSPENDED) {
    return unsupported("the domain is suspended by power management");
  }
  const bool halts = before.active() && (flags & VIR_DOMAIN_SNAPSHOT_CREATE_HALT) != 0;
  if (halts && !before.persistent) {
    return wrong_state("a transient domain would be gone with its snapshot");
  }
  if (Status unused = require_unused_name(before.snapshots, wanted.name); !unused) {
    return fail(unused.error());
  }
  Transition transition = unchanged(before);
  describe(before, flags, wanted);
  if (before.active()) take(transition, flags, wanted.state);
  if ((flags & VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA) == 0) {
    add_as_current(transition.after.snapshots, std::move(wanted));
  }
  return transition;
}

Result<Transition> snapshot_delete(const DomainRuntime& before, std::string_view name,
                                   unsigned flags) {
  if (Status good = check_delete_flags(flags); !good) return fail(good.error());
  if (const auto found = require_member(before.snapshots, name); !found) {
    return fail(found.error());
  }
  Transition transition = unchanged(before);
  transition.after.snapshots.erase(name, scope_of(flags));
  return transition;
}

Result<Transition> snapshot_revert(const DomainRuntime& before, std::string_view name,
                                   unsigned flags) {
  if (Status known = require_known(flags, kRevertFlags, "revert"); !known) {
    return fail(known.error());
  }
  if (Status one = require_exclusive(flags, kRevertStates, "revert"); !one) {
    return fail(one.error());
  }
  const Result<const SnapshotDefinition*> found = require_member(before.snapshots, name);
  if (!found) return fail(found.error());
  const SnapshotDefinition& snapshot = **found;

  const bool from_memory = has_memory(snapshot);
  const bool ends_off = !from_memory && (flags & kRevertStates) == 0;
  if (ends_off && !before.persistent) {
    return wrong_state("a transient domain would be gone after the revert");
  }
  if ((flags & VIR_DOMAIN_SNAPSHOT_REVERT_FORCE) == 0) {
    if (Status safe = check_risk(before, snapshot, ends_off); !safe) return fail(safe.error());
  }

  Transition transition = unchanged(before);
  transition.after.snapshots.set_current(name);
  if (before.active()) {
    emit(transition, VIR_DOMAIN_EVENT_STOPPED, VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT);
    if (ends_off) stop(transition, VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT);
  }
  if (ends_off) {
    transition.after.managed_save.reset();
  } else {
    const bool stays_paused = snapshot.state == SnapshotState::kPaused &&
                              (flags & VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING) == 0;
    const bool paused = stays_paused || (flags & VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED) != 0;
    revert_to_guest(transition, from_memory, paused);
  }
  if (before.persistent) {
    emit(transition, VIR_DOMAIN_EVENT_DEFINED, VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT);
  }
  return transition;
}

Result<Transition> checkpoint_create(const DomainRuntime& before, CheckpointDefinition wanted,
                                     unsigned flags) {
  ROLLCALL_CHECK(!wanted.name.empty());
  constexpr const char* kCall = "checkpoint creation";
  constexpr unsigned kRedefine = VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE;
  if (Status known = require_known(flags, kCheckpointCreateFlags, kCall); !known) {
    return fail(known.error());
  }
  if (Status one =
          require_exclusive(flags, kRedefine | VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE, kCall);
      !one) {
    return fail(one.error());
  }
  if (Status with =
          require_with(flags, VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE, kRedefine, kCall);
      !with) {
    return fail(with.error());
  }
  if (!before.snapshots.empty()) return unsupported("the domain has snapshots");
  if (!before.active()) return unsupported("an inactive domain takes no checkpoints");

  Transition transition = unchanged(before);
  MomentTree<CheckpointDefinition>& tree = transition.after.checkpoints;
  if ((flags & kRedefine) != 0) {
    if (Status good = require_good_parent(tree, wanted); !good) return fail(good.error());
    tree.put(std::make_shared<const CheckpointDefinition>(std::move(wanted)));
    return transition;
  }
  if (Status unused = require_unused_name(tree, wanted.name); !unused) {
    return fail(unused.error());
  }
  add_as_current(tree, std::move(wanted));
  return transition;
}

Result<Transition> checkpoint_delete(const DomainRuntime& before, std::string_view name,
                                     unsigned flags) {
  if (Status good = check_delete_flags(flags); !good) return fail(good.error());
  if (const auto found = require_member(before.checkpoints, name); !found) {
    return fail(found.error());
  }
  if (!before.active() && (flags & VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY) == 0) {
    return unsupported("only an active domain can drop the data of a checkpoint");
  }
  Transition transition = unchanged(before);
  transition.after.checkpoints.erase(name, scope_of(flags));
  return transition;
}

}  // namespace rollcall::lifecycle
