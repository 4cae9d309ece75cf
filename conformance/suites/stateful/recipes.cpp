#include "conformance/suites/stateful/recipes.hpp"

namespace rollcall::suites::stateful {
namespace {

using spec::Action;

constexpr MenuItem kDefine{Action::kDefine, 0, Argument::kCurrentName};
constexpr MenuItem kCreateXml{Action::kCreateXml, 0, Argument::kCurrentName};
constexpr MenuItem kCreate{Action::kCreate};
constexpr MenuItem kCreatePaused{Action::kCreate, spec::kStartPaused};
constexpr MenuItem kSuspend{Action::kSuspend};
constexpr MenuItem kResume{Action::kResume};
constexpr MenuItem kShutdown{Action::kShutdown};
constexpr MenuItem kDestroy{Action::kDestroy};
constexpr MenuItem kUndefine{Action::kUndefine};
constexpr MenuItem kAutostart{Action::kSetAutostart, 1};
constexpr MenuItem kRename{Action::kRename, 0, Argument::kOtherName};
constexpr MenuItem kManagedSave{Action::kManagedSave};
constexpr MenuItem kManagedSavePaused{Action::kManagedSave, spec::kSavePaused};
constexpr MenuItem kManagedSaveRunning{Action::kManagedSave, spec::kSaveRunning};
constexpr MenuItem kSave{Action::kSave, 0, Argument::kFile};
constexpr MenuItem kRestore{Action::kRestore, 0, Argument::kFile};
constexpr MenuItem kSnapshot{Action::kSnapshotCreate, 0, Argument::kMoment0};
constexpr MenuItem kSecondSnapshot{Action::kSnapshotCreate, 0, Argument::kMoment1};
constexpr MenuItem kSnapshotHalt{Action::kSnapshotCreate, spec::kSnapshotHalt, Argument::kMoment0};
constexpr MenuItem kCheckpoint{Action::kCheckpointCreate, 0, Argument::kMoment0};
constexpr MenuItem kSecondCheckpoint{Action::kCheckpointCreate, 0, Argument::kMoment1};
constexpr MenuItem kSleep{Action::kPmSuspend};
constexpr MenuItem kWakeUp{Action::kPmWakeup};

std::vector<Recipe> plain_recipes() {
  return {
      // Plain states.
      {kDefine},
      {kDefine, kCreate},
      {kDefine, kCreate, kSuspend},
      {kCreateXml},
      {kCreateXml, kSuspend},
      {kDefine, kUndefine},
      {kDefine, kCreateXml},
      {kDefine, kCreate, kDestroy},
      {kDefine, kCreate, kShutdown},
      {kDefine, kCreate, kSuspend, kResume},
      {kDefine, kCreatePaused},
      {kCreateXml, kDestroy},
      {kCreateXml, kDefine},
      {kDefine, kRename},
      {kDefine, kUndefine, kDefine},
      // Transients that were defined before.
      {kDefine, kCreate, kUndefine},
      {kDefine, kCreate, kSuspend, kUndefine},
      {kDefine, kCreate, kUndefine, kDefine},
      // Autostart.
      {kDefine, kAutostart},
      {kDefine, kAutostart, kCreate},
      {kDefine, kAutostart, kCreate, kUndefine},
      {kCreateXml, kAutostart},
  };
}

std::vector<Recipe> saved_recipes() {
  return {
      // Managed save.
      {kDefine, kCreate, kManagedSave},
      {kDefine, kCreate, kSuspend, kManagedSave},
      {kDefine, kCreate, kManagedSavePaused},
      {kDefine, kCreate, kSuspend, kManagedSaveRunning},
      {kDefine, kCreate, kManagedSave, kCreate},
      {kDefine, kCreate, kManagedSave, kCreateXml},
      {kDefine, kSnapshot, kCreate, kManagedSave},
      {kDefine, kCreate, kSnapshot, kManagedSave},
      // Saved to a file.
      {kDefine, kCreate, kSave},
      {kDefine, kCreate, kSuspend, kSave},
      {kDefine, kCreate, kSave, kCreate},
      {kDefine, kCreate, kSave, kRestore},
      {kCreateXml, kSave},
      {kCreateXml, kSuspend, kSave},
      {kCreateXml, kSave, kRestore},
      {kDefine, kCreate, kSave, kCreate, kManagedSave},
      {kDefine, kCreate, kSave, kRename},
  };
}

std::vector<Recipe> moment_recipes() {
  return {
      // Snapshots, taken off, running and paused.
      {kDefine, kSnapshot},
      {kDefine, kSnapshot, kCreate},
      {kDefine, kSnapshot, kCreate, kSuspend},
      {kDefine, kSnapshot, kCreate, kUndefine},
      {kDefine, kCreate, kSnapshot},
      {kDefine, kCreate, kSnapshot, kSuspend},
      {kDefine, kCreate, kSnapshot, kDestroy},
      {kDefine, kCreate, kSnapshotHalt},
      {kDefine, kCreate, kSuspend, kSnapshot},
      {kDefine, kCreate, kSuspend, kSnapshot, kResume},
      {kDefine, kCreate, kSuspend, kSnapshot, kDestroy},
      {kCreateXml, kSnapshot},
      {kCreateXml, kSuspend, kSnapshot},
      {kDefine, kSnapshot, kSecondSnapshot},
      {kDefine, kSnapshot, kCreate, kSecondSnapshot},
      {kDefine, kSnapshot, kRename},
      // Checkpoints.
      {kDefine, kCreate, kCheckpoint},
      {kDefine, kCreate, kSuspend, kCheckpoint},
      {kCreateXml, kCheckpoint},
      {kDefine, kCreate, kCheckpoint, kDestroy},
      {kDefine, kCreate, kCheckpoint, kSecondCheckpoint},
      {kDefine, kCreate, kCheckpoint, kManagedSave},
  };
}

std::vector<Recipe> sleeping_recipes() {
  return {
      // Asleep.
      {kDefine, kCreate, kSleep},
      {kCreateXml, kSleep},
      {kDefine, kCreate, kSleep, kWakeUp},
      {kDefine, kCreate, kSleep, kManagedSave},
  };
}

std::vector<Recipe> all_recipes() {
  std::vector<Recipe> all;
  for (const auto& group :
       {plain_recipes(), saved_recipes(), moment_recipes(), sleeping_recipes()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace

const std::vector<Recipe>& recipes() {
  static const std::vector<Recipe> all = all_recipes();
  return all;
}

}  // namespace rollcall::suites::stateful
