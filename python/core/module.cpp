// rollcall._core: libvirt's C API as Python functions of the same names, over a library that is
// loaded at run time. The package derives its classes from the types here; programs use those.

#include <pybind11/pybind11.h>

#include "python/core/binding.hpp"
#include "python/core/error.hpp"
#include "python/core/handle.hpp"

PYBIND11_MODULE(_core, module) {
  namespace parts = rollcall::python;
  parts::bind_handles(module);
  parts::bind_errors(module);
  parts::bind_host(module);
  parts::bind_listing(module);
  parts::bind_host_snapshot(module);
  parts::bind_domain(module);
  parts::bind_lifecycle(module);
  parts::bind_statistics(module);
  parts::bind_usage(module);
  parts::bind_moments(module);
  parts::bind_mock(module);
  parts::bind_event_loop(module);
  parts::bind_events(module);
}
