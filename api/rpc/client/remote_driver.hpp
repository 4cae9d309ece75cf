// The driver for URIs that name a daemon: SCHEME+unix://, SCHEME+tcp:// of any scheme, and any URI
// with a socket.

#pragma once

#include <rollcall/driver.hpp>

namespace rollcall {

/// The one remote driver of the process. It has no schemes of its own: whoever chooses drivers asks
/// ConnectionUri::names_daemon().
Driver& remote_driver();

}  // namespace rollcall
