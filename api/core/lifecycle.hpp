// The life-cycle rules of libvirt domains, as pure functions from one DomainRuntime to the next.
//
// Every driver that keeps domains itself follows these rules; where libvirt's drivers disagree they
// do what the documentation asks for. A rule either refuses with libvirt's error code, and then
// nothing has changed, or returns a Transition for the driver to apply in one commit. Flags are
// checked first: unknown bits are INVALID_ARG whatever the state. Identity (clashing names and
// uuids), files and definitions are the driver's business.
//
// Threading: all functions are pure.

#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "api/core/domain_runtime.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// One life-cycle event: a virDomainEventType and the detail that belongs to it.
struct LifecycleEvent {
  int type = 0;
  int detail = 0;

  friend bool operator==(const LifecycleEvent&, const LifecycleEvent&) = default;
};

/// The id of a guest that has just started, until the driver puts its next id there.
inline constexpr int kIdPending = 0;

/// What an operation does to a domain.
struct Transition {
  DomainRuntime after{};
  bool gone = false;          ///< the domain ceases to exist; `after` is its last moment
  bool needs_new_id = false;  ///< `after.id` is kIdPending; the next unused id belongs there
  bool rebooted = false;      ///< VIR_DOMAIN_EVENT_ID_REBOOT is due too
  std::vector<LifecycleEvent> events{};  ///< in the order of delivery
};

namespace lifecycle {

// --- Existence ---

/// virDomainDefineXMLFlags. `before_or_null` is the domain of the same name and uuid, null for a
/// new one.
Result<Transition> define(const DomainRuntime* before_or_null, unsigned flags);

/// virDomainUndefineFlags. An active domain becomes transient, an inactive one is gone.
///
/// Errors: OPERATION_INVALID for a transient domain, and for an inactive one with a managed save
///         image, snapshots or checkpoints that the flags do not give up.
Result<Transition> undefine(const DomainRuntime& before, unsigned flags);

/// virDomainCreateXML. `before_or_null` as in define(). A managed save image is dropped: a running
/// domain has none.
///
/// Errors: OPERATION_INVALID when active.
Result<Transition> create_xml(const DomainRuntime* before_or_null, unsigned flags);

/// virDomainCreateWithFlags: boots, or restores from the managed save image, which is used up.
///
/// Errors: OPERATION_INVALID when active.
Result<Transition> create(const DomainRuntime& before, unsigned flags);

/// The guest of a persistent domain could not be started: SHUTOFF with reason FAILED, and no event.
Transition start_failed(const DomainRuntime& before);

/// virDomainSetAutostart.
///
/// Errors: OPERATION_INVALID for a transient domain.
Result<Transition> set_autostart(const DomainRuntime& before, bool autostart);

/// Whether a domain, the renamed one included, already has the new name.
enum class NewName { kFree, kTaken };

/// virDomainRename. Names are the driver's: it checks the new one with check_domain_name().
///
/// Errors: OPERATION_INVALID when active, with a managed save image, or when the name is taken.
Result<Transition> rename(const DomainRuntime& before, NewName new_name, unsigned flags);

// --- Running guests ---

/// virDomainSuspend. Succeeds without effect on a domain that is already paused, or crashed.
Result<Transition> suspend(const DomainRuntime& before);

/// virDomainResume. A crashed guest crashes again.
Result<Transition> resume(const DomainRuntime& before);

/// virDomainShutdownFlags: only asks the guest. What it does then is guest_powered_off().
///
/// Errors: OPERATION_INVALID unless running.
Status request_shutdown(const DomainRuntime& before, unsigned flags);

/// virDomainReboot: only asks the guest. A guest that runs does guest_rebooted() then, any other
/// ignores it.
///
/// Errors: OPERATION_INVALID when inactive.
Status request_reboot(const DomainRuntime& before, unsigned flags);

/// virDomainReset. State and id stay.
Result<Transition> reset(const DomainRuntime& before, unsigned flags);

/// virDomainDestroyFlags, and what happens to an autodestroy domain when its connection closes.
Result<Transition> destroy(const DomainRuntime& before, unsigned flags);

/// virDomainPMSuspendForDuration. `target` is a virNodeSuspendTarget; the guest has an agent.
///
/// Errors: OPERATION_INVALID unless running; INVALID_ARG for an unknown target;
///         ARGUMENT_UNSUPPORTED for a duration other than 0.
Result<Transition> pm_suspend(const DomainRuntime& before, unsigned target,
                              unsigned long long duration_s, unsigned flags);

/// virDomainPMWakeup.
///
/// Errors: OPERATION_INVALID unless suspended by power management.
Result<Transition> pm_wakeup(const DomainRuntime& before, unsigned flags);

// --- What guests do by themselves ---

/// The guest powered itself off, on request or not.
///
/// Pre: running.
Transition guest_powered_off(const DomainRuntime& before, LifecycleAction on_poweroff);

/// The guest rebooted, on request or not.
///
/// Pre: running.
Transition guest_rebooted(const DomainRuntime& before, LifecycleAction on_reboot);

/// The guest's kernel panicked.
///
/// Pre: running.
Transition guest_crashed(const DomainRuntime& before, LifecycleAction on_crash);

/// The guest is gone without having powered off, as when the hypervisor's process was killed.
///
/// Pre: active.
Transition guest_lost(const DomainRuntime& before);

/// A disk of the guest failed, and the hypervisor paused it, as it does for error policy "stop".
///
/// Pre: running.
Transition guest_paused_by_io_error(const DomainRuntime& before);

// --- Memory on disk ---

/// virDomainManagedSave. The image is in `after.managed_save`.
///
/// Errors: OPERATION_INVALID when inactive or transient.
Result<Transition> managed_save(const DomainRuntime& before, unsigned flags);

/// virDomainManagedSaveRemove. Succeeds when there is none.
Result<Transition> managed_save_remove(const DomainRuntime& before, unsigned flags);

/// What virDomainSaveFlags makes: the transition of the domain and the image for the file.
struct SaveToFile {
  Transition transition;
  SavedImage image;
};
Result<SaveToFile> save(const DomainRuntime& before, unsigned flags);

/// virDomainRestoreFlags. `before_or_null` is the domain of the image's name and uuid, null when
/// there is none.
///
/// Errors: OPERATION_INVALID when active.
Result<Transition> restore(const DomainRuntime* before_or_null, const SavedImage& image,
                           unsigned flags);

/// virDomainCoreDumpWithFormat.
Result<Transition> core_dump(const DomainRuntime& before, unsigned flags);

// --- Snapshots and checkpoints ---

/// virDomainSnapshotCreateXML. `wanted` has a name; without REDEFINE its parent, state and memory
/// are set here. The result is `after.snapshots.find(wanted.name)` unless NO_METADATA is among the
/// flags.
///
/// Errors: OPERATION_FAILED when the name is taken (without REDEFINE); INVALID_ARG for an unknown
///         parent or one that would close a circle; OPERATION_UNSUPPORTED with checkpoints or in
///         PMSUSPENDED; OPERATION_INVALID for HALT of a transient domain.
Result<Transition> snapshot_create(const DomainRuntime& before, SnapshotDefinition wanted,
                                   unsigned flags);

/// virDomainSnapshotDelete.
///
/// Errors: NO_DOMAIN_SNAPSHOT.
Result<Transition> snapshot_delete(const DomainRuntime& before, std::string_view name,
                                   unsigned flags);

/// virDomainRevertToSnapshot. The driver makes the snapshot's `domain` the definition.
///
/// Errors: NO_DOMAIN_SNAPSHOT; OPERATION_INVALID for a transient domain that would end up inactive;
///         SNAPSHOT_REVERT_RISKY for a snapshot without a definition, unless FORCE is among the
///         flags.
Result<Transition> snapshot_revert(const DomainRuntime& before, std::string_view name,
                                   unsigned flags);

/// virDomainCheckpointCreateXML. `wanted` has a name; without REDEFINE its parent is set here.
///
/// Errors: as snapshot_create; OPERATION_UNSUPPORTED with snapshots or when inactive.
Result<Transition> checkpoint_create(const DomainRuntime& before, CheckpointDefinition wanted,
                                     unsigned flags);

/// virDomainCheckpointDelete.
///
/// Errors: NO_DOMAIN_CHECKPOINT; OPERATION_UNSUPPORTED when inactive, unless METADATA_ONLY is among
/// the flags.
Result<Transition> checkpoint_delete(const DomainRuntime& before, std::string_view name,
                                     unsigned flags);

}  // namespace lifecycle
}  // namespace rollcall
