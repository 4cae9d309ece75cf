#include "api/core/lifecycle_steps.hpp"

#include <fmt/format.h>

namespace rollcall::lifecycle {
namespace {

tl::unexpected<Error> bad_flags(std::string message) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN, std::move(message));
}

}  // namespace

Status require_known(unsigned flags, unsigned known, const char* call) {
  const unsigned unknown = flags & ~known;
  if (unknown == 0) return {};
  return bad_flags(fmt::format("{} does not know the flags {:#x}", call, unknown));
}

Status require_exclusive(unsigned flags, unsigned group, const char* call) {
  const unsigned set = flags & group;
  if ((set & (set - 1)) == 0) return {};
  return bad_flags(fmt::format("{} takes only one of the flags {:#x}", call, set));
}

Status require_with(unsigned flags, unsigned flag, unsigned needed, const char* call) {
  if ((flags & flag) == 0 || (flags & needed) != 0) return {};
  return bad_flags(fmt::format("{} takes flag {:#x} only with flag {:#x}", call, flag, needed));
}

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
