// The daemon's side of systemd's two protocols for services (sd_notify(3) and sd_listen_fds(3)),
// which are a datagram and three environment variables.

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rollcall::daemon {

/// Tells the service manager, if there is one, the state of the daemon: "READY=1" and the like.
void notify_service_manager(std::string_view state);

/// A socket that the service manager opened for the daemon.
struct InheritedSocket {
  int fd;
  std::string name;  ///< of the socket unit, or empty
};

/// The sockets that were handed over; the environment says so only to the process that is meant.
/// They are closed on exec from now on.
std::vector<InheritedSocket> inherited_sockets();

}  // namespace rollcall::daemon
