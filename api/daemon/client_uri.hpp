// What a client has to be told to reach the daemon.

#pragma once

#include <string>

namespace rollcall::daemon {

/// A URI with which a stock client reaches the host `name` through the UNIX socket `path`.
std::string client_uri(const std::string& name, const std::string& path);

/// A line for a shell that sets a variable of its environment.
std::string export_line(const std::string& variable, const std::string& value);

}  // namespace rollcall::daemon
