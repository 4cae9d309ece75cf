// Internal snapshots in the disks of a machine.

#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "api/core/result.hpp"
#include "kvmdriver/machine.hpp"

namespace rollcall::kvm {

/// Checks that a snapshot of the machine's disks can be kept in them.
///
/// Errors: OPERATION_UNSUPPORTED naming the disk that is not qcow2, or, for a snapshot with memory,
///         saying that there is no disk for it.
Status require_snapshot_disks(const Machine& machine, bool with_memory);

/// Arguments of QEMU's snapshot-save and snapshot-load for all disks of a machine.
///
/// Pre: require_snapshot_disks() with memory.
nlohmann::json snapshot_arguments(const Machine& machine, const std::string& tag);

/// The disks of a machine as QEMU's snapshot-delete has them.
nlohmann::json snapshot_devices(const Machine& machine);

/// Makes ("-c"), applies ("-a") or deletes ("-d") a snapshot in all disks of a machine that is off.
///
/// `scratch_file`: where to let qemu-img print what is wrong.
/// Errors: OPERATION_FAILED with what qemu-img says; a snapshot that was made in only some of the
///         disks is deleted again.
Status change_disks(const Machine& machine, const std::string& action, const std::string& tag,
                    const std::string& scratch_file);

}  // namespace rollcall::kvm
