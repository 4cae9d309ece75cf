#include "api/daemon/daemon.hpp"

#include <fcntl.h>
#include <libvirt/virterror.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/daemon/background.hpp"
#include "api/daemon/client_uri.hpp"
#include "api/daemon/control/control_server.hpp"
#include "api/daemon/listening_socket.hpp"
#include "api/daemon/service_manager.hpp"
#include "api/rpc/server/server.hpp"

namespace rollcall::daemon {
namespace {

/// Files that vanish with the daemon.
class OwnFiles {
 public:
  OwnFiles() = default;
  OwnFiles(const OwnFiles&) = delete;
  OwnFiles& operator=(const OwnFiles&) = delete;
  ~OwnFiles() { remove(); }
  void add(const std::string& path) { paths_.push_back(path); }
  void remove() {
    for (const std::string& path : paths_) ::unlink(path.c_str());
    paths_.clear();
  }

 private:
  std::vector<std::string> paths_;
};

/// Signals that end the daemon are taken by sigwait() in the main thread, never in another.
sigset_t block_ending_signals() {
  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGTERM);
  sigaddset(&ending, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGHUP, SIG_IGN);
  return ending;
}

void allow_all_descriptors() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) < 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::string scheme_of(const std::string& name) { return name.substr(0, name.find(':')); }

/// What the daemon listens on, while it is being set up.
class Sockets {
 public:
  Sockets(const Options& options, const rpc::Log& log, rpc::Server& server, OwnFiles& files)
      : options_(options), log_(log), server_(server), files_(files) {}

  /// Returns: whether all sockets are open; what is wrong is in the log.
  bool open() {
    const auto inherited = inherited_sockets();
    for (const InheritedSocket& socket : inherited) {
      const bool read_only = socket.name.find("-ro") != std::string::npos;
      if (!add({.fd = socket.fd}, read_only)) return false;
      if (!read_only && path_.empty()) path_ = path_of(socket.fd);
    }
    if (!inherited.empty()) return open_tcp();
    return open_main() && open_read_only() && open_tcp();
  }

  /// Opens the control socket, if there is to be one. Returns: as open().
  bool open_control(const rpc::ServedHosts& hosts, std::optional<ControlServer>& server) {
    const std::string& path = options_.control_socket;
    if (path.empty()) return true;
    const Opened opened = listen_on_unix({path});
    if (opened.fd < 0) {
      log_.error(opened.error);
      return false;
    }
    files_.add(path);
    server.emplace(opened.fd, hosts, log_);
    return true;
  }

  /// The path of the socket for all clients; empty when it has none.
  const std::string& path() const { return path_; }
  std::uint16_t tcp_port() const { return tcp_port_; }

 private:
  bool add(const Opened& opened, bool read_only) {
    std::string problem = opened.error;
    if (problem.empty()) problem = server_.listen_on(opened.fd, read_only).value_or("");
    if (!problem.empty()) log_.error(problem);
    return problem.empty();
  }

  bool add_unix(const std::string& path, mode_t mode, bool read_only) {
    const Opened opened = listen_on_unix({path, mode, options_.group});
    if (opened.fd >= 0) files_.add(path);
    return add(opened, read_only);
  }

  bool open_main() {
    path_ = options_.socket;
    if (path_.empty()) {
      const auto usual = default_socket_path(scheme_of(options_.mappings.front().name));
      if (!usual || belongs_to_libvirt(*usual)) {
        log_.error(usual ? "the usual socket '" + *usual + "' is libvirt's own: say --socket PATH"
                         : "XDG_RUNTIME_DIR is not set: say --socket PATH");
        return false;
      }
      path_ = *usual;
    }
    return add_unix(path_, options_.mode, false);
  }

  // Where the main socket is the usual one, so is this: clients that only look need no more.
  bool open_read_only() {
    std::string path = options_.read_only_socket;
    if (path.empty() && options_.socket.empty() && !path_.empty()) path = path_ + "-ro";
    return path.empty() || add_unix(path, options_.read_only_mode, true);
  }

  bool open_tcp() {
    if (!options_.tcp_port) return true;
    const Opened opened = listen_on_tcp(options_.tcp_address, *options_.tcp_port);
    if (opened.fd < 0) return add(opened, false);
    tcp_port_ = port_of(opened.fd);
    log_.warning("port " + std::to_string(tcp_port_) + " of " + options_.tcp_address +
                 " is unauthenticated: whoever reaches it may do everything" +
                 (is_loopback(options_.tcp_address) ? "" : ", and other machines do"));
    return add(opened, false);
  }

  const Options& options_;
  const rpc::Log& log_;
  rpc::Server& server_;
  OwnFiles& files_;
  std::string path_;
  std::uint16_t tcp_port_ = 0;
};

/// Returns: whether the file was written; what is wrong is in the log.
bool write_pid_file(const std::string& path, const rpc::Log& log, OwnFiles& files) {
  if (path.empty()) return true;
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  const std::string line = std::to_string(::getpid()) + "\n";
  const bool done =
      fd >= 0 && ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
  if (!done) log.error("cannot write '" + path + "': " + std::strerror(errno));
  if (fd >= 0) ::close(fd);
  if (done) files.add(path);
  return done;
}

bool open_hosts(const Options& options, const rpc::Log& log, rpc::ServedHosts& hosts) {
  for (const Mapping& mapping : options.mappings) {
    if (const auto problem = hosts.add(mapping.name, mapping.uri)) {
      log.error("cannot open '" + mapping.uri + "': " + *problem);
      return false;
    }
  }
  return true;
}

void tell_ready(const Options& options, const Sockets& sockets, const rpc::Log& log) {
  const std::string uri = client_uri(options.mappings.front().name, sockets.path());
  log.info("ready for " + (sockets.path().empty() ? "clients" : "clients of " + uri));
  if (options.print_env && !sockets.path().empty()) {
    std::string line = export_line("LIBVIRT_DEFAULT_URI", uri);
    if (!options.control_socket.empty()) {
      line += export_line("ROLLCALL_CONTROL", options.control_socket);
    }
    static_cast<void>(!::write(STDOUT_FILENO, line.data(), line.size()));
  }
  notify_service_manager("READY=1\nMAINPID=" + std::to_string(::getpid()) + "\n");
}

/// Paths that the user means from where the daemon was started.
void make_absolute(Options& options) {
  for (std::string* path :
       {&options.socket, &options.read_only_socket, &options.control_socket, &options.pid_file}) {
    if (!path->empty()) *path = std::filesystem::absolute(*path).lexically_normal();
  }
}

}  // namespace

int run(Options options) {
  make_absolute(options);
  const int log_fd =
      options.log_file.empty()
          ? STDERR_FILENO
          : ::open(options.log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  const rpc::Log log(log_fd >= 0 ? log_fd : STDERR_FILENO, options.log_level);
  if (log_fd < 0) {
    log.error("cannot open '" + options.log_file + "': " + std::strerror(errno));
    return kFailed;
  }
  // Errors belong to the clients whose calls failed, who are told them.
  virSetErrorFunc(nullptr, [](void*, virErrorPtr) {});
  const sigset_t ending = block_ending_signals();
  allow_all_descriptors();
  Readiness readiness;
  if (options.background) readiness = continue_in_background();

  OwnFiles files;
  rpc::ServedHosts hosts;
  if (!open_hosts(options, log, hosts)) return kFailed;
  rpc::Server server(hosts, options.limits, log);
  Sockets sockets(options, log, server, files);
  std::optional<ControlServer> control;
  if (!sockets.open() || !sockets.open_control(hosts, control)) return kFailed;
  if (!write_pid_file(options.pid_file, log, files)) return kFailed;
  server.start();
  tell_ready(options, sockets, log);
  if (options.background) leave_terminal();
  readiness.tell();

  int signal = 0;
  sigwait(&ending, &signal);
  log.info("stops on signal " + std::to_string(signal));
  notify_service_manager("STOPPING=1\n");
  control.reset();
  const bool all_done = server.stop();
  files.remove();
  if (!all_done) {
    log.warning("some calls did not end in time and are broken off");
    std::_Exit(0);
  }
  return 0;
}

}  // namespace rollcall::daemon
