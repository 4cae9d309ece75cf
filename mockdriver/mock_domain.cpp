#include "mockdriver/mock_domain.hpp"

#include "api/core/lifecycle.hpp"

namespace rollcall {
namespace {

// The first reason of a state that says more than "unknown".
int usual_reason(virDomainState state) {
  switch (state) {
    case VIR_DOMAIN_RUNNING:
      return VIR_DOMAIN_RUNNING_BOOTED;
    case VIR_DOMAIN_PAUSED:
      return VIR_DOMAIN_PAUSED_USER;
    case VIR_DOMAIN_SHUTDOWN:
      return VIR_DOMAIN_SHUTDOWN_USER;
    case VIR_DOMAIN_CRASHED:
      return VIR_DOMAIN_CRASHED_PANICKED;
    default:
      return 0;
  }
}

}  // namespace

MockDomain initial_domain(const DefinitionPtr& definition, virDomainState state, bool persistent) {
  MockDomain domain;
  domain.runtime.state = state;
  domain.runtime.reason = usual_reason(state);
  domain.runtime.persistent = persistent;
  domain.runtime.has_configuration = persistent;
  domain.runtime.id = state == VIR_DOMAIN_SHUTOFF ? kIdInactive : kIdPending;
  domain.definitions = {definition, definition};
  domain.definitions.settle(domain.runtime);
  return domain;
}

}  // namespace rollcall
