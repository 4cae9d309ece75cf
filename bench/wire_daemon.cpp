#include "bench/wire_daemon.hpp"

#include <fmt/format.h>

#include <ctime>
#include <exception>
#include <filesystem>
#include <vector>

#include "bench/test_driver_file.hpp"

namespace rollcall::bench {
namespace {

std::string program_of(DaemonKind kind) {
  const std::string name = label_of(kind);
  const auto beside = std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
  return kind == DaemonKind::kRollcalld && std::filesystem::exists(beside)
             ? beside.string()
             : DaemonProcess::find(name);
}

}  // namespace

const char* label_of(DaemonKind kind) {
  return kind == DaemonKind::kRollcalld ? "rollcalld" : "libvirtd";
}

tl::expected<std::unique_ptr<WireDaemon>, std::string> WireDaemon::start(DaemonKind kind,
                                                                         std::size_t domains) {
  if (program_of(kind).empty()) {
    return tl::unexpected(fmt::format("{} is not installed", label_of(kind)));
  }
  try {
    return std::unique_ptr<WireDaemon>(new WireDaemon(kind, domains));
  } catch (const std::exception& error) {
    return tl::unexpected(std::string(error.what()));
  }
}

WireDaemon::WireDaemon(DaemonKind kind, std::size_t domains) : kind_(kind) {
  folder_.write("host.xml", test_driver_host(domains));
  using Words = std::vector<std::string>;
  if (kind == DaemonKind::kRollcalld) {
    process_ = std::make_unique<DaemonProcess>(
        Words{program_of(kind), "--uri", "mock://" + host_file(), "--socket", socket(), "--limits",
              "none", "--log-file", folder_.file("log")});
    return;
  }
  const std::string config =
      folder_.write("config", fmt::format("unix_sock_dir = \"{}\"\nauth_unix_rw = \"none\"\n"
                                          "auth_unix_ro = \"none\"\nlog_outputs = \"3:file:{}\"\n",
                                          folder_.file(""), folder_.file("log")));
  // Drivers in folders that are not there are not loaded: its test driver alone is used.
  process_ = std::make_unique<DaemonProcess>(
      Words{program_of(kind), "-f", config, "-p", folder_.file("pid")},
      Words{"LIBVIRT_DRIVER_DIR=" + folder_.file("none")});
}

std::string WireDaemon::socket() const {
  return folder_.file(kind_ == DaemonKind::kRollcalld ? "sock" : "libvirt-sock");
}

std::string WireDaemon::uri() const {
  return fmt::format("{}+unix://{}?socket={}", kind_ == DaemonKind::kRollcalld ? "mock" : "test",
                     host_file(), socket());
}

double WireDaemon::processor_time() const {
  clockid_t clock{};
  timespec used{};
  if (clock_getcpuclockid(process_->pid(), &clock) != 0) return 0;
  clock_gettime(clock, &used);
  return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

}  // namespace rollcall::bench
