// Connections: how they are opened and closed, and what a host says of itself.

#include <pybind11/stl.h>

#include <cstring>
#include <string>
#include <vector>

#include "python/core/binding.hpp"
#include "python/core/call.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

py::object opened(const Library& library, const char* function, virConnectPtr connection) {
  if (connection == nullptr) throw_last_error(library, function);
  return wrap_connection(library, connection);
}

py::object open(Text name, const std::string& library) {
  const Library& its = Library::open(library);
  return opened(its, "virConnectOpen", ROLLCALL_CALL(its, virConnectOpen, name.value));
}

py::object open_read_only(Text name, const std::string& library) {
  const Library& its = Library::open(library);
  return opened(its, "virConnectOpenReadOnly",
                ROLLCALL_CALL(its, virConnectOpenReadOnly, name.value));
}

// Who answers a library's questions: the credential types it can answer, a function, and what to
// hand to it.
struct Authentication {
  std::vector<int> types;
  py::object answer;
  py::object context;
};

// Asks Python: each question is a list whose last item, the result, is to be filled in.
int ask(const Authentication& authentication, virConnectCredentialPtr questions, unsigned count) {
  py::list asked;
  for (unsigned i = 0; i < count; ++i) {
    const virConnectCredential& question = questions[i];
    asked.append(py::list(py::make_tuple(question.type, decode_or_none(question.prompt),
                                         decode_or_none(question.challenge),
                                         decode_or_none(question.defresult), py::none())));
  }
  const int verdict = authentication.answer(asked, authentication.context).cast<int>();
  if (verdict != 0) return -1;
  for (unsigned i = 0; i < count; ++i) {
    const py::object answer = asked[i].cast<py::list>()[4];
    if (answer.is_none()) continue;
    const auto text = answer.cast<std::string>();
    questions[i].result = strdup(text.c_str());
    questions[i].resultlen = static_cast<unsigned>(text.size());
  }
  return 0;
}

int answer_questions(virConnectCredentialPtr questions, unsigned count, void* data) {
  const py::gil_scoped_acquire locked;
  try {
    return ask(*static_cast<Authentication*>(data), questions, count);
  } catch (py::error_already_set& raised) {
    raised.discard_as_unraisable("the credentials callback of openAuth()");
  } catch (const py::cast_error& error) {
    PyErr_SetString(PyExc_TypeError, error.what());
    PyErr_WriteUnraisable(Py_None);
  }
  return -1;
}

py::object open_auth(Text name, const std::vector<int>& types, const py::object& answer,
                     const py::object& context, Number<unsigned> flags,
                     const std::string& library) {
  const Library& its = Library::open(library);
  Authentication authentication{types, answer, context};
  virConnectAuth auth{authentication.types.data(), static_cast<unsigned>(types.size()),
                      answer_questions, &authentication};
  return opened(its, "virConnectOpenAuth",
                ROLLCALL_CALL(its, virConnectOpenAuth, name.value, &auth, flags.value));
}

int close(const py::object& object) {
  Session& session = *checked_handle(object, classes().connection).session;
  const int remaining = session.close();
  if (remaining == -1) throw_last_error(session.library(), "virConnectClose");
  return remaining;
}

// With a driver's name also the version of that driver.
py::object version(Text type, const std::string& library) {
  const Library& its = Library::open(library);
  unsigned long library_version = 0;
  unsigned long type_version = 0;
  unsigned long* wanted = type.value == nullptr ? nullptr : &type_version;
  ROLLCALL_CHECKED_CALL(its, virGetVersion, &library_version, type.value, wanted);
  if (wanted == nullptr) return py::int_(library_version);
  return py::make_tuple(library_version, type_version);
}

unsigned long hypervisor_version(const ConnectionArgument& connection) {
  unsigned long version = 0;
  ROLLCALL_CHECKED_CALL(connection.library(), virConnectGetVersion, connection.pointer(), &version);
  return version;
}

unsigned long host_library_version(const ConnectionArgument& connection) {
  unsigned long version = 0;
  ROLLCALL_CHECKED_CALL(connection.library(), virConnectGetLibVersion, connection.pointer(),
                        &version);
  return version;
}

// As in libvirt-python, the memory is in MiB.
py::list node_info(const ConnectionArgument& connection) {
  virNodeInfo info{};
  ROLLCALL_CHECKED_CALL(connection.library(), virNodeGetInfo, connection.pointer(), &info);
  return py::list(py::make_tuple(decode(info.model), info.memory / 1024, info.cpus, info.mhz,
                                 info.nodes, info.sockets, info.cores, info.threads));
}

}  // namespace

void bind_host(py::module_& module) {
  module.def("virConnectOpen", open);
  module.def("virConnectOpenReadOnly", open_read_only);
  module.def("virConnectOpenAuth", open_auth);
  module.def("virConnectClose", close);
  module.def("virGetVersion", version);
  module.def("virInitialize", [](const std::string& library) {
    const Library& its = Library::open(library);
    return its.virInitialize();
  });
  module.def("library_name",
             [](const ConnectionArgument& connection) { return connection.library().name(); });
  module.def("virConnectGetVersion", hypervisor_version);
  module.def("virConnectGetLibVersion", host_library_version);
  module.def("virNodeGetInfo", node_info);
  ROLLCALL_BIND(module, virConnectGetType);
  ROLLCALL_BIND(module, virConnectGetHostname);
  ROLLCALL_BIND(module, virConnectGetURI);
  ROLLCALL_BIND(module, virConnectGetCapabilities);
  ROLLCALL_BIND(module, virConnectGetSysinfo);
  ROLLCALL_BIND(module, virConnectGetMaxVcpus);
  ROLLCALL_BIND(module, virConnectIsAlive);
  ROLLCALL_BIND(module, virConnectIsSecure);
  ROLLCALL_BIND(module, virConnectIsEncrypted);
  ROLLCALL_BIND(module, virConnectSetKeepAlive);
}

}  // namespace rollcall::python
