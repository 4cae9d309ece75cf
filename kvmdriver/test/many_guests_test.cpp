// Many guests at once, through the public API: all are listed, also while one of them is stuck, and
// all are found again by the next driver.
//
// ROLLCALL_KVM_GUESTS says how many (`ci/run kvm-stress`); few without it. Times are printed, never
// judged.

#include <gtest/gtest.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <signal.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "api/test/temporary_folder.hpp"
#include "guest_guard.hpp"

namespace rollcall::kvm {
namespace {

constexpr int kFewGuests = 6;
constexpr int kStarters = 2;
constexpr int kListings = 2000;

int wanted_guests() {
  const char* text = std::getenv("ROLLCALL_KVM_GUESTS");
  return text == nullptr ? kFewGuests : std::atoi(text);
}

class Stopwatch {
 public:
  double us() const {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double, std::micro>(now - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class ManyGuests : public ::testing::Test {
 protected:
  void SetUp() override { open(); }

  void TearDown() override {
    if (connection_ == nullptr) open();
    for (const auto& [uuid, pid] : pids()) ::kill(pid, SIGCONT);
    virDomainPtr* domains = nullptr;
    const int count = virConnectListAllDomains(connection_, &domains, 0);
    for (int i = 0; i < count; ++i) {
      virDomainDestroy(domains[i]);
      virDomainFree(domains[i]);
    }
    std::free(domains);
    virConnectClose(connection_);
    EXPECT_TRUE(pids().empty());
  }

  void open() {
    connection_ = virConnectOpen(("kvm://" + root()).c_str());
    ASSERT_NE(connection_, nullptr) << virGetLastErrorMessage();
  }

  void close() {
    virConnectClose(connection_);
    connection_ = nullptr;
  }

  std::string root() const { return folder_.file("root"); }

  // Without its serial port the test guest would be busy reading commands from nowhere.
  std::string xml(int number) const {
    return fmt::format(
        "<domain type='qemu'><name>guest-{}</name><memory unit='MiB'>16</memory>"
        "<os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>{}</loader></os>"
        "<devices><serial type='file'><source path='{}'/></serial></devices></domain>",
        number, ROLLCALL_TEST_GUEST, folder_.file(fmt::format("{}.serial", number)));
  }

  void start_all(int guests) {
    std::vector<std::jthread> starters;
    for (int first = 0; first < kStarters; ++first) {
      starters.emplace_back([this, guests, first] {
        for (int i = first; i < guests; i += kStarters) {
          virDomainPtr domain = virDomainCreateXML(connection_, xml(i).c_str(), 0);
          EXPECT_NE(domain, nullptr) << virGetLastErrorMessage();
          if (domain != nullptr) virDomainFree(domain);
        }
      });
    }
  }

  /// The processes of the guests, by the guests' uuids, as QEMU itself has noted them.
  std::map<std::string, pid_t> pids() const {
    std::map<std::string, pid_t> found;
    for (const auto& entry : std::filesystem::directory_iterator(root() + "/run")) {
      if (entry.path().extension() != ".pid") continue;
      found[entry.path().stem()] =
          std::stoi(folder_.read("root/run/" + entry.path().filename().string()));
    }
    return found;
  }

  int count(unsigned flags) { return virConnectListAllDomains(connection_, nullptr, flags); }

  /// The median time of a list of the running guests, in us; without that of freeing it.
  double list_us(int expected) {
    std::vector<double> times;
    for (int i = 0; i < kListings; ++i) {
      virDomainPtr* domains = nullptr;
      const Stopwatch watch;
      const int listed =
          virConnectListAllDomains(connection_, &domains, VIR_CONNECT_LIST_DOMAINS_RUNNING);
      times.push_back(watch.us());
      EXPECT_EQ(listed, expected);
      for (int d = 0; d < listed; ++d) virDomainFree(domains[d]);
      std::free(domains);
    }
    std::nth_element(times.begin(), times.begin() + kListings / 2, times.end());
    return times[kListings / 2];
  }

  const TemporaryFolder folder_;
  const GuestGuard guard_{root()};
  virConnectPtr connection_ = nullptr;
};

TEST_F(ManyGuests, AreListedAndFoundAgain) {
  const int guests = wanted_guests();
  const Stopwatch starting;
  start_all(guests);
  std::printf("%d guests started in %.1f s\n", guests, starting.us() / 1e6);
  EXPECT_EQ(count(VIR_CONNECT_LIST_DOMAINS_RUNNING), guests);
  const std::map<std::string, pid_t> before = pids();
  ASSERT_EQ(before.size(), static_cast<std::size_t>(guests));
  std::printf("list of %d: %.2f us\n", guests, list_us(guests));
  ::kill(before.begin()->second, SIGSTOP);
  std::printf("while one is stuck: %.2f us\n", list_us(guests));
  ::kill(before.begin()->second, SIGCONT);
  close();
  const Stopwatch opening;
  open();
  std::printf("opened again with %d guests in %.1f ms\n", guests, opening.us() / 1e3);
  EXPECT_EQ(count(VIR_CONNECT_LIST_DOMAINS_RUNNING), guests);
  EXPECT_EQ(pids(), before);
}

}  // namespace
}  // namespace rollcall::kvm
