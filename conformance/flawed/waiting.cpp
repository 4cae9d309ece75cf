// Flaws of calls that wait for others.

#include <mutex>

#include "conformance/flawed/backend.hpp"
#include "conformance/flawed/flaw.hpp"

namespace rollcall::flawed {
namespace {

std::mutex domains;  // which the flaw holds for too long

int suspend_with_lock(virDomainPtr domain) {
  const std::lock_guard lock(domains);
  return backend().virDomainSuspend(domain);
}

int list_with_lock(virConnectPtr connection, virDomainPtr** list, unsigned flags) {
  const std::lock_guard lock(domains);
  return backend().virConnectListAllDomains(connection, list, flags);
}

int state_with_lock(virDomainPtr domain, int* state, int* reason, unsigned flags) {
  const std::lock_guard lock(domains);
  return backend().virDomainGetState(domain, state, reason, flags);
}

}  // namespace

std::vector<Flaw> waiting_flaws() {
  return {
      {"lists_behind_a_stuck_operation",
       "a listing waits for the suspension of a domain to end",
       "liveness",
       "liveness/list/answer at once -> when the operation went on",
       {ROLLCALL_FLAWED_REPLACES(virDomainSuspend, suspend_with_lock),
        ROLLCALL_FLAWED_REPLACES(virConnectListAllDomains, list_with_lock)}},
      {"asks_behind_a_stuck_operation",
       "the state of a domain waits for the suspension of any to end",
       "liveness",
       "liveness/state/answer at once -> when the operation went on",
       {ROLLCALL_FLAWED_REPLACES(virDomainSuspend, suspend_with_lock),
        ROLLCALL_FLAWED_REPLACES(virDomainGetState, state_with_lock)}},
  };
}

}  // namespace rollcall::flawed
