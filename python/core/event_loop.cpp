// The event loop: the library's own, watches and timeouts on it, and loops written in Python.

#include <array>
#include <memory>
#include <string>

#include "python/core/binding.hpp"
#include "python/core/call.hpp"
#include "python/core/registration.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

int register_default(const std::string& library) {
  const Library& its = Library::open(library);
  const int result = ROLLCALL_CALL(its, virEventRegisterDefaultImpl);
  return checked(its, "virEventRegisterDefaultImpl", result);
}

int run_default(const std::string& library) {
  const Library& its = Library::open(library);
  const int result = ROLLCALL_CALL(its, virEventRunDefaultImpl);
  return checked(its, "virEventRunDefaultImpl", result);
}

// --- Watches and timeouts of Python code

void on_handle(int watch, int fd, int events, void* data) {
  from_library("a callback of virEventAddHandle()", 0, [&] {
    const Registration registration = *static_cast<Registration*>(data);
    registration.function(watch, fd, events, registration.opaque);
    return 0;
  });
}

void on_timeout(int timer, void* data) {
  from_library("a callback of virEventAddTimeout()", 0, [&] {
    const Registration registration = *static_cast<Registration*>(data);
    registration.function(timer, registration.opaque);
    return 0;
  });
}

int add_handle(Number<int> fd, Number<int> events, const py::object& function,
               const py::object& opaque, const std::string& library) {
  const Library& its = Library::open(library);
  auto registration = std::make_unique<Registration>(Registration{function, opaque, py::none()});
  const int watch = ROLLCALL_CHECKED_CALL(its, virEventAddHandle, fd.value, events.value, on_handle,
                                          registration.get(), &Registration::release);
  static_cast<void>(registration.release());  // now the library's
  return watch;
}

int add_timeout(Number<int> frequency_ms, const py::object& function, const py::object& opaque,
                const std::string& library) {
  const Library& its = Library::open(library);
  auto registration = std::make_unique<Registration>(Registration{function, opaque, py::none()});
  const int timer = ROLLCALL_CHECKED_CALL(its, virEventAddTimeout, frequency_ms.value, on_timeout,
                                          registration.get(), &Registration::release);
  static_cast<void>(registration.release());  // now the library's
  return timer;
}

// --- A loop written in Python

// What a library gave to the loop: Python hands it back, and never looks inside.
struct HandleOfLibrary {
  virEventHandleCallback callback;
  void* opaque;
  virFreeCallback free;
};
struct TimeoutOfLibrary {
  virEventTimeoutCallback callback;
  void* opaque;
  virFreeCallback free;
};

enum Operation {
  kAddHandle,
  kUpdateHandle,
  kRemoveHandle,
  kAddTimeout,
  kUpdateTimeout,
  kRemoveTimeout,
  kOperations
};

// The six functions of the loop. Never destroyed: libraries may call them until the process ends.
std::array<py::object, kOperations>& operations() {
  static auto& functions = *new std::array<py::object, kOperations>;
  return functions;
}

template <class... A>
int call_loop(Operation operation, A&&... arguments) {
  return from_library("the event loop of the program", -1, [&] {
    const py::object result = operations()[operation](std::forward<A>(arguments)...);
    return result.is_none() ? 0 : result.cast<int>();
  });
}

void invoke_handle(Number<int> watch, Number<int> fd, Number<int> events,
                   const HandleOfLibrary& handle) {
  const Unlocked unlocked;
  handle.callback(watch.value, fd.value, events.value, handle.opaque);
}

void invoke_timeout(Number<int> timer, const TimeoutOfLibrary& timeout) {
  const Unlocked unlocked;
  timeout.callback(timer.value, timeout.opaque);
}

template <class Given>
void invoke_free(const Given& given) {
  if (given.free == nullptr) return;
  const Unlocked unlocked;
  given.free(given.opaque);
}

// How a loop calls back. Made with the module, never destroyed.
struct Invokers {
  py::object handle;
  py::object timeout;
};
Invokers& invokers() {
  static auto& functions = *new Invokers;
  return functions;
}

int loop_add_handle(int fd, int events, virEventHandleCallback callback, void* opaque,
                    virFreeCallback free) {
  return call_loop(kAddHandle, fd, events, invokers().handle,
                   HandleOfLibrary{callback, opaque, free});
}

int loop_add_timeout(int frequency_ms, virEventTimeoutCallback callback, void* opaque,
                     virFreeCallback free) {
  return call_loop(kAddTimeout, frequency_ms, invokers().timeout,
                   TimeoutOfLibrary{callback, opaque, free});
}

void register_loop(const py::tuple& functions, const std::string& library) {
  const Library& its = Library::open(library);
  for (int i = 0; i < kOperations; ++i) operations()[i] = functions[i];
  ROLLCALL_CALL(
      its, virEventRegisterImpl, loop_add_handle,
      [](int watch, int events) { call_loop(kUpdateHandle, watch, events); },
      [](int watch) { return call_loop(kRemoveHandle, watch); }, loop_add_timeout,
      [](int timer, int frequency_ms) { call_loop(kUpdateTimeout, timer, frequency_ms); },
      [](int timer) { return call_loop(kRemoveTimeout, timer); });
}

}  // namespace

void bind_event_loop(py::module_& module) {
  py::class_<HandleOfLibrary>(module, "HandleOfLibrary").def("free", invoke_free<HandleOfLibrary>);
  py::class_<TimeoutOfLibrary>(module, "TimeoutOfLibrary")
      .def("free", invoke_free<TimeoutOfLibrary>);
  invokers() = {py::cpp_function(invoke_handle), py::cpp_function(invoke_timeout)};
  module.def("virEventRegisterDefaultImpl", register_default);
  module.def("virEventRunDefaultImpl", run_default);
  module.def("virEventRegisterImpl", register_loop);
  module.def("virEventAddHandle", add_handle);
  module.def("virEventAddTimeout", add_timeout);
  module.def("virEventUpdateHandle", [](Number<int> watch, Number<int> events,
                                        const std::string& library) {
    ROLLCALL_CALL(Library::open(library), virEventUpdateHandle, watch.value, events.value);
  });
  module.def("virEventRemoveHandle", [](Number<int> watch, const std::string& library) {
    return ROLLCALL_CALL(Library::open(library), virEventRemoveHandle, watch.value);
  });
  module.def("virEventUpdateTimeout", [](Number<int> timer, Number<int> frequency_ms,
                                         const std::string& library) {
    ROLLCALL_CALL(Library::open(library), virEventUpdateTimeout, timer.value, frequency_ms.value);
  });
  module.def("virEventRemoveTimeout", [](Number<int> timer, const std::string& library) {
    return ROLLCALL_CALL(Library::open(library), virEventRemoveTimeout, timer.value);
  });
}

}  // namespace rollcall::python
