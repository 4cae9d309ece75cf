// Rows of managed save, save, core dump, and how a guest comes back from a saved image.

#include "conformance/spec/rules.hpp"

namespace rollcall::spec::rules {
namespace {

/// Saving pauses a running guest and wakes a sleeping one first; a hypervisor may say so.
EventPattern stopped_after_saving(Event stop) {
  return {{stop},
          {kSuspendedPaused, kStartedWakeup},
          {{kSuspendedPaused, stop}, {kStartedWakeup, stop}}};
}

Outcomes running_again(const Domain& domain) {
  return {accept(started(domain, kRestored), {{kStartedRestored}, {kResumedFromSnapshot}, {}})};
}

Outcomes paused_again(const Domain& domain) {
  Outcomes outcomes;
  for (const Status status : {kPausedByMigration, kPausedBySave, kPausedByUser}) {
    for (const Event suspended : {kSuspendedRestored, kSuspendedPaused}) {
      outcomes.push_back(
          accept(started(domain, status),
                 {{kStartedRestored, suspended}, {}, {{kStartedRestored, suspended}}}));
    }
  }
  return outcomes;
}

}  // namespace

State kept_state(const Domain& domain) {
  if (!domain.active) return State::kShutoff;
  switch (domain.status.state) {
    case State::kRunning:
    case State::kPaused:
      return domain.status.state;
    default:
      return State::kNoState;
  }
}

Outcomes resumed_from_image(const Domain& domain, State kept, bool forced_pause) {
  if (forced_pause || kept == State::kPaused) return paused_again(domain);
  Outcomes outcomes = running_again(domain);
  if (kept == State::kNoState) {
    const Outcomes paused = paused_again(domain);
    outcomes.insert(outcomes.end(), paused.begin(), paused.end());
  }
  return outcomes;
}

Outcomes managed_save(const Domain& domain, const Operation& call) {
  if (!domain.active || !domain.persistent) return {refuse(domain, {kOperationInvalid})};
  std::optional<Domain> saved = stopped(domain, kSaved);
  saved->managed_save = true;
  saved->saved_state = kept_state(domain);
  if ((call.flags & kSaveRunning) != 0) saved->saved_state = State::kRunning;
  if ((call.flags & kSavePaused) != 0) saved->saved_state = State::kPaused;
  return {accept(saved, stopped_after_saving(kStoppedSaved))};
}

Outcomes managed_save_remove(const Domain& domain) {
  if (!domain.managed_save) return {accept(domain), refuse(domain, {})};
  Domain removed = domain;
  removed.managed_save = false;
  removed.saved_state = State::kNoState;
  return {accept(removed)};
}

Outcomes save(const Domain& domain) {
  if (!domain.active) return {refuse(domain, {kOperationInvalid})};
  Outcome saved = accept(stopped(domain, kSaved), stopped_after_saving(kStoppedSaved));
  saved.file = SavedFile{domain.name, domain.uuid, kept_state(domain)};
  return {saved};
}

Outcomes core_dump(const Domain& domain, const Operation& call) {
  if (!domain.active) return {refuse(domain, {kOperationInvalid})};
  if ((call.flags & kDumpCrash) != 0) {
    return {accept(stopped(domain, kDumped), stopped_after_saving(kStoppedCrashed))};
  }
  const EventPattern paused_meanwhile{
      {}, {kSuspendedPaused, kResumedUnpaused}, {{kSuspendedPaused, kResumedUnpaused}}};
  Outcomes outcomes = {accept(domain, paused_meanwhile)};
  if (domain.status.state == State::kRunning) {
    Domain resumed = domain;
    resumed.status = kUnpaused;
    outcomes.push_back(accept(resumed, paused_meanwhile));
  }
  return outcomes;
}

}  // namespace rollcall::spec::rules
