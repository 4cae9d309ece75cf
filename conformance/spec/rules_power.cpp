// Rows of the calls that start, pause, stop and restart a guest.

#include "conformance/spec/rules.hpp"

namespace rollcall::spec::rules {
namespace {

Domain with_status(Domain domain, Status status) {
  domain.status = status;
  return domain;
}

const std::pair<Event, Event> kShutdownThenStopped{kShutdownByGuest, kStoppedShutdown};

}  // namespace

Outcomes create(const Domain& domain, const Operation& call) {
  if (domain.active) return {refuse(domain, {kOperationInvalid})};
  const bool paused = (call.flags & kStartPaused) != 0;
  if (domain.managed_save && (call.flags & kStartForceBoot) == 0) {
    return resumed_from_image(domain, domain.saved_state, paused);
  }
  if (paused) {
    return {accept(started(domain, kPausedByUser), {{kStartedBooted, kSuspendedPaused},
                                                    {kResumedUnpaused},
                                                    {{kStartedBooted, kSuspendedPaused}}})};
  }
  return {accept(started(domain, kBooted), {{kStartedBooted}, {kResumedUnpaused}, {}})};
}

Outcomes suspend(const Domain& domain) {
  if (!domain.active) return {refuse(domain, {kOperationInvalid})};
  switch (domain.status.state) {
    case State::kPaused:
      return {refuse(domain, {}), accept(domain)};
    case State::kPmSuspended:
      return {refuse(domain, {kOperationInvalid})};
    case State::kCrashed:
      return {accept(domain)};
    default:
      return {accept(with_status(domain, kPausedByUser), {{kSuspendedPaused}})};
  }
}

Outcomes resume(const Domain& domain) {
  if (domain.active && domain.status.state == State::kPaused) {
    return {accept(with_status(domain, kUnpaused), {{kResumedUnpaused}})};
  }
  if (domain.active && domain.status.state == State::kCrashed) {
    // What a crashed guest does when its processors run again is up to the guest.
    const EventPattern crashes_again{
        {}, {kResumedUnpaused, kSuspendedPaused, kCrashedPanicked}, {}};
    return {refuse(domain, {}), accept(domain, crashes_again),
            accept(with_status(domain, kUnpaused), {{kResumedUnpaused}})};
  }
  return {refuse(domain, {kOperationInvalid})};
}

Outcomes shutdown(const Domain& domain) {
  if (!domain.active) return {refuse(domain, {kOperationInvalid})};
  Domain asked = domain;
  asked.shutdown_requested = true;
  Outcomes outcomes = {accept(asked),
                       accept(stopped(domain, kShutDown),
                              {{kStoppedShutdown}, {kShutdownByGuest}, {kShutdownThenStopped}})};
  // A guest whose processors stand still cannot obey: refusing says so at once.
  if (domain.status.state != State::kRunning) {
    outcomes.push_back(refuse(domain, {kOperationInvalid}));
  }
  return outcomes;
}

Outcomes reboot(const Domain& domain) {
  if (!domain.active) return {refuse(domain, {kOperationInvalid})};
  Outcomes outcomes = {accept(domain)};
  if (domain.status.state == State::kRunning) {
    outcomes.push_back(accept(with_status(domain, kBooted)));
  } else {
    outcomes.push_back(refuse(domain, {}));
  }
  return outcomes;
}

Outcomes reset(const Domain& domain) {
  if (!domain.active) return {refuse(domain, {kOperationInvalid})};
  return {accept(domain)};
}

Outcomes destroy(const Domain& domain) {
  if (!domain.active) return {refuse(domain, {kOperationInvalid})};
  return {accept(stopped(domain, kDestroyed),
                 {{kStoppedDestroyed}, {kShutdownByHost}, {{kShutdownByHost, kStoppedDestroyed}}})};
}

Outcomes pm_suspend(const Domain& domain) {
  if (!domain.active || domain.status.state == State::kPaused) {
    return {refuse(domain, {kOperationInvalid})};
  }
  // Without an agent in the guest the request cannot be passed on.
  const Outcome no_agent = refuse(domain, {kArgumentUnsupported});
  if (domain.status.state == State::kRunning) {
    return {accept(with_status(domain, kAsleep), {{kPmSuspendedMemory}}), no_agent};
  }
  return {refuse(domain, {})};
}

Outcomes pm_wakeup(const Domain& domain) {
  if (!domain.active) return {refuse(domain, {kOperationInvalid})};
  if (domain.status.state == State::kPmSuspended) {
    return {accept(with_status(domain, kWokenUp), {{kStartedWakeup}})};
  }
  return {refuse(domain, {})};
}

}  // namespace rollcall::spec::rules
