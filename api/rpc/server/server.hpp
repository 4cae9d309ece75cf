// Server: listens on sockets and holds a session with every client.

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "api/rpc/server/limits.hpp"
#include "api/rpc/server/log.hpp"
#include "api/rpc/server/served_hosts.hpp"

namespace rollcall::rpc {

/// Threading: listen_on() and start() by one thread, once each socket is bound; the others by any.
class Server {
 public:
  /// `hosts` and `log` outlive the server.
  Server(const ServedHosts& hosts, const Limits& limits, const Log& log);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// Serves clients that connect to `fd`, a stream socket that listens. The server owns it now.
  ///
  /// Returns: nothing, or what is wrong with it.
  std::optional<std::string> listen_on(int fd, bool read_only);

  /// Serves, in threads of its own.
  void start();

  /// Accepts nobody more, lets the calls that are in work end and sends their replies.
  ///
  /// Returns: whether all was done within `patience`. If not, clients are cut off; calls may still
  /// be
  ///          in work, and destroying the server waits for them.
  bool stop(std::chrono::milliseconds patience = std::chrono::seconds(5));

  std::size_t clients() const;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace rollcall::rpc
