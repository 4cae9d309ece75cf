#include "api/daemon/listening_socket.hpp"

#include <arpa/inet.h>
#include <grp.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <utility>

namespace rollcall::daemon {
namespace {

constexpr int kBacklog = 512;

std::string reason(const std::string& what) { return what + ": " + std::strerror(errno); }

/// A descriptor that is closed unless it is released.
class Fd {
 public:
  explicit Fd(int fd) : fd_(fd) {}
  Fd(const Fd&) = delete;
  Fd& operator=(const Fd&) = delete;
  ~Fd() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

bool somebody_listens(const sockaddr_un& address) {
  const Fd probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0) {
    return true;
  }
  return errno != ECONNREFUSED && errno != ENOENT;
}

/// Removes a socket file that nobody uses. Returns: why the path cannot be taken, or nothing.
std::string clear_path(const std::string& path, const sockaddr_un& address) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) < 0) {
    return errno == ENOENT ? std::string() : reason("cannot look at '" + path + "'");
  }
  if (!S_ISSOCK(found.st_mode)) return "'" + path + "' is there already and is no socket";
  if (somebody_listens(address)) return "another daemon listens on '" + path + "'";
  if (::unlink(path.c_str()) < 0) return reason("cannot remove the old socket '" + path + "'");
  return {};
}

/// The number of a group. Returns: whether there is such a group.
bool find_group(const std::string& group, gid_t& number) {
  const auto [end, error] = std::from_chars(group.data(), group.data() + group.size(), number);
  if (error == std::errc() && end == group.data() + group.size()) return true;
  const ::group* const entry = ::getgrnam(group.c_str());  // before there are threads
  if (entry != nullptr) number = entry->gr_gid;
  return entry != nullptr;
}

std::string give_to_group(const UnixSocketPlan& plan) {
  gid_t number = 0;
  if (plan.group.empty()) return {};
  if (!find_group(plan.group, number)) return "there is no group '" + plan.group + "'";
  if (::chown(plan.path.c_str(), static_cast<uid_t>(-1), number) < 0) {
    return reason("cannot give '" + plan.path + "' to group '" + plan.group + "'");
  }
  return {};
}

}  // namespace

Opened listen_on_unix(const UnixSocketPlan& plan) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (plan.path.size() >= sizeof(address.sun_path)) {
    return {.error = "the socket path '" + plan.path + "' is longer than " +
                     std::to_string(sizeof(address.sun_path) - 1) + " bytes"};
  }
  std::memcpy(address.sun_path, plan.path.c_str(), plan.path.size() + 1);
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(plan.path).parent_path(), ignored);
  if (std::string problem = clear_path(plan.path, address); !problem.empty()) {
    return {.error = std::move(problem)};
  }
  Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  // The file must not be open to others before it has its mode.
  const mode_t mask = ::umask(0777);
  const int bound = ::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  ::umask(mask);
  if (bound < 0) return {.error = reason("cannot bind '" + plan.path + "'")};
  std::string problem = give_to_group(plan);
  if (problem.empty() && ::chmod(plan.path.c_str(), plan.mode) < 0) {
    problem = reason("cannot set the mode of '" + plan.path + "'");
  }
  if (problem.empty() && ::listen(fd.get(), kBacklog) < 0) {
    problem = reason("cannot listen on '" + plan.path + "'");
  }
  if (problem.empty()) return {.fd = fd.release()};
  ::unlink(plan.path.c_str());
  return {.error = std::move(problem)};
}

Opened listen_on_tcp(const std::string& address, std::uint16_t port) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  const sockaddr* any = nullptr;
  socklen_t size = 0;
  if (::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    any = reinterpret_cast<const sockaddr*>(&v4);
    size = sizeof(v4);
  } else if (::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    any = reinterpret_cast<const sockaddr*>(&v6);
    size = sizeof(v6);
  } else {
    return {.error = "'" + address + "' is no IP address"};
  }
  Fd fd(::socket(any->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int yes = 1;
  ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
  if (::bind(fd.get(), any, size) < 0 || ::listen(fd.get(), kBacklog) < 0) {
    return {.error = reason("cannot listen on " + address + " port " + std::to_string(port))};
  }
  return {.fd = fd.release()};
}

std::uint16_t port_of(int fd) {
  sockaddr_storage address{};
  socklen_t size = sizeof(address);
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) < 0) return 0;
  if (address.ss_family == AF_INET6) {
    return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
  }
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

std::string path_of(int fd) {
  sockaddr_un address{};
  socklen_t size = sizeof(address) - 1;  // what comes back ends with a zero byte
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) < 0) return {};
  return address.sun_family == AF_UNIX ? address.sun_path : std::string();
}

bool is_loopback(const std::string& address) {
  return address.starts_with("127.") || address == "::1";
}

bool belongs_to_libvirt(const std::string& path) {
  static constexpr std::array kDaemons{
      "qemu",      "xen",     "lxc", "vbox",    "bhyve",    "ch",     "vz",    "network",
      "interface", "storage", "log", "nodedev", "nwfilter", "secret", "proxy", "lock"};
  std::string name = std::filesystem::path(path).filename();
  for (const std::string_view suffix : {"-ro", "-admin"}) {
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  if (name == "libvirt-sock" || name == "libvirt-admin-sock" || name == "libvirt-sock-admin") {
    return true;
  }
  for (const char* daemon : kDaemons) {
    for (const char* end : {"d-sock", "d-admin-sock"}) {
      if (name == std::string("virt") + daemon + end) return true;
    }
  }
  return false;
}

std::optional<std::string> default_socket_path(const std::string& scheme) {
  std::string folder = "/run";
  if (::geteuid() != 0) {
    const char* const runtime = std::getenv("XDG_RUNTIME_DIR");  // before there are threads
    if (runtime == nullptr || *runtime == '\0') return std::nullopt;
    folder = runtime;
  }
  return folder + "/libvirt/virt" + scheme + "d-sock";
}

}  // namespace rollcall::daemon
