#include "conformance/workload/patterns.hpp"

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::workload {
namespace {

using enum history::Call;
using enum spec::ListFlag;

std::vector<Pattern> power_patterns() {
  return {
      {"at least one of two is active",
       Subject::kPower,
       {Home::kRunning, Home::kOff},
       {{kStart, 1}, {kDestroy, 0}, {kStart, 0}, {kDestroy, 1}},
       {kListActive, 0, kListActive | kListPersistent, kListInactive}},
      {"at most one of two is active",
       Subject::kPower,
       {Home::kRunning, Home::kOff},
       {{kDestroy, 0}, {kStart, 1}, {kDestroy, 1}, {kStart, 0}},
       {kListActive, 0, kListInactive, kListShutoff}},
      {"at least one of two runs",
       Subject::kPower,
       {Home::kRunning, Home::kPaused},
       {{kResume, 1}, {kSuspend, 0}, {kResume, 0}, {kSuspend, 1}},
       {kListRunning, kListActive, kListActive | kListRunning, kListPaused}},
      {"at most one of two runs",
       Subject::kPower,
       {Home::kRunning, Home::kPaused},
       {{kSuspend, 0}, {kResume, 1}, {kSuspend, 1}, {kResume, 0}},
       {kListRunning, kListActive, kListPaused}},
      {"a domain restarts",
       Subject::kPower,
       {Home::kRunning},
       {{kDestroy, 0}, {kStart, 0}},
       {kListActive, 0}},
      {"a domain starts and stops",
       Subject::kPower,
       {Home::kOff},
       {{kStart, 0}, {kDestroy, 0}},
       {kListActive, kListInactive}},
      {"a domain starts, pauses and stops",
       Subject::kPower,
       {Home::kOff},
       {{kStart, 0}, {kSuspend, 0}, {kResume, 0}, {kDestroy, 0}},
       {kListActive, kListRunning, kListPaused, kListShutoff}},
  };
}

std::vector<Pattern> definition_patterns() {
  return {
      {"at least one of two exists",
       Subject::kDefinition,
       {Home::kOff, Home::kAbsent},
       {{kDefine, 1, 1}, {kUndefine, 0}, {kDefine, 0, 0}, {kUndefine, 1}},
       {0, kListInactive, kListPersistent, kListTransient}},
      {"a definition comes and goes",
       Subject::kDefinition,
       {Home::kAbsent},
       {{kDefine, 0, 0}, {kUndefine, 0}},
       {kListTransient, kListPersistent, 0}},
      {"at least one transient of two",
       Subject::kTransience,
       {Home::kAbsent, Home::kAbsent},
       {{kCreate, 0, 0},
        {kCreate, 1, 1},
        {kDestroy, 0},
        {kCreate, 0, 0},
        {kDestroy, 1},
        {kDestroy, 0}},
       {kListTransient, kListActive, 0},
       3},
      {"a transient domain comes and goes",
       Subject::kTransience,
       {Home::kAbsent},
       {{kCreate, 0, 0}, {kDestroy, 0}},
       {kListTransient, kListActive, 0}},
      {"a running domain loses its definition and gets it back",
       Subject::kDefinition,
       {Home::kRunning},
       {{kUndefine, 0}, {kDefine, 0, 0}},
       {kListPersistent, kListTransient}},
      {.name = "two domains rotate over three names",
       .subject = Subject::kName,
       .homes = {Home::kOff, Home::kOff},
       .moves = {{kRename, 0, 2},
                 {kRename, 1, 0},
                 {kRename, 0, 1},
                 {kRename, 1, 2},
                 {kRename, 0, 0},
                 {kRename, 1, 1}},
       .telling_flags = {0, kListInactive},
       .renames = true},
  };
}

std::vector<Pattern> attribute_patterns() {
  return {
      {"at least one of two starts with the host",
       Subject::kAttribute,
       {Home::kOff, Home::kOff},
       {{kSetAutostart, 0, 1},
        {kSetAutostart, 1, 1},
        {kSetAutostart, 0, 0},
        {kSetAutostart, 0, 1},
        {kSetAutostart, 1, 0},
        {kSetAutostart, 0, 0}},
       {kListAutostart, kListNoAutostart},
       3},
      {"a domain is saved and comes back",
       Subject::kAttribute,
       {Home::kRunning},
       {{kManagedSave, 0}, {kStart, 0}, {kManagedSave, 0}, {kManagedSaveRemove, 0}, {kStart, 0}},
       {kListInactive | kListNoManagedSave, kListManagedSave, kListNoManagedSave,
        kListInactive | kListManagedSave}},
      {"a domain is saved and starts again",
       Subject::kAttribute,
       {Home::kRunning},
       {{kManagedSave, 0}, {kStart, 0}},
       {kListInactive | kListNoManagedSave, kListNoManagedSave, kListManagedSave}},
      {"at least one of two has a snapshot",
       Subject::kAttribute,
       {Home::kOff, Home::kOff},
       {{kSnapshotCreate, 0},
        {kSnapshotCreate, 1},
        {kSnapshotDelete, 0},
        {kSnapshotCreate, 0},
        {kSnapshotDelete, 1},
        {kSnapshotDelete, 0}},
       {kListHasSnapshot, kListNoSnapshot},
       3},
      {"at least one of two has a checkpoint",
       Subject::kAttribute,
       {Home::kRunning, Home::kRunning},
       {{kCheckpointCreate, 0},
        {kCheckpointCreate, 1},
        {kCheckpointDelete, 0},
        {kCheckpointCreate, 0},
        {kCheckpointDelete, 1},
        {kCheckpointDelete, 0}},
       {kListHasCheckpoint, kListNoCheckpoint},
       3},
  };
}

}  // namespace

std::span<const Pattern> all_patterns() {
  static const std::vector<Pattern> patterns = [] {
    std::vector<Pattern> all = power_patterns();
    for (auto* more : {&definition_patterns, &attribute_patterns}) {
      for (Pattern& pattern : more()) all.push_back(std::move(pattern));
    }
    return all;
  }();
  return patterns;
}

}  // namespace rollcall::workload
