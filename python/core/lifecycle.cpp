// The life of domains: defining, starting, stopping, saving. None needs code of its own.

#include "python/core/binding.hpp"
#include "python/core/call.hpp"

namespace rollcall::python {

void bind_lifecycle(pybind11::module_& module) {
  ROLLCALL_BIND(module, virDomainDefineXML);
  ROLLCALL_BIND(module, virDomainDefineXMLFlags);
  ROLLCALL_BIND(module, virDomainCreateXML);
  ROLLCALL_BIND(module, virDomainUndefine);
  ROLLCALL_BIND(module, virDomainUndefineFlags);
  ROLLCALL_BIND(module, virDomainCreate);
  ROLLCALL_BIND(module, virDomainCreateWithFlags);
  ROLLCALL_BIND(module, virDomainSuspend);
  ROLLCALL_BIND(module, virDomainResume);
  ROLLCALL_BIND(module, virDomainShutdown);
  ROLLCALL_BIND(module, virDomainShutdownFlags);
  ROLLCALL_BIND(module, virDomainReboot);
  ROLLCALL_BIND(module, virDomainReset);
  ROLLCALL_BIND(module, virDomainDestroy);
  ROLLCALL_BIND(module, virDomainDestroyFlags);
  ROLLCALL_BIND(module, virDomainPMSuspendForDuration);
  ROLLCALL_BIND(module, virDomainPMWakeup);
  ROLLCALL_BIND(module, virDomainSave);
  ROLLCALL_BIND(module, virDomainSaveFlags);
  ROLLCALL_BIND(module, virDomainRestore);
  ROLLCALL_BIND(module, virDomainRestoreFlags);
  ROLLCALL_BIND(module, virDomainManagedSave);
  ROLLCALL_BIND(module, virDomainHasManagedSaveImage);
  ROLLCALL_BIND(module, virDomainManagedSaveRemove);
  ROLLCALL_BIND(module, virDomainCoreDump);
  ROLLCALL_BIND(module, virDomainCoreDumpWithFormat);
}

}  // namespace rollcall::python
