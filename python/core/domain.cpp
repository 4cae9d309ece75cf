// What a domain says of itself.

#include <array>
#include <string_view>

#include "python/core/binding.hpp"
#include "python/core/call.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

py::bytes uuid(DomainArgument domain) {
  std::array<char, VIR_UUID_BUFLEN> raw{};
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainGetUUID, domain.pointer(),
                        reinterpret_cast<unsigned char*>(raw.data()));
  return py::bytes(raw.data(), raw.size());
}

py::object uuid_string(DomainArgument domain) {
  std::array<char, VIR_UUID_STRING_BUFLEN> text{};
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainGetUUIDString, domain.pointer(), text.data());
  return decode(text.data());
}

// -1 both for an inactive domain and for an error, which only the last error tells apart.
int id(DomainArgument domain) {
  return static_cast<int>(ROLLCALL_CALL(domain.library(), virDomainGetID, domain.pointer()));
}

py::list state(DomainArgument domain, Number<unsigned> flags) {
  int state = 0;
  int reason = 0;
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainGetState, domain.pointer(), &state, &reason,
                        flags.value);
  return py::list(py::make_tuple(state, reason));
}

py::list info(DomainArgument domain) {
  virDomainInfo info{};
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainGetInfo, domain.pointer(), &info);
  return py::list(py::make_tuple(static_cast<int>(info.state), info.maxMem, info.memory,
                                 info.nrVirtCpu, info.cpuTime));
}

py::list control_info(DomainArgument domain, Number<unsigned> flags) {
  virDomainControlInfo info{};
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainGetControlInfo, domain.pointer(), &info,
                        flags.value);
  return py::list(py::make_tuple(info.state, info.details, info.stateTime));
}

int autostart(DomainArgument domain) {
  int value = 0;
  ROLLCALL_CHECKED_CALL(domain.library(), virDomainGetAutostart, domain.pointer(), &value);
  return value;
}

}  // namespace

void bind_domain(py::module_& module) {
  module.def("connection_of_domain",
             [](DomainArgument domain) { return connection_object(domain.session()); });
  module.def("virDomainGetUUID", uuid);
  module.def("virDomainGetUUIDString", uuid_string);
  module.def("virDomainGetID", id);
  module.def("virDomainGetState", state);
  module.def("virDomainGetInfo", info);
  module.def("virDomainGetControlInfo", control_info);
  module.def("virDomainGetAutostart", autostart);
  ROLLCALL_BIND(module, virDomainGetName);
  ROLLCALL_BIND(module, virDomainGetXMLDesc);
  ROLLCALL_BIND(module, virDomainGetOSType);
  ROLLCALL_BIND(module, virDomainGetMaxMemory);
  ROLLCALL_BIND(module, virDomainIsActive);
  ROLLCALL_BIND(module, virDomainIsPersistent);
  ROLLCALL_BIND(module, virDomainIsUpdated);
  ROLLCALL_BIND(module, virDomainSetMetadata);
  ROLLCALL_BIND(module, virDomainGetMetadata);
  ROLLCALL_BIND(module, virDomainSetAutostart);
  ROLLCALL_BIND(module, virDomainRename);
}

}  // namespace rollcall::python
