// A daemon for one test: a private process that the test starts, waits for and ends.

#pragma once

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "api/test/temporary_folder.hpp"

namespace rollcall {

/// A daemon that tells, as systemd asks it to (sd_notify(3)), when it takes connections. Ends with
/// the object, and with the test.
class DaemonProcess {
 public:
  /// Starts a program and returns when it is ready. `arguments`: the program first.
  /// `environment`: NAME=VALUE, besides that of the test.
  ///
  /// Throws std::runtime_error when it ends before it is ready.
  DaemonProcess(const std::vector<std::string>& arguments,
                const std::vector<std::string>& environment = {}) {
    const int notices = bind_notices();
    pid_ = ::fork();
    if (pid_ == 0) run(arguments, environment);
    wait_until_ready(notices, arguments.front());
    ::close(notices);
  }
  DaemonProcess(const DaemonProcess&) = delete;
  DaemonProcess& operator=(const DaemonProcess&) = delete;
  ~DaemonProcess() { end(SIGTERM); }

  pid_t pid() const { return pid_; }

  /// Sends a signal that ends the daemon, and waits until it is gone.
  void end(int signal) {
    if (pid_ <= 0) return;
    ::kill(pid_, signal);
    ::waitpid(std::exchange(pid_, -1), nullptr, 0);
  }

  /// The program of that name in the folders where daemons are; empty when it is not installed.
  static std::string find(const std::string& name) {
    std::istringstream folders(std::string("/usr/sbin:/usr/local/sbin:") + std::getenv("PATH"));
    for (std::string folder; std::getline(folders, folder, ':');) {
      if (std::filesystem::exists(folder + "/" + name)) return folder + "/" + name;
    }
    return {};
  }

 private:
  std::string notice_path() const { return folder_.file("notices"); }

  int bind_notices() const {
    const int notices = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    notice_path().copy(address.sun_path, sizeof(address.sun_path) - 1);
    if (::bind(notices, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
      throw std::runtime_error("no socket for notices");
    }
    return notices;
  }

  [[noreturn]] void run(const std::vector<std::string>& arguments,
                        const std::vector<std::string>& environment) const {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setenv("NOTIFY_SOCKET", notice_path().c_str(), 1);
    for (const std::string& entry : environment) ::putenv(const_cast<char*>(entry.c_str()));
    std::vector<char*> words;
    for (const std::string& argument : arguments)
      words.push_back(const_cast<char*>(argument.c_str()));
    words.push_back(nullptr);
    ::execv(words.front(), words.data());
    ::_exit(127);
  }

  void wait_until_ready(int notices, const std::string& program) {
    const int life = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
    for (;;) {
      pollfd watched[] = {{notices, POLLIN, 0}, {life, POLLIN, 0}};
      ::poll(watched, 2, -1);
      char text[512]{};
      if (watched[0].revents != 0 && ::recv(notices, text, sizeof(text) - 1, 0) > 0 &&
          std::strstr(text, "READY=1") != nullptr) {
        break;
      }
      if (watched[1].revents == 0) continue;
      ::close(life);
      end(SIGKILL);
      throw std::runtime_error(program + " ended before it was ready");
    }
    ::close(life);
  }

  TemporaryFolder folder_;
  pid_t pid_ = -1;
};

}  // namespace rollcall
