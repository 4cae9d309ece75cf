// The daemons that tests of the client talk to, each in a folder of its own.

#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/test/daemon_process.hpp"

namespace rollcall {

/// A libvirtd with nothing but the drivers of its own library: its test driver is what is used. It
/// touches nothing outside its folder.
class PrivateLibvirtd {
 public:
  /// Empty when it is not installed.
  static std::string program() { return DaemonProcess::find("libvirtd"); }

  PrivateLibvirtd() {
    const std::string config =
        folder_.write("config", "unix_sock_dir = \"" + folder_.file("") +
                                    "\"\nauth_unix_rw = \"none\"\nauth_unix_ro = \"none\"\n"
                                    "max_client_requests = 20\n"
                                    "log_outputs = \"3:file:" +
                                    folder_.file("log") + "\"\n");
    // Drivers in folders that are not there are not loaded.
    process_ = std::make_unique<DaemonProcess>(
        std::vector<std::string>{program(), "-f", config, "-p", folder_.file("pid")},
        std::vector<std::string>{"LIBVIRT_DRIVER_DIR=" + folder_.file("none")});
  }

  std::string socket() const { return folder_.file("libvirt-sock"); }
  DaemonProcess& process() { return *process_; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<DaemonProcess> process_;
};

#ifdef ROLLCALLD
/// Our daemon with one host, of the URI given.
class PrivateRollcalld {
 public:
  explicit PrivateRollcalld(const std::string& host, std::vector<std::string> options = {},
                            std::string socket = {})
      : host_(host), socket_(socket.empty() ? folder_.file("socket") : std::move(socket)) {
    std::vector<std::string> words{
        ROLLCALLD, "--uri", host, "--socket", socket_, "--log-file", folder_.file("log")};
    words.insert(words.end(), options.begin(), options.end());
    process_ = std::make_unique<DaemonProcess>(words);
  }

  /// What reaches the host through the daemon.
  std::string uri() const {
    const bool has_query = host_.find('?') != std::string::npos;
    const std::size_t colon = host_.find(':');
    return host_.substr(0, colon) + "+unix" + host_.substr(colon) + (has_query ? "&" : "?") +
           "socket=" + socket_;
  }
  DaemonProcess& process() { return *process_; }

 private:
  TemporaryFolder folder_;
  std::string host_;
  std::string socket_;
  std::unique_ptr<DaemonProcess> process_;
};
#endif

}  // namespace rollcall
