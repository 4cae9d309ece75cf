// Listing domains, and looking them up.

#include <string_view>

#include "python/core/binding.hpp"
#include "python/core/handle_list.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

py::list list_ids(const ConnectionArgument& connection) {
  const Library& library = connection.library();
  const auto count = [&] {
    return ROLLCALL_CHECKED_CALL(library, virConnectNumOfDomains, connection.pointer());
  };
  const auto fill = [&](int* ids, int max) {
    return ROLLCALL_CHECKED_CALL(library, virConnectListDomains, connection.pointer(), ids, max);
  };
  py::list result;
  for (const int id : list_growing<int>(count, fill)) result.append(id);
  return result;
}

py::list list_defined(const ConnectionArgument& connection) {
  const Library& library = connection.library();
  const auto count = [&] {
    return ROLLCALL_CHECKED_CALL(library, virConnectNumOfDefinedDomains, connection.pointer());
  };
  const auto fill = [&](char** names, int max) {
    return ROLLCALL_CHECKED_CALL(library, virConnectListDefinedDomains, connection.pointer(), names,
                                 max);
  };
  return take_names(list_growing<char*>(count, fill));
}

py::object lookup_by_uuid(const ConnectionArgument& connection, const py::bytes& uuid) {
  const std::string_view raw = uuid;
  if (raw.size() != VIR_UUID_BUFLEN) throw py::value_error("a uuid has 16 bytes");
  const virDomainPtr domain =
      ROLLCALL_CHECKED_CALL(connection.library(), virDomainLookupByUUID, connection.pointer(),
                            reinterpret_cast<const unsigned char*>(raw.data()));
  return to_python(connection.session(), domain);
}

}  // namespace

void bind_listing(py::module_& module) {
  module.def("virConnectListDomains", list_ids);
  module.def("virConnectListDefinedDomains", list_defined);
  module.def("virDomainLookupByUUID", lookup_by_uuid);
  ROLLCALL_BIND_LIST(module, virConnectListAllDomains);
  ROLLCALL_BIND(module, virConnectNumOfDomains);
  ROLLCALL_BIND(module, virConnectNumOfDefinedDomains);
  ROLLCALL_BIND(module, virDomainLookupByID);
  ROLLCALL_BIND(module, virDomainLookupByUUIDString);
  ROLLCALL_BIND(module, virDomainLookupByName);
}

}  // namespace rollcall::python
