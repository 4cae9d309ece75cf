// A connection to a simulated host with short ways to work on it, for tests.

#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <rollcall/driver.hpp>

#include "mockdriver/mock_connection.hpp"
#include "mockdriver/mock_driver.hpp"

namespace rollcall {

using Connection = std::unique_ptr<HostConnection>;

/// What the mock driver answers to a URI.
Result<Connection> open_uri(std::string_view uri);

/// The code of the error that a call ended with; VIR_ERR_OK when it succeeded.
template <typename T>
int code_of(const Result<T>& result) {
  return result ? int{VIR_ERR_OK} : result.error().code;
}

/// The smallest domain XML; `uuid` may be empty, `more` are further elements.
std::string domain_xml(std::string_view name, std::string_view uuid = "",
                       std::string_view more = "");

/// The domain as "STATE/reason id=N FLAGS", FLAGS being one letter per attribute: Persistent,
/// Managed save, Autostart, Snapshot, Checkpoint. "gone" when there is none.
std::string seen(HostConnection& host, const Uuid& uuid);

/// Remembers events; shows them as "NAME: TYPE/detail id=N", "NAME: reboot id=N" and the like.
class EventLog final : public EventListener {
 public:
  void on_event(const DomainEvent& event) noexcept override { events_.push_back(event); }

  /// Events since the last call.
  std::vector<DomainEvent> take_events() { return std::exchange(events_, {}); }

  /// The same in one line, without names, parted by blanks.
  std::string take();

 private:
  std::vector<DomainEvent> events_;
};

/// A host without domains of its own.
class MockTest : public ::testing::Test {
 protected:
  explicit MockTest(std::string_view uri = "mock:///empty");
  /// Checks the host's invariants.
  ~MockTest() override;

  /// Brings a domain into being and forgets the events of that. Fails the test when it cannot.
  DomainRef defined(std::string_view name, std::string_view more = "");
  DomainRef started(std::string_view name, std::string_view more = "");
  DomainRef transient(std::string_view name, std::string_view more = "");

  std::string seen(const DomainRef& domain) { return rollcall::seen(*host, domain.uuid); }

  Connection host;
  std::shared_ptr<EventLog> log = std::make_shared<EventLog>();

 private:
  DomainRef remember(const Result<DomainRecord>& record);

  std::vector<std::unique_ptr<std::string>> names_;
};

}  // namespace rollcall
