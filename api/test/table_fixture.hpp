// A domain table with short ways to change it and to read it, for tests.

#pragma once

#include <gtest/gtest.h>
#include <rollcall/domain_table.hpp>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rollcall {

/// What keeps handles alive in these tests, instead of a connection.
class TestOwner final : public RefCounted {
 public:
  /// Returns: how many references there are, those of handles and the test's own.
  int release_for_test() {
    retain();
    return release();
  }
};

class RecordingListener final : public EventListener {
 public:
  void on_event(const DomainEvent& event) noexcept override { events.push_back(event); }

  std::vector<DomainEvent> events;
};

/// A uuid that depends on the text alone.
inline Uuid uuid_of(std::string_view text) {
  Uuid uuid;
  for (std::size_t i = 0; i < text.size(); ++i) {
    uuid.bytes[i % 16] = static_cast<std::uint8_t>(uuid.bytes[i % 16] * 31 + text[i]);
  }
  return uuid;
}

inline DomainStatus shutoff() {
  DomainStatus status;
  status.attributes = attribute_word({.persistent = true});
  return status;
}

inline DomainStatus running(int id) {
  DomainStatus status;
  status.id = id;
  status.state = VIR_DOMAIN_RUNNING;
  status.attributes =
      attribute_word({.active = true, .persistent = true, .state = VIR_DOMAIN_RUNNING});
  return status;
}

inline DomainChange insert(const std::string& name, const DomainStatus& status) {
  return DomainChange::insert({uuid_of(name), name, status});
}
inline DomainChange update(std::string_view name, const DomainStatus& status) {
  return DomainChange::update(uuid_of(name), status);
}
inline DomainChange erase(std::string_view name) { return DomainChange::erase(uuid_of(name)); }

class DomainTableTest : public ::testing::Test {
 protected:
  DomainTableTest() { events.subscribe(listener); }
  ~DomainTableTest() override { owner->release(); }

  void commit(std::initializer_list<DomainChange> changes) {
    ASSERT_TRUE(table.commit({changes.begin(), changes.size()}));
  }

  /// Names of the domains that a listing with these flags returns.
  std::vector<std::string> names(unsigned flags) {
    const DomainList list = *table.list(ListFilter::of(flags), *owner);
    std::vector<std::string> found;
    for (const DomainHandle* handle : list) found.emplace_back(handle->name());
    return found;
  }

  TestOwner* owner = new TestOwner;
  EventBus events;
  std::shared_ptr<RecordingListener> listener = std::make_shared<RecordingListener>();
  DomainTable table{events};
};

}  // namespace rollcall
