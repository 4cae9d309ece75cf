// Sockets that the daemon listens on.

#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>

namespace rollcall::daemon {

/// A descriptor, or why there is none.
struct Opened {
  int fd = -1;
  std::string error{};
};

/// How a UNIX socket is made.
struct UnixSocketPlan {
  std::string path;
  mode_t mode = 0700;
  std::string group{};  ///< name or number; empty: the group of the process
};

/// Binds and listens. A socket file that nobody listens on is replaced; one that somebody does, or
/// a file that is no socket, is left alone and is an error. Missing folders are made.
Opened listen_on_unix(const UnixSocketPlan& plan);

/// Listens on `address` (an IP address), port `port`, 0 for any free one.
Opened listen_on_tcp(const std::string& address, std::uint16_t port);

/// The port that a TCP socket got.
std::uint16_t port_of(int fd);

/// The path that a UNIX socket is bound to; empty when it has none.
std::string path_of(int fd);

/// Whether `address` is reached from this machine only.
bool is_loopback(const std::string& address);

/// Whether libvirt's own daemons use this file name for their sockets.
bool belongs_to_libvirt(const std::string& path);

/// Where a stock client without a socket parameter looks for the daemon of `scheme`: the system's
/// run folder as root, else that of the user. Nothing when there is no such folder. Clients that
/// only look add "-ro".
std::optional<std::string> default_socket_path(const std::string& scheme);

}  // namespace rollcall::daemon
