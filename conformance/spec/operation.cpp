#include "conformance/spec/operation.hpp"

#include <array>
#include <cstdio>
#include <span>

namespace rollcall::spec {
namespace {

struct FlagName {
  unsigned bit;
  const char* name;
};

constexpr std::array<FlagName, 3> kStartFlags = {{{kStartPaused, "PAUSED"},
                                                  {kStartAutodestroy, "AUTODESTROY"},
                                                  {kStartForceBoot, "FORCE_BOOT"}}};
constexpr std::array<FlagName, 1> kShutdownFlags = {{{kShutdownAcpi, "ACPI"}}};
constexpr std::array<FlagName, 1> kDestroyFlags = {{{kDestroyGraceful, "GRACEFUL"}}};
constexpr std::array<FlagName, 5> kUndefineFlags = {
    {{kUndefineManagedSave, "MANAGED_SAVE"},
     {kUndefineSnapshotsMetadata, "SNAPSHOTS"},
     {kUndefineNvram, "NVRAM"},
     {kUndefineKeepNvram, "KEEP_NVRAM"},
     {kUndefineCheckpointsMetadata, "CHECKPOINTS"}}};
constexpr std::array<FlagName, 2> kSaveFlags = {
    {{kSaveRunning, "RUNNING"}, {kSavePaused, "PAUSED"}}};
constexpr std::array<FlagName, 2> kDumpFlags = {{{kDumpCrash, "CRASH"}, {kDumpLive, "LIVE"}}};
constexpr std::array<FlagName, 1> kSnapshotFlags = {{{kSnapshotHalt, "HALT"}}};
constexpr std::array<FlagName, 3> kDeleteFlags = {{{kDeleteChildren, "CHILDREN"},
                                                   {kDeleteMetadataOnly, "METADATA_ONLY"},
                                                   {kDeleteChildrenOnly, "CHILDREN_ONLY"}}};
constexpr std::array<FlagName, 3> kRevertFlags = {
    {{kRevertRunning, "RUNNING"}, {kRevertPaused, "PAUSED"}, {kRevertForce, "FORCE"}}};

std::span<const FlagName> flag_names(Action action) {
  switch (action) {
    case Action::kCreateXml:
    case Action::kCreate:
      return kStartFlags;
    case Action::kShutdown:
    case Action::kReboot:
      return kShutdownFlags;
    case Action::kDestroy:
      return kDestroyFlags;
    case Action::kUndefine:
      return kUndefineFlags;
    case Action::kManagedSave:
    case Action::kSave:
    case Action::kRestore:
      return kSaveFlags;
    case Action::kCoreDump:
      return kDumpFlags;
    case Action::kSnapshotCreate:
      return kSnapshotFlags;
    case Action::kSnapshotDelete:
    case Action::kCheckpointDelete:
      return kDeleteFlags;
    case Action::kSnapshotRevert:
      return kRevertFlags;
    default:
      return {};
  }
}

std::string flags_text(Action action, unsigned flags) {
  if (action == Action::kSetAutostart) return std::to_string(flags);
  std::string text;
  for (const FlagName& flag : flag_names(action)) {
    if ((flags & flag.bit) == 0) continue;
    text += (text.empty() ? "" : "|") + std::string(flag.name);
    flags &= ~flag.bit;
  }
  if (flags != 0) {
    std::array<char, 16> hex{};
    std::snprintf(hex.data(), hex.size(), "0x%x", flags);
    text += (text.empty() ? "" : "|") + std::string(hex.data());
  }
  return text.empty() ? "0" : text;
}

}  // namespace

std::string name_of(Action action) {
  static constexpr std::array<const char*, kActionCount> kNames = {"defineXML",
                                                                   "createXML",
                                                                   "create",
                                                                   "suspend",
                                                                   "resume",
                                                                   "shutdown",
                                                                   "reboot",
                                                                   "reset",
                                                                   "destroy",
                                                                   "undefine",
                                                                   "setAutostart",
                                                                   "rename",
                                                                   "managedSave",
                                                                   "managedSaveRemove",
                                                                   "save",
                                                                   "restore",
                                                                   "coreDump",
                                                                   "snapshotCreateXML",
                                                                   "snapshotDelete",
                                                                   "revertToSnapshot",
                                                                   "checkpointCreateXML",
                                                                   "checkpointDelete",
                                                                   "pmSuspend",
                                                                   "pmWakeup"};
  return kNames[static_cast<std::size_t>(action)];
}

std::string to_text(const Operation& operation) {
  return name_of(operation.action) + "(" + flags_text(operation.action, operation.flags) + ")";
}

}  // namespace rollcall::spec
