#include "console.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <chrono>
#include <cstring>
#include <stdexcept>

namespace rollcall::kvm {

Console::Console(const std::string& socket_path)
    : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_path.c_str(), sizeof(address.sun_path) - 1);
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(socket_.get(), generic, sizeof(address)) != 0) {
    throw std::runtime_error("no guest has its serial port at " + socket_path);
  }
}

void Console::send(std::string_view commands) const {
  const ssize_t sent = ::send(socket_.get(), commands.data(), commands.size(), MSG_NOSIGNAL);
  if (sent != static_cast<ssize_t>(commands.size())) {
    throw std::runtime_error("the guest takes no commands");
  }
}

std::string Console::read_until(std::string_view expected) const {
  std::string text;
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (text.find(expected) == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd ready{socket_.get(), POLLIN, 0};
    if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0) break;
    char byte = 0;  // one at a time, so that nothing of what follows is taken
    if (::recv(socket_.get(), &byte, 1, 0) != 1) break;
    text.push_back(byte);
  }
  return text;
}

unsigned long Console::count() const {
  send("c");
  std::string text = read_until("count=");
  text += read_until("\n");
  const std::size_t place = text.rfind("count=");
  if (place == std::string::npos) throw std::runtime_error("the guest does not answer");
  return std::stoul(text.substr(place + 6));
}

}  // namespace rollcall::kvm
