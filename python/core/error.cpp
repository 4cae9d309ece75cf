#include "python/core/error.hpp"

#include "python/core/call.hpp"
#include "python/core/handle.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

[[noreturn]] void raise(const py::tuple& error) {
  const py::handle type = classes().error;
  const py::object exception = type.attr("of")(error);
  PyErr_SetObject(type.ptr(), exception.ptr());
  throw py::error_already_set();
}

py::object tuple_or_none(const virError* error) {
  if (error == nullptr) return py::none();
  return error_tuple(*error);
}

// What registerErrorHandler() registered. Replaced ones are never freed: a thread may be in a call.
struct Handler {
  py::object function;
  py::object context;
};

void call_handler(void* data, virErrorPtr error) {
  if (interpreter_is_ending()) return;
  const py::gil_scoped_acquire locked;
  const auto& handler = *static_cast<Handler*>(data);
  try {
    handler.function(handler.context, py::list(error_tuple(*error)));
  } catch (py::error_already_set& raised) {
    raised.discard_as_unraisable("the error handler of rollcall");
  }
}

int register_handler(const std::string& library, const py::object& function,
                     const py::object& context) {
  const Library& its = Library::open(library);
  if (function.is_none()) {
    its.print_no_errors();
  } else {
    its.virSetErrorFunc(new Handler{function, context}, call_handler);
  }
  return 0;
}

}  // namespace

py::tuple error_tuple(const virError& error) {
  return py::make_tuple(error.code, error.domain, decode_or_none(error.message),
                        static_cast<int>(error.level), decode_or_none(error.str1),
                        decode_or_none(error.str2), decode_or_none(error.str3), error.int1,
                        error.int2);
}

void throw_last_error(const Library& library, const char* function) {
  const virError* error = library.virGetLastError();
  if (error == nullptr) throw_error(VIR_ERR_INTERNAL_ERROR, std::string(function) + "() failed");
  raise(error_tuple(*error));
}

void throw_error(int code, const std::string& message) {
  raise(py::make_tuple(code, static_cast<int>(VIR_FROM_NONE), message,
                       static_cast<int>(VIR_ERR_ERROR), py::none(), py::none(), py::none(), -1,
                       -1));
}

void throw_missing(const Library& library, const char* function) {
  throw_error(VIR_ERR_NO_SUPPORT,
              "library '" + library.name() + "' does not have " + std::string(function) + "()");
}

void bind_errors(py::module_& module) {
  module.def("virGetLastError", [](const std::string& library) {
    return tuple_or_none(Library::open(library).virGetLastError());
  });
  module.def("virResetLastError",
             [](const std::string& library) { Library::open(library).virResetLastError(); });
  module.def("virConnGetLastError", [](const ConnectionArgument& connection) {
    return tuple_or_none(
        ROLLCALL_CALL(connection.library(), virConnGetLastError, connection.pointer()));
  });
  module.def("virConnResetLastError", [](const ConnectionArgument& connection) {
    ROLLCALL_CALL(connection.library(), virConnResetLastError, connection.pointer());
  });
  module.def("virSetErrorFunc", register_handler);
}

}  // namespace rollcall::python
