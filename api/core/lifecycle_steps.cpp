#include "api/core/lifecycle_steps.hpp"

namespace rollcall::lifecycle {

Status require_active(const DomainRuntime& before) {
  if (!before.active()) return wrong_state("the domain is not active");
  return {};
}

Transition unchanged(const DomainRuntime& before) {
  Transition transition;
  transition.after = before;
  return transition;
}

void emit(Transition& transition, int type, int detail) {
  transition.events.push_back({type, detail});
}

void enter(Transition& transition, virDomainState state, int reason) {
  transition.after.state = state;
  transition.after.reason = reason;
}

void start(Transition& transition, virDomainState state, int reason) {
  enter(transition, state, reason);
  transition.after.id = kIdPending;
  transition.after.managed_save.reset();
  transition.after.has_configuration = transition.after.persistent;
  transition.needs_new_id = true;
}

void stop(Transition& transition, virDomainShutoffReason reason) {
  enter(transition, VIR_DOMAIN_SHUTOFF, reason);
  transition.after.id = kIdInactive;
  transition.after.autodestroy = false;
  transition.gone = !transition.after.persistent;
}

bool pause_if_running(Transition& transition) {
  if (transition.after.state != VIR_DOMAIN_RUNNING) return false;
  emit(transition, VIR_DOMAIN_EVENT_SUSPENDED, VIR_DOMAIN_EVENT_SUSPENDED_PAUSED);
  return true;
}

void continue_running(Transition& transition) {
  enter(transition, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_UNPAUSED);
  emit(transition, VIR_DOMAIN_EVENT_RESUMED, VIR_DOMAIN_EVENT_RESUMED_UNPAUSED);
}

}  // namespace rollcall::lifecycle
