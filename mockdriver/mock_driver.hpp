// The driver for mock:// URIs: simulated hosts inside the process.

#pragma once

#include <rollcall/driver.hpp>

namespace rollcall {

/// The one mock driver of the process.
///
/// Connections whose URIs have equal path and query share a host; it lives as long as the first and
/// the last of them overlap, and a later one begins anew.
Driver& mock_driver();

}  // namespace rollcall
