// Operations on snapshots. They are internal to the qcow2 disks: with the guest's memory while it
// is active, made by qemu-img while it is not.

#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "kvmdriver/connection.hpp"
#include "kvmdriver/errors.hpp"
#include "kvmdriver/new_uuid.hpp"
#include "kvmdriver/qemu_command.hpp"
#include "kvmdriver/snapshot_disks.hpp"

namespace rollcall::kvm {
namespace {

constexpr unsigned kUnsupported =
    VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY | VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT |
    VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE | VIR_DOMAIN_SNAPSHOT_CREATE_LIVE;

bool has_memory(const SnapshotDefinition& snapshot) {
  return snapshot.memory == SnapshotMemory::kInternal;
}

// The date, as libvirt names snapshots, or the first free number after it.
void complete(SnapshotDefinition& wanted, const KvmDomain& domain) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  wanted.created_s =
      static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  wanted.domain = domain.definition();
  if (!wanted.name.empty()) return;
  std::uint64_t number = wanted.created_s;
  while (domain.runtime.snapshots.find(std::to_string(number)) != nullptr) ++number;
  wanted.name = std::to_string(number);
}

Status check_kind(const SnapshotDefinition& wanted, bool active, unsigned flags) {
  const bool external = wanted.memory == SnapshotMemory::kExternal;
  const bool without_memory = active && wanted.memory == SnapshotMemory::kNone;
  if ((flags & kUnsupported) == 0 && !external && !without_memory) return {};
  return fail_kvm(VIR_ERR_OPERATION_UNSUPPORTED,
                  "this driver makes internal snapshots only, of a guest with its memory");
}

// A guest's memory does not fit another machine, and QEMU would not notice.
Status require_same_machine(const DomainDefinition& guest, const DomainDefinition& target) {
  const Result<Machine> now = read_machine(guest);
  const Result<Machine> then = read_machine(target);
  if (!now || !then) return fail(now ? then.error() : now.error());
  if (qemu_command(*now, guest, false, "") == qemu_command(*then, target, false, "")) return {};
  return fail_kvm(VIR_ERR_OPERATION_UNSUPPORTED,
                  "the snapshot is of another machine than the one that runs; "
                  "stop it first");
}

}  // namespace

Status Connection::keep_moments(const DomainRef& domain, const DomainRuntime& after) {
  const Result<DomainView> seen = look_at(domain);
  if (!seen) return fail(seen.error());
  return seen->runtime.persistent ? store(seen->definitions.config, after) : Status();
}

Status Connection::make_snapshot(const DomainRef& domain, const DefinitionPtr& definition,
                                 bool active, const std::string& tag) {
  const Result<Machine> machine = read_machine(*definition);
  if (!machine) return fail(machine.error());
  if (Status possible = require_snapshot_disks(*machine, active); !possible) return possible;
  // Of that name there may be one that no domain knows: without metadata, or left by a driver that
  // was killed. It is replaced.
  (void)drop_snapshot(domain, definition, tag);
  if (!active) return change_disks(*machine, "-c", tag, host_->folder().scratch_file());
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return fail(guest.error());
  const Guest::Busy busy(**guest);
  return (*guest)->run_job("snapshot-save", snapshot_arguments(*machine, tag));
}

Status Connection::drop_snapshot(const DomainRef& domain, const DefinitionPtr& definition,
                                 const std::string& tag) {
  const Result<Machine> machine = read_machine(*definition);
  if (!machine) return fail(machine.error());
  const Result<GuestPtr> guest = host_->guest_of(domain);
  if (!guest) return change_disks(*machine, "-d", tag, host_->folder().scratch_file());
  const Json devices = snapshot_devices(*machine);
  if (devices.empty()) return {};
  const Guest::Busy busy(**guest);
  return (*guest)->run_job("snapshot-delete", {{"tag", tag}, {"devices", devices}});
}

Result<std::int32_t> Connection::conclude(const DomainRef& domain, const Host::Rule& rule,
                                          bool halts) {
  if (halts) return host_->end_guest(domain, rule, Force::kInsist);
  if (host_->guest_of(domain)) return host_->ask_guest(domain, "query-status", rule);
  Registry::Access access(host_->registry());
  Result<Transition> transition = access.decide(domain, rule);
  if (!transition) return fail(std::move(transition.error()));
  return access.apply(domain.uuid, *std::move(transition));
}

Result<HostConnection::SnapshotCreated> Connection::snapshot_create(const DomainRef& domain,
                                                                    std::string_view xml,
                                                                    unsigned flags) {
  const bool redefined = (flags & VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE) != 0;
  const auto source = redefined ? MomentSource::kRedefinition : MomentSource::kDriver;
  Result<SnapshotDefinition> wanted = parse_snapshot(xml, source, new_uuid);
  if (!wanted) return fail(std::move(wanted.error()));
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  Result<Transition> transition;
  DefinitionPtr definition;
  bool active = false;
  const auto rule = [&](const DomainRuntime& before) {
    return lifecycle::snapshot_create(before, *wanted, flags);
  };
  {
    Registry::Access access(host_->registry());
    if (const KvmDomain* known = access.find(domain.uuid)) {
      if (!redefined) complete(*wanted, *known);
      definition = known->definition();
      active = known->runtime.active();
    } else if (wanted->name.empty()) {
      wanted->name = "unnamed";  // of a domain that is gone, which decide() says next
    }
    transition = access.decide(domain, rule);
  }
  if (!transition) return fail(std::move(transition.error()));
  if (!redefined) {
    if (Status kind = check_kind(*wanted, active, flags); !kind) return fail(kind.error());
    Status made = make_snapshot(domain, definition, active, wanted->name);
    if (!made) return fail(std::move(made.error()));
  }
  if (Status kept = keep_moments(domain, transition->after); !kept) {
    if (!redefined) (void)drop_snapshot(domain, definition, wanted->name);
    return fail(std::move(kept.error()));
  }
  const bool halts = active && (flags & VIR_DOMAIN_SNAPSHOT_CREATE_HALT) != 0;
  const Result<std::int32_t> id = conclude(domain, rule, halts);
  if (!id) return fail(id.error());
  return SnapshotCreated{wanted->name, *id};
}

Status Connection::snapshot_delete(const DomainChildRef& snapshot, unsigned flags) {
  const DomainRef& domain = snapshot.domain;
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const auto rule = [&](const DomainRuntime& before) {
    return lifecycle::snapshot_delete(before, snapshot.name, flags);
  };
  const Result<Transition> transition = decide(domain, rule);
  if (!transition) return fail(transition.error());
  const Result<DomainView> seen = look_at(domain);
  if (!seen) return fail(seen.error());
  if ((flags & VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY) == 0) {
    const DefinitionPtr& definition = seen->definitions.in_effect(seen->runtime);
    for (const auto& member : seen->runtime.snapshots.members()) {
      if (transition->after.snapshots.find(member->name) != nullptr) continue;
      Status dropped = drop_snapshot(domain, definition, member->name);
      if (!dropped) return dropped;
    }
  }
  if (Status kept = keep_moments(domain, transition->after); !kept) return kept;
  return outcome(conclude(domain, rule, false));
}

// A guest that runs goes back in its own process, which must be of the machine that it was.
Result<std::int32_t> Connection::revert_guest(const DomainChildRef& snapshot,
                                              const Machine& machine, const Host::Rule& rule,
                                              bool paused) {
  const Result<GuestPtr> found = host_->guest_of(snapshot.domain);
  if (!found) return fail(found.error());
  Guest& guest = **found;
  const Guest::Busy busy(guest);
  // A load that fails leaves a guest that ran in a state of its own, out of which it is to go on.
  if (const Result<Json> stopped = guest.call("stop"); !stopped) return fail(stopped.error());
  const std::string tag(snapshot.name);
  Status loaded = guest.run_job("snapshot-load", snapshot_arguments(machine, tag));
  if (!loaded) {
    const Result<DomainRecord> now = find(snapshot.domain.uuid);
    if (now && now->status.state == VIR_DOMAIN_RUNNING) (void)guest.call("cont");
    return fail(std::move(loaded.error()));
  }
  return host_->ask_guest(snapshot.domain, paused ? "stop" : "cont", rule);
}

// The domain is off: its disks go back, and it stays off or starts.
Result<std::int32_t> Connection::revert_off(const DomainChildRef& snapshot, const Machine& machine,
                                            const Host::Rule& rule, const Reversion& reversion) {
  const DomainRef& domain = snapshot.domain;
  const std::string tag(snapshot.name);
  if (!reversion.from_memory) {
    Status applied = change_disks(machine, "-a", tag, host_->folder().scratch_file());
    if (!applied) return fail(std::move(applied.error()));
  }
  const DefinitionPtr& config = reversion.definitions.config;
  if (Status stored = store(config, reversion.after); !stored) return fail(stored.error());
  {
    Registry::Access access(host_->registry());
    Result<KvmDomain*> known = access.find(domain);
    if (!known) return fail(known.error());
    (*known)->definitions.config = config;
  }
  if (!reversion.after.active()) {
    Status removed = host_->folder().remove_save(domain.uuid);
    if (!removed) return fail(std::move(removed.error()));
    Registry::Access access(host_->registry());
    Result<Transition> transition = access.decide(domain, rule);
    if (!transition) return fail(std::move(transition.error()));
    return access.apply(domain.uuid, *std::move(transition));
  }
  StartRequest request;
  request.definition = config;
  request.paused = reversion.after.state == VIR_DOMAIN_PAUSED;
  if (reversion.from_memory) request.snapshot_tag = tag;
  request.rule = [rule](const DomainRuntime* before_or_null) {
    return rule(before_or_null == nullptr ? DomainRuntime{} : *before_or_null);
  };
  return host_->start_guest(request);
}

Result<std::int32_t> Connection::snapshot_revert(const DomainChildRef& snapshot, unsigned flags) {
  const DomainRef& domain = snapshot.domain;
  const Result<KeyLocks::Held> held = host_->hold(domain.uuid);
  if (!held) return fail(held.error());
  const Host::Rule rule = [&snapshot, flags](const DomainRuntime& before) {
    return lifecycle::snapshot_revert(before, snapshot.name, flags);
  };
  const Result<Transition> transition = decide(domain, rule);
  if (!transition) return fail(transition.error());
  const Result<DomainView> seen = look_at(domain);
  if (!seen) return fail(seen.error());
  const auto found = require_member(seen->runtime.snapshots, snapshot.name);
  if (!found) return fail(found.error());
  const Reversion reversion{reverted(seen->definitions, seen->runtime, (*found)->domain),
                            transition->after, has_memory(**found)};
  const bool active = seen->runtime.active();
  const DefinitionPtr& target = active ? reversion.definitions.guest : reversion.definitions.config;
  const Result<Machine> machine = read_machine(*target);
  if (!machine) return fail(machine.error());
  Status possible = require_snapshot_disks(*machine, reversion.from_memory);
  if (!possible) return fail(std::move(possible.error()));
  if (active && reversion.from_memory) {
    if (Status same = require_same_machine(*seen->definitions.guest, *target); !same) {
      return fail(std::move(same.error()));
    }
    const bool paused = transition->after.state == VIR_DOMAIN_PAUSED;
    if (seen->runtime.persistent) {
      if (Status kept = keep_moments(domain, transition->after); !kept) return fail(kept.error());
    }
    return revert_guest(snapshot, *machine, rule, paused);
  }
  if (active) {
    if (!seen->runtime.persistent) {
      return fail_kvm(VIR_ERR_OPERATION_UNSUPPORTED,
                      "a transient domain can only be reverted to a snapshot with memory");
    }
    const auto stop = [&snapshot](const DomainRuntime& before) {
      return lifecycle::snapshot_revert(before, snapshot.name, VIR_DOMAIN_SNAPSHOT_REVERT_FORCE);
    };
    if (const auto ended = host_->end_guest(domain, stop, Force::kInsist); !ended) return ended;
    if (!transition->after.active()) {
      const Host::Rule no_more = [](const DomainRuntime& before) -> Result<Transition> {
        Transition unchanged;
        unchanged.after = before;
        return unchanged;
      };
      return revert_off(snapshot, *machine, no_more, reversion);
    }
  }
  return revert_off(snapshot, *machine, rule, reversion);
}

}  // namespace rollcall::kvm
