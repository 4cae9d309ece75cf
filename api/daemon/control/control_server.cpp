#include "api/daemon/control/control_server.hpp"

#include <sys/socket.h>

#include <asio/buffer.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>
#include <string>
#include <utility>

#include "api/daemon/control/commands.hpp"

namespace rollcall::daemon {
namespace {

constexpr std::size_t kRequestMax = 1 << 20;  // of bytes

// What waits on the socket in another thread returns.
void hang_up(int fd) { ::shutdown(fd, SHUT_RDWR); }

}  // namespace

ControlServer::ControlServer(int listening_fd, const rpc::ServedHosts& hosts, const rpc::Log& log)
    : hosts_(hosts),
      log_(log),
      acceptor_(io_, asio::local::stream_protocol(), listening_fd),
      accepting_([this] { accept_all(); }) {}

ControlServer::~ControlServer() {
  stopping_ = true;
  hang_up(acceptor_.native_handle());
  accepting_.join();
  for (Client& client : clients_) hang_up(client.socket.native_handle());
  for (Client& client : clients_) client.thread.join();
}

void ControlServer::accept_all() {
  while (!stopping_) {
    asio::error_code error;
    Socket socket = acceptor_.accept(error);
    if (stopping_) return;
    if (error) {
      log_.error("the control socket accepts nobody any more: " + error.message());
      return;
    }
    forget_those_over();
    welcome(std::move(socket));
  }
}

void ControlServer::welcome(Socket socket) {
  const std::lock_guard lock(mutex_);
  Client& client = clients_.emplace_back(std::move(socket));
  client.thread = std::thread([this, &client] { serve(client); });
}

void ControlServer::serve(Client& client) {
  std::string input;
  while (!stopping_) {
    asio::error_code error;
    const auto buffer = asio::dynamic_buffer(input, kRequestMax);
    const std::size_t length = asio::read_until(client.socket, buffer, '\n', error);
    if (error) break;
    std::string reply =
        answer_control(std::string_view(input).substr(0, length), hosts_, stopping_);
    input.erase(0, length);
    reply += '\n';
    asio::write(client.socket, asio::buffer(reply), error);
    if (error) break;
  }
  hang_up(client.socket.native_handle());
  client.is_over = true;
}

void ControlServer::forget_those_over() {
  const std::lock_guard lock(mutex_);
  clients_.remove_if([](Client& client) {
    if (!client.is_over) return false;
    client.thread.join();
    return true;
  });
}

}  // namespace rollcall::daemon
