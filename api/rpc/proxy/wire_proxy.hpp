// WireProxy: stands between clients and a daemon, and spoils what the daemon says as it is told to.

#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "api/core/file_descriptor.hpp"
#include "api/rpc/proxy/wire_faults.hpp"

namespace rollcall::rpc {

class ProxiedClient;

/// Listens on a UNIX socket, and connects each client to the daemon on another. With no faults
/// nothing is changed. Two threads for each client: a tool for tests.
///
/// Threading: every member from any thread.
class WireProxy {
 public:
  /// Throws std::system_error when it cannot listen at `own_socket`.
  WireProxy(std::string own_socket, std::string daemon_socket, WireFaults faults = {});
  WireProxy(const WireProxy&) = delete;
  WireProxy& operator=(const WireProxy&) = delete;
  /// Cuts all connections.
  ~WireProxy();

  /// From now on packets are spoilt so.
  void set(const WireFaults& faults);

  /// What a restart of a daemon that keeps its state looks like: every connection is cut, and new
  /// ones find a daemon that knows what it knew.
  void restart();

 private:
  void accept_clients();

  const std::string own_socket_;
  const std::string daemon_socket_;
  FileDescriptor listener_;
  std::mutex mutex_;  // guards all below
  WireFaults faults_;
  std::vector<std::unique_ptr<ProxiedClient>> clients_;
  std::thread acceptor_;
};

}  // namespace rollcall::rpc
