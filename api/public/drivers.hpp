// Which drivers there are: ours, named one by one in compose_drivers.cpp, and those of shared
// objects.

#pragma once

#include <span>
#include <string>
#include <string_view>

#include <rollcall/driver.hpp>

namespace rollcall {

/// The drivers that the library brings along, in the order in which they are asked.
std::span<Driver* const> built_in_drivers();

/// The driver that reaches daemons.
Driver& daemon_driver();

/// The driver for a URI: the one for daemons when it names one; else by its scheme a built-in one,
/// or one from the shared objects that ROLLCALL_DRIVER_PATH names (files, or folders whose *.so are
/// taken in alphabetical order, separated by colons).
///
/// Errors: VIR_ERR_NO_CONNECT when there is none, with what was wrong with a shared object that
/// could not be used. Threading: any thread. Shared objects are looked for once, and stay loaded.
Result<Driver*> driver_for(const ConnectionUri& uri);

}  // namespace rollcall
