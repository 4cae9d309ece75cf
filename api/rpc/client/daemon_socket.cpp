#include "api/rpc/client/daemon_socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <string>

namespace rollcall::rpc {
namespace {

auto unreachable(const std::string& where, int error_number) {
  Error error = make_error(
      VIR_ERR_SYSTEM_ERROR, VIR_FROM_RPC,
      fmt::format("no daemon can be reached at '{}': {}", where, std::strerror(error_number)));
  error.int1 = error_number;
  return fail(std::move(error));
}

auto bad_address(std::string message) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_RPC, std::move(message));
}

// Connects, and has the socket never wait from then on.
Result<FileDescriptor> connected(int family, const sockaddr* address, socklen_t size,
                                 const std::string& where) {
  FileDescriptor socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (socket.get() < 0) return unreachable(where, errno);
  int done = 0;
  do {
    done = ::connect(socket.get(), address, size);
  } while (done != 0 && errno == EINTR);
  if (done != 0) return unreachable(where, errno);
  if (fcntl(socket.get(), F_SETFL, O_NONBLOCK) != 0) return unreachable(where, errno);
  return socket;
}

Result<FileDescriptor> connect_unix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return bad_address(fmt::format("the socket's path '{}' is longer than the {} bytes allowed",
                                   path, sizeof(address.sun_path) - 1));
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  return connected(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof(address), path);
}

bool is_this_machine(const addrinfo& found) {
  if (found.ai_family == AF_INET) {
    const auto& address = *reinterpret_cast<const sockaddr_in*>(found.ai_addr);
    return ntohl(address.sin_addr.s_addr) >> 24 == 127;
  }
  const auto& address = *reinterpret_cast<const sockaddr_in6*>(found.ai_addr);
  return found.ai_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&address.sin6_addr) != 0;
}

Result<FileDescriptor> connect_tcp(const std::string& machine, const std::string& port) {
  const std::string where = machine + ":" + port;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  if (const int error = getaddrinfo(machine.c_str(), port.c_str(), &hints, &list); error != 0) {
    return bad_address(fmt::format("'{}' is no address: {}", where, gai_strerror(error)));
  }
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, freeaddrinfo);
  Result<FileDescriptor> socket = bad_address(fmt::format(
      "'{}' is not on this machine, and TCP is neither encrypted nor authenticated", where));
  for (const addrinfo* found = list; found != nullptr; found = found->ai_next) {
    if (!is_this_machine(*found)) continue;
    socket = connected(found->ai_family, found->ai_addr, found->ai_addrlen, where);
    if (socket) break;
  }
  const int on = 1;
  if (socket) setsockopt(socket->get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return socket;
}

}  // namespace

Result<FileDescriptor> connect_to(const DaemonAddress& address) {
  return address.socket.empty() ? connect_tcp(address.machine, address.port)
                                : connect_unix(address.socket);
}

}  // namespace rollcall::rpc
