#include "api/daemon/service_manager.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>

namespace rollcall::daemon {
namespace {

constexpr int kFirstInherited = 3;

std::string environment(const char* name) {
  const char* const value = std::getenv(name);  // before there are threads
  return value == nullptr ? "" : value;
}

}  // namespace

void notify_service_manager(std::string_view state) {
  const std::string path = environment("NOTIFY_SOCKET");
  sockaddr_un address{};
  if (path.empty() || path.size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  if (path.front() == '@') address.sun_path[0] = '\0';  // an abstract name
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  ::sendto(fd, state.data(), state.size(), MSG_NOSIGNAL,
           reinterpret_cast<const sockaddr*>(&address), size);
  ::close(fd);
}

std::vector<InheritedSocket> inherited_sockets() {
  if (environment("LISTEN_PID") != std::to_string(::getpid())) return {};
  const int count = std::max(0, std::atoi(environment("LISTEN_FDS").c_str()));
  std::string names = environment("LISTEN_FDNAMES");
  std::vector<InheritedSocket> sockets;
  for (int i = 0; i < count; ++i) {
    const std::size_t end = std::min(names.find(':'), names.size());
    sockets.push_back({kFirstInherited + i, names.substr(0, end)});
    names.erase(0, end + 1);
    ::fcntl(kFirstInherited + i, F_SETFD, FD_CLOEXEC);
  }
  return sockets;
}

}  // namespace rollcall::daemon
