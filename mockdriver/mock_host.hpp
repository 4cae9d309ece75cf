// MockHost: a simulated hypervisor with its domains, in memory.
//
// What connections see of it is the table, which changes by one commit per operation; everything
// else that an operation needs is behind one lock, which a HostCall holds.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include <libvirt/libvirt.h>
#include <rollcall/domain_table.hpp>

#include "api/core/event_bus.hpp"
#include "api/core/prng.hpp"
#include "api/core/uuid.hpp"
#include "api/core/virtual_clock.hpp"
#include "mockdriver/call_counts.hpp"
#include "mockdriver/client_calls.hpp"
#include "mockdriver/held_calls.hpp"
#include "mockdriver/host_setup.hpp"
#include "mockdriver/mock_domain.hpp"
#include "mockdriver/pace.hpp"
#include "mockdriver/pacer.hpp"
#include "mockdriver/rule_book.hpp"
#include "mockdriver/trace.hpp"

namespace rollcall {

class HostCall;

/// Threading: every member from any thread.
class MockHost {
 public:
  /// `prng`: continues the stream that the setup's uuids came from.
  /// `pace`: how its virtual time passes.
  MockHost(HostSetup setup, Prng prng, Pace pace = Pace(0));
  MockHost(const MockHost&) = delete;
  MockHost& operator=(const MockHost&) = delete;

  EventBus& events() noexcept { return events_; }
  DomainTable& table() noexcept { return table_; }
  CallCounts& calls() noexcept { return calls_; }
  ClientCalls& client_calls() noexcept { return client_calls_; }
  RuleBook& rules() noexcept { return rules_; }
  HeldCalls& held() noexcept { return held_; }
  Trace& trace() noexcept { return trace_; }
  const Pace& pace() const noexcept { return pace_; }
  const virNodeInfo& node_info() const noexcept { return node_; }

  /// How often its daemon has restarted, which cut all connections.
  std::uint64_t restarts() const noexcept { return restarts_.load(std::memory_order_relaxed); }

  ConnectionNumber add_connection();
  /// How many connections have been made.
  ConnectionNumber connections() const;

  /// A uuid that no domain has.
  Uuid new_uuid();

  /// Aborts unless the domains and the table agree. For tests.
  void check_invariants() const;

 private:
  friend class HostCall;

  /// A domain to destroy when a connection closes.
  struct Autodestroy {
    ConnectionNumber connection;
    Uuid uuid;
  };

  const virNodeInfo node_;
  EventBus events_;
  DomainTable table_{events_};
  CallCounts calls_{1024};
  ClientCalls client_calls_;
  RuleBook rules_;
  HeldCalls held_;
  Trace trace_;
  std::atomic<std::uint64_t> restarts_{0};
  mutable std::mutex mutex_;  // guards all below, and is held by whoever commits to the table
  Prng prng_;
  const Pace pace_;
  std::uint64_t ahead_ns_ = 0;  // of its pace, as it was told to advance
  VirtualClock clock_;
  std::unordered_map<Uuid, MockDomain> domains_;
  std::multimap<std::uint64_t, std::function<void(HostCall&)>> due_;  // by virtual time
  std::vector<DomainEvent> swapped_;                 // events that are told after the next one
  std::map<std::int32_t, Autodestroy> autodestroy_;  // by id, which ends with the guest
  std::int32_t next_id_ = 1;                         // never used twice
  ConnectionNumber next_connection_ = 0;
  std::optional<Pacer> pacer_;  // the last member: its thread uses all others
};

}  // namespace rollcall
