// A host of the kvm driver in a temporary folder, with guests that obey commands on their serial
// port (payload/guest.s), for tests.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <rollcall/driver.hpp>

#include "api/test/temporary_folder.hpp"
#include "console.hpp"
#include "guest_guard.hpp"
#include "kvmdriver/connection.hpp"

namespace rollcall::kvm {

/// The code that a call ended with; VIR_ERR_OK when it succeeded.
template <typename T>
int error_code(const Result<T>& result) {
  return result ? int{VIR_ERR_OK} : result.error().code;
}

/// Whether a call did; its error if not.
template <typename T>
::testing::AssertionResult succeeds(const Result<T>& result) {
  if (result) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << result.error().message;
}

/// Keeps events, and wakes up whoever waits for a change.
class Journal final : public EventListener {
 public:
  void on_event(const DomainEvent& event) noexcept override;
  /// Events since the last call as "TYPE/detail", in one line.
  std::string take();
  /// Returns: whether `condition` came true before the test lost patience.
  bool wait_for(const std::function<bool()>& condition);

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<DomainEvent> events_;
  std::size_t total_ = 0;  // of all events ever
};

/// The parameter is the type of domains: "qemu" everywhere, "kvm" where KVM can be opened.
class KvmTest : public ::testing::TestWithParam<const char*> {
 protected:
  ~KvmTest() override;
  void SetUp() override;

  /// Opens the host; with `query` as its URI's.
  void open(const std::string& query = "");
  /// As if the program had ended: guests go on.
  void close();

  std::string root() const { return folder_.file("root"); }
  std::string serial_path(std::string_view name) const;
  /// A domain with the test guest; `more` are further elements, `devices` further devices.
  std::string xml(std::string_view name, std::string_view more = "",
                  std::string_view devices = "") const;

  DomainRef defined(std::string_view name, std::string_view more = "",
                    std::string_view devices = "");
  /// Running, and has answered.
  DomainRef started(std::string_view name, std::string_view more = "",
                    std::string_view devices = "");
  Console& console(const DomainRef& domain);

  /// The domain as "STATE/reason FLAGS": Persistent, Managed save, Autostart, Snapshot. "gone" when
  /// there is none.
  std::string seen(const DomainRef& domain);
  /// Waits until it looks like that. Returns: how it looks in the end.
  std::string wait_until_seen(const DomainRef& domain, const std::string& expected);

  pid_t pid_of(const DomainRef& domain);

  const TemporaryFolder folder_;
  std::unique_ptr<Connection> host;
  std::shared_ptr<Journal> journal = std::make_shared<Journal>();

 private:
  DomainRef remember(const Result<DomainRecord>& record);

  const GuestGuard guard_{root()};
  std::list<std::string> names_;
  std::map<std::string, Console> consoles_;
};

}  // namespace rollcall::kvm
