// Operation: one call of the life-cycle API, as data. What it may do in which state is in host.hpp.

#pragma once

#include <string>

namespace rollcall::spec {

enum class Action : int {
  kDefine,
  kCreateXml,
  kCreate,
  kSuspend,
  kResume,
  kShutdown,
  kReboot,
  kReset,
  kDestroy,
  kUndefine,
  kSetAutostart,
  kRename,
  kManagedSave,
  kManagedSaveRemove,
  kSave,
  kRestore,
  kCoreDump,
  kSnapshotCreate,
  kSnapshotDelete,
  kSnapshotRevert,
  kCheckpointCreate,
  kCheckpointDelete,
  kPmSuspend,
  kPmWakeup,
};

inline constexpr int kActionCount = static_cast<int>(Action::kPmWakeup) + 1;

/// Flags of the calls; the numbers are those of libvirt's headers.
inline constexpr unsigned kStartPaused = 1;
inline constexpr unsigned kStartAutodestroy = 2;
inline constexpr unsigned kStartForceBoot = 8;
inline constexpr unsigned kShutdownAcpi = 1;
inline constexpr unsigned kDestroyGraceful = 1;
inline constexpr unsigned kUndefineManagedSave = 1;
inline constexpr unsigned kUndefineSnapshotsMetadata = 2;
inline constexpr unsigned kUndefineNvram = 4;
inline constexpr unsigned kUndefineKeepNvram = 8;
inline constexpr unsigned kUndefineCheckpointsMetadata = 16;
inline constexpr unsigned kSaveRunning = 2;
inline constexpr unsigned kSavePaused = 4;
inline constexpr unsigned kDumpCrash = 1;
inline constexpr unsigned kDumpLive = 2;
inline constexpr unsigned kSnapshotHalt = 8;
inline constexpr unsigned kDeleteChildren = 1;
inline constexpr unsigned kDeleteMetadataOnly = 2;
inline constexpr unsigned kDeleteChildrenOnly = 4;
inline constexpr unsigned kRevertRunning = 1;
inline constexpr unsigned kRevertPaused = 2;
inline constexpr unsigned kRevertForce = 4;
/// A bit that no call documents.
inline constexpr unsigned kUnknownFlag = 1u << 30;

struct Operation {
  Action action = Action::kDefine;
  std::string uuid;  ///< the domain that the call is about
  /// The other argument, if any: the domain's name (define, createXML), the new name (rename), the
  /// snapshot or checkpoint, the file (save, restore, core dump).
  std::string argument;
  /// The flags; for setAutostart the value.
  unsigned flags = 0;
};

/// The libvirt function's name without its prefix, e.g. "managedSaveRemove".
std::string name_of(Action action);

/// "undefine(MANAGED_SAVE|0x40000000)": the action with its flags by name.
std::string to_text(const Operation& operation);

}  // namespace rollcall::spec
