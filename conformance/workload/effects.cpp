#include "conformance/workload/effects.hpp"

namespace rollcall::workload {
namespace {

using history::Call;
using history::DomainState;

void start(DomainState& state, std::int32_t id) {
  state.active = true;
  state.state = history::kStateRunning;
  state.managed_save = false;
  state.id = id;
}

void stop(DomainState& state) {
  if (!state.persistent) {
    state = {};
    return;
  }
  state.active = false;
  state.state = history::kStateShutoff;
  state.id = history::kInactiveId;
}

void undefine(DomainState& state) {
  if (!state.active) {
    state = {};
    return;
  }
  state.persistent = false;
  state.autostart = false;
  state.managed_save = false;
  state.snapshots = 0;
  state.checkpoints = 0;
}

void append_drops(const DomainState& state, std::vector<Call>& calls) {
  calls.insert(calls.end(), state.snapshots, Call::kSnapshotDelete);
  calls.insert(calls.end(), state.checkpoints, Call::kCheckpointDelete);
  if (state.managed_save) calls.push_back(Call::kManagedSaveRemove);
}

}  // namespace

bool is_done_in(const DomainState& state, Call call) {
  switch (call) {
    case Call::kDefine:
      return true;
    case Call::kUndefine:
      return state.exists && state.persistent;
    case Call::kCreate:
      return !state.exists;
    case Call::kStart:
      return state.exists && !state.active;
    case Call::kDestroy:
      return state.active;
    case Call::kSuspend:
      return state.state == history::kStateRunning;
    case Call::kResume:
      return state.state == history::kStatePaused;
    case Call::kSetAutostart:
      return state.persistent;
    case Call::kManagedSave:
      return state.active && state.persistent;
    case Call::kRename:
      return state.persistent && !state.active;
    case Call::kSnapshotDelete:
      return state.snapshots != 0;
    case Call::kCheckpointDelete:
      return state.checkpoints != 0;
    default:
      return state.exists;
  }
}

void apply(DomainState& state, Call call, std::uint32_t argument, std::int32_t value) {
  switch (call) {
    case Call::kDefine:
      if (!state.exists) state = {.exists = true, .name = argument};
      state.persistent = true;
      break;
    case Call::kUndefine:
      return undefine(state);
    case Call::kCreate:
      state = {.exists = true, .name = argument};
      return start(state, value);
    case Call::kStart:
      return start(state, value);
    case Call::kDestroy:
      return stop(state);
    case Call::kSuspend:
      state.state = history::kStatePaused;
      break;
    case Call::kResume:
      state.state = history::kStateRunning;
      break;
    case Call::kSetAutostart:
      state.autostart = argument != 0;
      break;
    case Call::kManagedSave:
      stop(state);
      state.managed_save = true;
      break;
    case Call::kManagedSaveRemove:
      state.managed_save = false;
      break;
    case Call::kRename:
      state.name = argument;
      break;
    case Call::kSnapshotCreate:
      ++state.snapshots;
      break;
    case Call::kSnapshotDelete:
      --state.snapshots;
      break;
    case Call::kCheckpointCreate:
      ++state.checkpoints;
      break;
    case Call::kCheckpointDelete:
      --state.checkpoints;
      break;
    default:
      break;
  }
}

std::vector<Call> way_out(const DomainState& state) {
  std::vector<Call> calls;
  if (!state.exists) return calls;
  append_drops(state, calls);
  if (state.active) calls.push_back(Call::kDestroy);
  if (state.persistent) calls.push_back(Call::kUndefine);
  return calls;
}

std::vector<Call> way_home(const DomainState& state, Home home) {
  if (home == Home::kAbsent) return way_out(state);
  std::vector<Call> calls;
  append_drops(state, calls);
  if (state.autostart) calls.push_back(Call::kSetAutostart);
  if (!state.persistent) calls.push_back(Call::kDefine);
  if (home == Home::kOff) {
    if (state.active) calls.push_back(Call::kDestroy);
    return calls;
  }
  if (!state.active) calls.push_back(Call::kStart);
  const bool is_paused = state.state == history::kStatePaused;
  if (home == Home::kPaused && !is_paused) calls.push_back(Call::kSuspend);
  if (home == Home::kRunning && is_paused) calls.push_back(Call::kResume);
  return calls;
}

}  // namespace rollcall::workload
