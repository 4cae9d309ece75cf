// The parts of the module, one per header of the C API.

#pragma once

#include <pybind11/pybind11.h>

namespace rollcall::python {

/// Opening, closing, and what a host says of itself.
void bind_host(pybind11::module_& module);
/// Listing domains and looking them up.
void bind_listing(pybind11::module_& module);
/// Lists with what each domain was at that instant.
void bind_host_snapshot(pybind11::module_& module);
/// What a domain says of itself.
void bind_domain(pybind11::module_& module);
/// Defining, starting, stopping, saving.
void bind_lifecycle(pybind11::module_& module);
/// Statistics and the background job.
void bind_statistics(pybind11::module_& module);
/// What a domain uses.
void bind_usage(pybind11::module_& module);
/// Snapshots and checkpoints.
void bind_moments(pybind11::module_& module);
/// Control of simulated hosts.
void bind_mock(pybind11::module_& module);
/// The event loop.
void bind_event_loop(pybind11::module_& module);
/// Callbacks for events of domains and of a connection.
void bind_events(pybind11::module_& module);

}  // namespace rollcall::python
