#include "conformance/checker/domain_machine.hpp"

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainState;
using history::Operation;
using history::Outcome;

std::int32_t id_given_by(const Operation& mutator) {
  return mutator.outcome == Outcome::kDone ? mutator.value : history::kUnknownId;
}

DomainState running(DomainState state, const Operation& mutator) {
  state.active = true;
  state.state = history::kStateRunning;
  state.id = id_given_by(mutator);
  return state;
}

DomainState stopped(DomainState state) {
  if (!state.persistent) return {};
  state.active = false;
  state.state = history::kStateShutoff;
  state.id = history::kInactiveId;
  return state;
}

DomainState undefined(DomainState state) {
  if (!state.active) return {};
  state.persistent = false;
  state.autostart = false;
  state.managed_save = false;
  state.snapshots = 0;
  state.checkpoints = 0;
  return state;
}

DomainState defined(DomainState state, const Operation& mutator) {
  if (!state.exists) state = {.exists = true, .name = mutator.argument};
  state.persistent = true;
  return state;
}

DomainState started(DomainState state, const Operation& mutator) {
  state = running(state, mutator);
  state.managed_save = false;
  return state;
}

DomainState saved(DomainState state) {
  state = stopped(state);
  state.managed_save = state.exists;
  return state;
}

}  // namespace

bool permits(const DomainState& state, const Operation& mutator) {
  switch (mutator.call) {
    case Call::kDefine:
      return !state.exists || state.name == mutator.argument;
    case Call::kUndefine:
    case Call::kSetAutostart:
      return state.persistent;
    case Call::kCreate:
      return !state.exists;
    case Call::kStart:
      return state.exists && !state.active;
    case Call::kDestroy:
      return state.active;
    case Call::kSuspend:
      if (state.state == history::kStatePaused) return mutator.outcome != Outcome::kRefused;
      return state.active && state.state == history::kStateRunning;
    case Call::kResume:
      return state.active && state.state == history::kStatePaused;
    case Call::kManagedSave:
      return state.active && state.persistent;
    case Call::kRename:
      return state.persistent && !state.active;
    case Call::kSnapshotDelete:
      return state.exists && state.snapshots > 0;
    case Call::kCheckpointDelete:
      return state.exists && state.checkpoints > 0;
    default:
      return state.exists;
  }
}

DomainState after(DomainState state, const Operation& mutator) {
  const bool makes_domain = mutator.call == Call::kDefine || mutator.call == Call::kCreate;
  if (!state.exists && !makes_domain) return state;
  switch (mutator.call) {
    case Call::kDefine:
      return defined(state, mutator);
    case Call::kUndefine:
      return undefined(state);
    case Call::kCreate:
      return running({.exists = true, .name = mutator.argument}, mutator);
    case Call::kStart:
      return started(state, mutator);
    case Call::kDestroy:
      return stopped(state);
    case Call::kSuspend:
      state.state = history::kStatePaused;
      return state;
    case Call::kResume:
      state.state = history::kStateRunning;
      return state;
    case Call::kSetAutostart:
      state.autostart = mutator.argument != 0;
      return state;
    case Call::kManagedSave:
      return saved(state);
    case Call::kManagedSaveRemove:
      state.managed_save = false;
      return state;
    case Call::kRename:
      state.name = mutator.argument;
      return state;
    case Call::kSnapshotCreate:
      ++state.snapshots;
      return state;
    case Call::kSnapshotDelete:
      if (state.snapshots > 0) --state.snapshots;
      return state;
    case Call::kCheckpointCreate:
      ++state.checkpoints;
      return state;
    case Call::kCheckpointDelete:
      if (state.checkpoints > 0) --state.checkpoints;
      return state;
    default:
      return state;
  }
}

AttributeWord attribute_word(const DomainState& state) {
  if (!state.exists) return kAbsentBit;
  return spec::holding_flags({.active = state.active,
                              .persistent = state.persistent,
                              .state = static_cast<spec::State>(state.state),
                              .managed_save = state.managed_save,
                              .autostart = state.autostart,
                              .has_snapshot = state.snapshots > 0,
                              .has_checkpoint = state.checkpoints > 0});
}

AttributeWord reject_mask(std::uint32_t flags) {
  AttributeWord rejected = kAbsentBit;
  for (const unsigned group : spec::kListFlagGroups) {
    if ((flags & group) != 0) rejected |= group & ~flags;
  }
  return rejected;
}

}  // namespace rollcall::checker
