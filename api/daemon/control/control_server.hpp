// ControlServer: the control socket of the daemon. Whoever may connect to it may do to the
// simulated hosts what <rollcall/mock.h> does, while stock clients work on them. One request a
// line, one reply a line.

#pragma once

#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <atomic>
#include <list>
#include <mutex>
#include <thread>

#include "api/rpc/server/log.hpp"
#include "api/rpc/server/served_hosts.hpp"

namespace rollcall::daemon {

/// Each client has a thread of its own, as some commands wait.
class ControlServer {
 public:
  /// Accepts clients of `listening_fd`, a UNIX socket, which is the server's from now on. `hosts`
  /// and `log` outlive it.
  ControlServer(int listening_fd, const rpc::ServedHosts& hosts, const rpc::Log& log);
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;
  /// Hangs up on all clients. Commands that wait give up.
  ~ControlServer();

 private:
  using Socket = asio::local::stream_protocol::socket;
  struct Client {
    Socket socket;
    std::atomic<bool> is_over{false};
    std::thread thread{};
  };

  void accept_all();
  void welcome(Socket socket);
  void serve(Client& client);
  void forget_those_over();

  const rpc::ServedHosts& hosts_;
  const rpc::Log& log_;
  std::atomic<bool> stopping_{false};
  asio::io_context io_;
  asio::local::stream_protocol::acceptor acceptor_;
  std::mutex mutex_;  // guards clients_
  std::list<Client> clients_;
  std::thread accepting_;
};

}  // namespace rollcall::daemon
