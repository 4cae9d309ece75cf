// Control of simulated hosts: rules, virtual time, counts of calls.

#include "python/core/binding.hpp"
#include "python/core/call.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

unsigned long long time_ns(const ConnectionArgument& connection) {
  unsigned long long now_ns = 0;
  ROLLCALL_CHECKED_CALL(connection.library(), rollcallMockGetTime, connection.pointer(), &now_ns);
  return now_ns;
}

}  // namespace

void bind_mock(py::module_& module) {
  ROLLCALL_BIND(module, rollcallMockAddRule);
  ROLLCALL_BIND(module, rollcallMockRemoveRule);
  ROLLCALL_BIND(module, rollcallMockRuleHits);
  ROLLCALL_BIND(module, rollcallMockWaitHeld);
  ROLLCALL_BIND(module, rollcallMockRelease);
  ROLLCALL_BIND(module, rollcallMockCallCount);
  ROLLCALL_BIND(module, rollcallMockAdvance);
  module.def("rollcallMockGetTime", time_ns);
  ROLLCALL_BIND(module, rollcallMockAdvanceToNext);
  ROLLCALL_BIND(module, rollcallMockPerform);
  ROLLCALL_BIND(module, rollcallMockTrace);
  ROLLCALL_BIND(module, rollcallMockReplay);
  ROLLCALL_BIND(module, rollcallMockClient);
  ROLLCALL_BIND(module, rollcallMockClients);
  ROLLCALL_BIND(module, rollcallMockClientCallCount);
}

}  // namespace rollcall::python
