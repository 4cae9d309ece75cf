// The Python types of handles: Connection, Domain, DomainSnapshot and DomainCheckpoint, which the
// package derives virConnect and the others from. They are plain C types, outside pybind11's
// registry of instances, because a list makes tens of thousands of them at once; and outside the
// garbage collector, because they refer to no Python object and so are in no cycle.

#pragma once

#include <pybind11/pybind11.h>

#include "python/core/session.hpp"

namespace rollcall::python {

/// The classes that the package makes of our types, and its exception.
struct Classes {
  PyTypeObject* connection = nullptr;
  PyTypeObject* domain = nullptr;
  PyTypeObject* snapshot = nullptr;
  PyTypeObject* checkpoint = nullptr;
  PyObject* error = nullptr;
};

/// Set once, when the package is imported, and kept for ever.
Classes& classes() noexcept;

/// A handle as Python sees it.
struct HandleObject {
  PyObject_HEAD Session* session;  // one reference
  void* pointer;                   // one reference of the library's; null in a Connection
  PyObject* weak_references;
};

/// Adds the four types, and use_classes() for the package to say what it derived from them.
void bind_handles(pybind11::module_& module);

/// A new virConnect for `connection`, which it takes over.
pybind11::object wrap_connection(const Library& library, virConnectPtr connection);

/// The virConnect of a session: the one that exists, else a new one.
pybind11::object connection_object(Session& session);

/// New objects that take over a handle. They keep the session.
///
/// Returns: null, and a Python exception set, when memory is out; the handle is freed then.
PyObject* wrap(Session& session, virDomainPtr domain) noexcept;
PyObject* wrap(Session& session, virDomainSnapshotPtr snapshot) noexcept;
PyObject* wrap(Session& session, virDomainCheckpointPtr checkpoint) noexcept;

/// The object of our type behind an argument. Raises TypeError, saying what was wanted.
HandleObject& checked_handle(pybind11::handle source, PyTypeObject* wanted);

/// The class whose objects hold such handles.
template <class Handle>
PyTypeObject* class_of() noexcept;

/// An argument that is a virConnect, for one call. Closed ones give a null pointer, which the
/// library refuses with its own error.
class ConnectionArgument {
 public:
  ConnectionArgument() = default;
  ConnectionArgument(const ConnectionArgument&) = delete;
  ConnectionArgument& operator=(const ConnectionArgument&) = delete;
  ~ConnectionArgument() {
    if (pointer_ != nullptr) session_->end_call();
  }

  void take(HandleObject& object) {
    session_ = object.session;
    pointer_ = session_->begin_call();
  }
  Session& session() const noexcept { return *session_; }
  const Library& library() const noexcept { return session_->library(); }
  virConnectPtr pointer() const noexcept { return pointer_; }

 private:
  Session* session_ = nullptr;
  virConnectPtr pointer_ = nullptr;
};

/// An argument that is a domain, a snapshot or a checkpoint. Borrowed from the caller.
template <class Handle>
struct HandleArgument {
  HandleObject* object = nullptr;

  Session& session() const noexcept { return *object->session; }
  const Library& library() const noexcept { return object->session->library(); }
  Handle pointer() const noexcept { return static_cast<Handle>(object->pointer); }
};

using DomainArgument = HandleArgument<virDomainPtr>;
using SnapshotArgument = HandleArgument<virDomainSnapshotPtr>;
using CheckpointArgument = HandleArgument<virDomainCheckpointPtr>;

}  // namespace rollcall::python

namespace pybind11::detail {

template <>
struct type_caster<rollcall::python::ConnectionArgument> {
  // NOLINTBEGIN(readability-identifier-naming): names that pybind11 looks for
  static constexpr auto name = const_name("virConnect");
  template <class>
  using cast_op_type = rollcall::python::ConnectionArgument&;
  // NOLINTEND(readability-identifier-naming): names that pybind11 looks for

  bool load(handle source, bool) {
    value_.take(rollcall::python::checked_handle(source, rollcall::python::classes().connection));
    return true;
  }
  operator rollcall::python::ConnectionArgument&() { return value_; }

 private:
  rollcall::python::ConnectionArgument value_;
};

template <class Handle>
struct type_caster<rollcall::python::HandleArgument<Handle>> {
  using Argument = rollcall::python::HandleArgument<Handle>;
  PYBIND11_TYPE_CASTER(Argument, const_name("handle"));

  bool load(handle source, bool) {
    value.object = &rollcall::python::checked_handle(source, rollcall::python::class_of<Handle>());
    return true;
  }
};

}  // namespace pybind11::detail
