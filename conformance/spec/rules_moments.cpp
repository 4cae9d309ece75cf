// Rows of snapshots and checkpoints.

#include <algorithm>

#include "conformance/spec/rules.hpp"

namespace rollcall::spec::rules {
namespace {

bool is_descendant(const std::vector<Moment>& moments, const std::string& name,
                   const std::string& ancestor) {
  for (const Moment* moment = find_moment(moments, name); moment != nullptr;
       moment = find_moment(moments, moment->parent)) {
    if (moment->parent == ancestor) return true;
  }
  return false;
}

std::vector<Moment> without(const std::vector<Moment>& moments, const Moment& removed,
                            unsigned flags) {
  const bool with_children = (flags & (kDeleteChildren | kDeleteChildrenOnly)) != 0;
  std::vector<Moment> left;
  for (const Moment& moment : moments) {
    const bool is_removed_one = moment.name == removed.name;
    if (is_removed_one && (flags & kDeleteChildrenOnly) == 0) continue;
    if (with_children && is_descendant(moments, moment.name, removed.name)) continue;
    left.push_back(moment);
    if (!is_removed_one && moment.parent == removed.name) left.back().parent = removed.parent;
  }
  return left;
}

struct RevertTarget {
  State state = State::kShutoff;
  bool has_memory = false;  ///< of the snapshot: without one the guest boots afresh
};

const EventPattern kDefinedAgain{{}, {kDefinedFromSnapshot}, {}};

Outcomes revert_to_off(const Domain& domain) {
  if (!domain.persistent) return {refuse(domain, {kOperationInvalid})};
  if (domain.active) {
    const EventPattern stop{{kStoppedFromSnapshot}, {}, {}};
    return {accept(stopped(domain, kShutoffFromSnapshot), stop + kDefinedAgain)};
  }
  Domain marked = domain;
  marked.status = kShutoffFromSnapshot;
  Outcomes outcomes = {accept(domain, kDefinedAgain), accept(marked, kDefinedAgain)};
  if (domain.managed_save) {
    // An image of a guest that ran on other disk contents is dangerous: refuse, keep or drop it.
    outcomes.push_back(refuse(domain, {kRevertRisky, kOperationInvalid}));
    Domain dropped = domain;
    dropped.managed_save = false;
    outcomes.push_back(accept(dropped, kDefinedAgain));
    dropped.status = kShutoffFromSnapshot;
    outcomes.push_back(accept(dropped, kDefinedAgain));
  }
  return outcomes;
}

/// The events of a guest that is loaded into a fresh process, the old one being stopped first.
EventPattern restart_events(const Domain& domain, bool paused) {
  EventPattern events{{kStartedFromSnapshot}, {kResumedFromSnapshot, kResumedUnpaused}, {}};
  if (paused) {
    events = events + EventPattern{{kSuspendedFromSnapshot},
                                   {},
                                   {{kStartedFromSnapshot, kSuspendedFromSnapshot}}};
  }
  if (domain.active) {
    events = events + EventPattern{{kStoppedFromSnapshot},
                                   {kSuspendedPaused},
                                   {{kStoppedFromSnapshot, kStartedFromSnapshot}}};
  }
  return events + kDefinedAgain;
}

/// The events of a guest whose memory is replaced in the running process.
EventPattern in_place_events(const Domain& domain, bool paused) {
  const bool was_paused = domain.status.state == State::kPaused;
  EventPattern events;
  if (paused) {
    (was_paused ? events.optional : events.required) = {kSuspendedFromSnapshot};
  } else {
    (was_paused ? events.required : events.optional) = {kResumedFromSnapshot};
    events.optional.push_back(kSuspendedFromSnapshot);
    events.order = {{kSuspendedFromSnapshot, kResumedFromSnapshot}};
  }
  return events + kDefinedAgain;
}

Outcomes revert_to_guest(const Domain& domain, const RevertTarget& target) {
  const bool paused = target.state == State::kPaused;
  std::vector<Status> statuses = {paused ? kPausedFromSnapshot : kRunningFromSnapshot};
  if (!target.has_memory) statuses.push_back(paused ? kPausedByUser : kBooted);
  Outcomes outcomes;
  for (const Status& status : statuses) {
    outcomes.push_back(accept(started(domain, status), restart_events(domain, paused)));
    if (domain.active && target.has_memory) {
      Domain replaced = domain;
      replaced.status = status;
      outcomes.push_back(accept(replaced, in_place_events(domain, paused)));
    }
  }
  return outcomes;
}

std::vector<RevertTarget> revert_targets(const Moment& moment, unsigned flags) {
  std::vector<State> kept = {moment.state};
  if (moment.state == State::kNoState) kept = {State::kRunning, State::kPaused, State::kShutoff};
  std::vector<RevertTarget> targets;
  for (const State state : kept) {
    RevertTarget target{state, state != State::kShutoff};
    if ((flags & kRevertRunning) != 0) target.state = State::kRunning;
    if ((flags & kRevertPaused) != 0) target.state = State::kPaused;
    targets.push_back(target);
  }
  return targets;
}

}  // namespace

Outcomes snapshot_create(const Domain& domain, const Operation& call) {
  if (find_moment(domain.snapshots, call.argument) != nullptr) return {refuse(domain, {})};
  const bool halt = (call.flags & kSnapshotHalt) != 0;
  Outcomes outcomes;
  if (domain.status.state == State::kPmSuspended || !domain.checkpoints.empty()) {
    outcomes.push_back(refuse(domain, {kOperationUnsupported}));
  }
  if (halt && !domain.persistent) outcomes.push_back(refuse(domain, {kOperationInvalid}));
  if (!outcomes.empty()) return outcomes;

  Domain taken = domain;
  taken.snapshots.push_back({call.argument, domain.current_snapshot, kept_state(domain)});
  taken.current_snapshot = call.argument;
  if (!domain.active) return {accept(taken)};
  if (halt) {
    return {accept(
        stopped(taken, kShutoffFromSnapshot),
        {{kStoppedFromSnapshot}, {kSuspendedPaused}, {{kSuspendedPaused, kStoppedFromSnapshot}}})};
  }
  if (domain.status.state != State::kRunning) return {accept(taken)};
  // The guest may be paused while its memory is written.
  const EventPattern paused_meanwhile{
      {}, {kSuspendedPaused, kResumedUnpaused}, {{kSuspendedPaused, kResumedUnpaused}}};
  Domain resumed = taken;
  resumed.status = kUnpaused;
  return {accept(taken, paused_meanwhile), accept(resumed, paused_meanwhile)};
}

Outcomes snapshot_delete(const Domain& domain, const Operation& call) {
  const Moment* removed = find_moment(domain.snapshots, call.argument);
  if (removed == nullptr) return {refuse(domain, {kNoSnapshot})};
  Domain left = domain;
  left.snapshots = without(domain.snapshots, *removed, call.flags);
  if (find_moment(left.snapshots, domain.current_snapshot) != nullptr) return {accept(left)};
  // No document says which snapshot is the current one when the current one goes.
  left.current_snapshot = (call.flags & kDeleteChildrenOnly) != 0 ? removed->name : removed->parent;
  Domain without_current = left;
  without_current.current_snapshot.clear();
  return {accept(left), accept(without_current)};
}

Outcomes snapshot_revert(const Domain& domain, const Operation& call) {
  const Moment* moment = find_moment(domain.snapshots, call.argument);
  if (moment == nullptr) return {refuse(domain, {kNoSnapshot})};
  Outcomes outcomes;
  for (const RevertTarget& target : revert_targets(*moment, call.flags)) {
    Domain base = domain;
    base.current_snapshot = moment->name;
    Outcomes some =
        target.state == State::kShutoff ? revert_to_off(base) : revert_to_guest(base, target);
    for (Outcome& outcome : some) {
      if (!outcome.reply.ok) outcome.domain = domain;
      outcomes.push_back(std::move(outcome));
    }
  }
  return outcomes;
}

Outcomes checkpoint_create(const Domain& domain, const Operation& call) {
  if (!domain.active || !domain.snapshots.empty()) {
    return {refuse(domain, {kOperationUnsupported})};
  }
  if (find_moment(domain.checkpoints, call.argument) != nullptr) return {refuse(domain, {})};
  Domain taken = domain;
  taken.checkpoints.push_back({call.argument, "", State::kNoState});
  Outcomes outcomes = {accept(taken)};
  if (domain.status.state != State::kRunning && domain.status.state != State::kPaused) {
    outcomes.push_back(refuse(domain, {}));
  }
  return outcomes;
}

Outcomes checkpoint_delete(const Domain& domain, const Operation& call) {
  const Moment* removed = find_moment(domain.checkpoints, call.argument);
  if (removed == nullptr) return {refuse(domain, {kNoCheckpoint})};
  Domain left = domain;
  left.checkpoints = without(domain.checkpoints, *removed, call.flags);
  Outcomes outcomes = {accept(left)};
  // The data of a checkpoint may only be reachable through a running guest.
  if (!domain.active && (call.flags & kDeleteMetadataOnly) == 0) {
    outcomes.push_back(refuse(domain, {kOperationUnsupported}));
  }
  return outcomes;
}

}  // namespace rollcall::spec::rules
