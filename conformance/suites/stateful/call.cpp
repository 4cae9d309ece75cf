#include "conformance/suites/stateful/call.hpp"

#include <array>

namespace rollcall::suites::stateful {

namespace {

using namespace spec;  // NOLINT(google-build-using-namespace): flags by the dozen
using enum spec::Action;
using enum Argument;

constexpr std::array kItems = {
    MenuItem{kDefine, 0, kCurrentName, 12},
    MenuItem{kCreate, 0, kNone, 12},
    MenuItem{kCreateXml, 0, kCurrentName, 8},
    MenuItem{kDestroy, 0, kNone, 6},
    MenuItem{kUndefine, 0, kNone, 4},
    MenuItem{kSuspend, 0, kNone, 5},
    MenuItem{kResume, 0, kNone, 4},
    MenuItem{kShutdown, 0, kNone, 3},
    MenuItem{kReboot, 0, kNone, 2},
    MenuItem{kReset, 0, kNone, 2},
    MenuItem{kSetAutostart, 1, kNone, 4},
    MenuItem{kSetAutostart, 0, kNone, 2},
    MenuItem{kManagedSave, 0, kNone, 5},
    MenuItem{kManagedSaveRemove, 0, kNone, 2},
    MenuItem{kSnapshotCreate, 0, kMoment0, 3},
    MenuItem{kSnapshotCreate, 0, kMoment1, 2},
    MenuItem{kSnapshotCreate, 0, kMoment2, 2},
    MenuItem{kSnapshotDelete, 0, kMoment0, 2},
    MenuItem{kSnapshotDelete, 0, kMoment1, 2},
    MenuItem{kSnapshotRevert, 0, kMoment0, 3},
    MenuItem{kSnapshotRevert, 0, kMoment1, 2},
    MenuItem{kCheckpointCreate, 0, kMoment0, 3},
    MenuItem{kCheckpointCreate, 0, kMoment1, 2},
    MenuItem{kCheckpointDelete, 0, kMoment0, 2},
    MenuItem{kRename, 0, kOtherName, 3},
    MenuItem{kRename, 0, kOriginalName, 2},
    MenuItem{kSave, 0, kFile, 3},
    MenuItem{kRestore, 0, kFile, 3},
    MenuItem{kCoreDump, 0, kFile, 1},
    MenuItem{kCoreDump, kDumpCrash, kFile, 1},
    MenuItem{kCoreDump, kDumpLive, kFile, 1},
    MenuItem{kPmSuspend, 0, kNone, 3},
    MenuItem{kPmWakeup, 0, kNone, 2},
    MenuItem{kCreate, kStartPaused, kNone, 2},
    MenuItem{kCreate, kStartForceBoot, kNone, 2},
    MenuItem{kCreate, kStartPaused | kStartForceBoot, kNone, 1},
    MenuItem{kCreateXml, kStartPaused, kCurrentName, 2},
    MenuItem{kShutdown, kShutdownAcpi, kNone, 1},
    MenuItem{kReboot, kShutdownAcpi, kNone, 1},
    MenuItem{kDestroy, kDestroyGraceful, kNone, 1},
    MenuItem{kUndefine, kUndefineManagedSave, kNone, 1},
    MenuItem{kUndefine, kUndefineSnapshotsMetadata, kNone, 1},
    MenuItem{kUndefine, kUndefineCheckpointsMetadata, kNone, 1},
    MenuItem{kUndefine, kUndefineManagedSave | kUndefineSnapshotsMetadata, kNone, 1},
    MenuItem{kUndefine, kUndefineNvram, kNone, 1},
    MenuItem{kUndefine, kUndefineNvram | kUndefineKeepNvram, kNone, 1},
    MenuItem{kManagedSave, kSaveRunning, kNone, 1},
    MenuItem{kManagedSave, kSavePaused, kNone, 1},
    MenuItem{kManagedSave, kSaveRunning | kSavePaused, kNone, 1},
    MenuItem{kSnapshotCreate, kSnapshotHalt, kMoment0, 1},
    MenuItem{kSnapshotCreate, kSnapshotHalt, kMoment1, 1},
    MenuItem{kSnapshotDelete, kDeleteChildren, kMoment0, 1},
    MenuItem{kSnapshotDelete, kDeleteChildrenOnly, kMoment0, 1},
    MenuItem{kSnapshotDelete, kDeleteMetadataOnly, kMoment0, 1},
    MenuItem{kSnapshotDelete, kDeleteChildren | kDeleteChildrenOnly, kMoment0, 1},
    MenuItem{kSnapshotRevert, kRevertRunning, kMoment0, 2},
    MenuItem{kSnapshotRevert, kRevertPaused, kMoment0, 2},
    MenuItem{kSnapshotRevert, kRevertForce, kMoment0, 1},
    MenuItem{kSnapshotRevert, kRevertRunning | kRevertPaused, kMoment0, 1},
    MenuItem{kCheckpointDelete, kDeleteMetadataOnly, kMoment0, 1},
    MenuItem{kCoreDump, kDumpCrash | kDumpLive, kFile, 1},
    MenuItem{kRename, 0, kNeighbourName, 1},
    MenuItem{kRename, 0, kCurrentName, 1},
    MenuItem{kRename, 0, kEmptyName, 1},
    MenuItem{kRename, 0, kBadName, 1},
    MenuItem{kRename, kUnknownFlag, kOtherName, 1},
    MenuItem{kDefine, 0, kOriginalName, 1},
    MenuItem{kDefine, 0, kNeighbourName, 1},
    MenuItem{kCreateXml, 0, kNeighbourName, 1},
    MenuItem{kDefine, kUnknownFlag, kCurrentName, 1},
    MenuItem{kCreateXml, kUnknownFlag, kCurrentName, 1},
    MenuItem{kCreate, kUnknownFlag, kNone, 1},
    MenuItem{kShutdown, kUnknownFlag, kNone, 1},
    MenuItem{kReboot, kUnknownFlag, kNone, 1},
    MenuItem{kReset, kUnknownFlag, kNone, 1},
    MenuItem{kDestroy, kUnknownFlag, kNone, 1},
    MenuItem{kUndefine, kUnknownFlag, kNone, 1},
    MenuItem{kManagedSave, kUnknownFlag, kNone, 1},
    MenuItem{kManagedSaveRemove, kUnknownFlag, kNone, 1},
    MenuItem{kCoreDump, kUnknownFlag, kFile, 1},
    MenuItem{kSnapshotCreate, kUnknownFlag, kMoment0, 1},
    MenuItem{kSnapshotDelete, kUnknownFlag, kMoment0, 1},
    MenuItem{kSnapshotRevert, kUnknownFlag, kMoment0, 1},
    MenuItem{kCheckpointCreate, kUnknownFlag, kMoment0, 1},
    MenuItem{kCheckpointDelete, kUnknownFlag, kMoment0, 1},
    MenuItem{kPmSuspend, kUnknownFlag, kNone, 1},
    MenuItem{kPmWakeup, kUnknownFlag, kNone, 1},
};

}  // namespace

std::span<const MenuItem> menu() { return kItems; }

std::string to_text(const MenuItem& item) {
  return spec::to_text(spec::Operation{item.action, "", "", item.flags});
}

}  // namespace rollcall::suites::stateful
