// DaemonAddress: what a URI says of a daemon: where it listens, and what to open there.

#pragma once

#include <string>

#include "api/core/connection_uri.hpp"
#include "api/core/result.hpp"
#include "api/rpc/client/keepalive_clock.hpp"

namespace rollcall::rpc {

struct DaemonAddress {
  std::string socket;  ///< path of a UNIX socket; empty when the daemon is reached by TCP
  std::string machine;
  std::string port;
  std::string name;  ///< the URI that the daemon is asked to open
  KeepaliveLimits keepalive;
};

/// Reads SCHEME+unix:///PATH, SCHEME+tcp://MACHINE:PORT/PATH, and with a socket SCHEME:///PATH.
/// The query parameters socket, name, keepalive_interval (seconds, 0 for none), keepalive_count,
/// and those that tell libvirt's clients how to connect, stay here; others belong to the name.
/// Without a socket it is the one where libvirt's clients look for the daemon of that scheme.
///
/// Errors: VIR_ERR_INVALID_ARG saying which part makes no sense.
Result<DaemonAddress> daemon_address(const ConnectionUri& uri, bool read_only);

}  // namespace rollcall::rpc
