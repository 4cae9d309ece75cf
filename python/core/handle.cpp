#include "python/core/handle.hpp"

#include <structmember.h>

#include <cstddef>

#include "python/core/unlocked.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

HandleObject& as_handle(PyObject* self) noexcept { return *reinterpret_cast<HandleObject*>(self); }

void free_handle(const Library& library, virDomainPtr domain) { library.virDomainFree(domain); }
void free_handle(const Library& library, virDomainSnapshotPtr snapshot) {
  library.virDomainSnapshotFree(snapshot);
}
void free_handle(const Library& library, virDomainCheckpointPtr checkpoint) {
  library.virDomainCheckpointFree(checkpoint);
}

// Freeing waits for nothing while the session keeps the connection; else it may close it.
template <class Handle>
void free_handle_of(const HandleObject& object) {
  const auto handle = static_cast<Handle>(object.pointer);
  if (object.session->is_open()) return free_handle(object.session->library(), handle);
  const Unlocked unlocked;
  free_handle(object.session->library(), handle);
}

// Frees the object itself. Its class is on the heap, so it is counted too.
void free_object(PyObject* self) noexcept {
  PyTypeObject* type = Py_TYPE(self);
  type->tp_free(self);
  Py_DECREF(type);
}

void dealloc_connection(PyObject* self) {
  HandleObject& object = as_handle(self);
  if (object.weak_references != nullptr) PyObject_ClearWeakRefs(self);
  object.session->object = nullptr;
  object.session->release();
  free_object(self);
}

template <class Handle>
void dealloc_child(PyObject* self) {
  HandleObject& object = as_handle(self);
  if (object.weak_references != nullptr) PyObject_ClearWeakRefs(self);
  free_handle_of<Handle>(object);
  object.session->release();
  free_object(self);
}

PyMemberDef members[] = {
    {"__weaklistoffset__", T_PYSSIZET, offsetof(HandleObject, weak_references), READONLY, nullptr},
    {nullptr, 0, 0, 0, nullptr}};

// A base type that Python code can derive from but not call.
void add_type(py::module_& module, const char* name, destructor dealloc, const char* doc) {
  PyType_Slot slots[] = {{Py_tp_dealloc, reinterpret_cast<void*>(dealloc)},
                         {Py_tp_members, members},
                         {Py_tp_doc, const_cast<char*>(doc)},
                         {0, nullptr}};
  const std::string full_name = std::string("rollcall._core.") + name;
  PyType_Spec spec{full_name.c_str(), sizeof(HandleObject), 0,
                   Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
                   slots};
  PyObject* type = PyType_FromSpec(&spec);
  if (type == nullptr) throw py::error_already_set();
  module.attr(name) = py::reinterpret_steal<py::object>(type);
}

PyTypeObject* kept_class(const py::type& type) noexcept {
  return reinterpret_cast<PyTypeObject*>(py::type(type).release().ptr());
}

// The session's reference on behalf of the new object is taken here.
PyObject* new_object(PyTypeObject* type, Session& session, void* pointer) noexcept {
  PyObject* self = type->tp_alloc(type, 0);
  if (self == nullptr) return nullptr;
  session.retain();
  as_handle(self) = {as_handle(self).ob_base, &session, pointer, nullptr};
  return self;
}

template <class Handle>
PyObject* wrap_child(Session& session, Handle handle) noexcept {
  PyObject* self = new_object(class_of<Handle>(), session, handle);
  if (self == nullptr) free_handle(session.library(), handle);
  return self;
}

}  // namespace

Classes& classes() noexcept {
  static Classes known;
  return known;
}

template <>
PyTypeObject* class_of<virDomainPtr>() noexcept {
  return classes().domain;
}
template <>
PyTypeObject* class_of<virDomainSnapshotPtr>() noexcept {
  return classes().snapshot;
}
template <>
PyTypeObject* class_of<virDomainCheckpointPtr>() noexcept {
  return classes().checkpoint;
}

void bind_handles(py::module_& module) {
  add_type(module, "Connection", dealloc_connection, "A connection to a host.");
  add_type(module, "Domain", dealloc_child<virDomainPtr>, "A reference to a domain.");
  add_type(module, "DomainSnapshot", dealloc_child<virDomainSnapshotPtr>,
           "A reference to a snapshot of a domain.");
  add_type(module, "DomainCheckpoint", dealloc_child<virDomainCheckpointPtr>,
           "A reference to a checkpoint of a domain.");
  module.def("use_classes",
             [](const py::type& connection, const py::type& domain, const py::type& snapshot,
                const py::type& checkpoint, py::object error) {
               classes() = {kept_class(connection), kept_class(domain), kept_class(snapshot),
                            kept_class(checkpoint), error.release().ptr()};
             });
  module.def("pointer", [](py::handle object) {
    const py::type base = py::type::of(object);
    for (PyTypeObject* type :
         {classes().connection, classes().domain, classes().snapshot, classes().checkpoint}) {
      if (PyObject_TypeCheck(object.ptr(), type) == 0) continue;
      HandleObject& handle = as_handle(object.ptr());
      if (handle.pointer != nullptr) return reinterpret_cast<std::uintptr_t>(handle.pointer);
      const auto connection = handle.session->begin_call();
      if (connection != nullptr) handle.session->end_call();
      return reinterpret_cast<std::uintptr_t>(connection);
    }
    throw py::type_error("a handle is wanted");
  });
}

py::object wrap_connection(const Library& library, virConnectPtr connection) {
  auto* session = new Session(library, connection);
  PyObject* self = new_object(classes().connection, *session, nullptr);
  if (self != nullptr) session->object = self;
  session->release();
  if (self == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(self);
}

py::object connection_object(Session& session) {
  if (session.object != nullptr) return py::reinterpret_borrow<py::object>(session.object);
  session.object = new_object(classes().connection, session, nullptr);
  if (session.object == nullptr) throw py::error_already_set();
  return py::reinterpret_steal<py::object>(session.object);
}

PyObject* wrap(Session& session, virDomainPtr domain) noexcept {
  return wrap_child(session, domain);
}
PyObject* wrap(Session& session, virDomainSnapshotPtr snapshot) noexcept {
  return wrap_child(session, snapshot);
}
PyObject* wrap(Session& session, virDomainCheckpointPtr checkpoint) noexcept {
  return wrap_child(session, checkpoint);
}

HandleObject& checked_handle(py::handle source, PyTypeObject* wanted) {
  if (PyObject_TypeCheck(source.ptr(), wanted) == 0) {
    PyErr_Format(PyExc_TypeError, "a %s is wanted, not %.100s", wanted->tp_name,
                 Py_TYPE(source.ptr())->tp_name);
    throw py::error_already_set();
  }
  return as_handle(source.ptr());
}

}  // namespace rollcall::python
