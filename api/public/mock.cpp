// Entry points that control simulated hosts.

#include <rollcall/mock.h>

#include <chrono>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::fail;
using rollcall::not_null;
using rollcall::Result;
using rollcall::Simulation;
using rollcall::Status;

namespace {

constexpr unsigned long long kDurationMaxNs = 100ULL * 365 * 24 * 3600 * 1'000'000'000;

/// Does `work(Simulation&)`, which returns a Result, and hands its value to `deliver`. Not a call
/// of the host, as those of call_host() are.
template <typename Work, typename Deliver>
auto control(virConnectPtr conn, Access access, Work work, Deliver deliver) noexcept {
  using Answer = decltype(deliver(*work(std::declval<Simulation&>())));
  rollcall::reset_last_error();
  if (!rollcall::usable(conn, access)) return Answer(-1);
  if (conn->simulation == nullptr) {
    rollcall::report(conn, rollcall::make_error(VIR_ERR_NO_SUPPORT, VIR_FROM_NONE,
                                                "the host is not a simulated one"));
    return Answer(-1);
  }
  auto result = work(*conn->simulation);
  if (result) return deliver(*result);
  rollcall::report(conn, result.error());
  return Answer(-1);
}

/// The same for work without a value.
template <typename Work>
int control(virConnectPtr conn, Access access, Work work) noexcept {
  return control(
      conn, access,
      [&](Simulation& simulation) -> Result<int> { return work(simulation).map([] { return 0; }); },
      [](int zero) { return zero; });
}

template <typename To>
auto deliver_as() {
  return [](auto number) { return static_cast<To>(number); };
}

}  // namespace

int rollcallMockAddRule(virConnectPtr conn, const char* xml) {
  return control(
      conn, Access::kWrite,
      [&](Simulation& simulation) {
        return not_null("xml", xml).and_then([&] { return simulation.add_rule(xml); });
      },
      deliver_as<int>());
}

int rollcallMockRemoveRule(virConnectPtr conn, int rule) {
  return control(conn, Access::kWrite,
                 [&](Simulation& simulation) { return simulation.remove_rule(rule); });
}

long long rollcallMockRuleHits(virConnectPtr conn, int rule) {
  return control(
      conn, Access::kRead, [&](Simulation& simulation) { return simulation.rule_hits(rule); },
      deliver_as<long long>());
}

int rollcallMockWaitHeld(virConnectPtr conn, int rule, unsigned int count,
                         unsigned int timeout_ms) {
  return control(
      conn, Access::kRead,
      [&](Simulation& simulation) {
        return simulation.wait_held(rule, count, std::chrono::milliseconds(timeout_ms));
      },
      deliver_as<int>());
}

int rollcallMockRelease(virConnectPtr conn, int rule) {
  return control(
      conn, Access::kWrite, [&](Simulation& simulation) { return simulation.release(rule); },
      deliver_as<int>());
}

long long rollcallMockCallCount(virConnectPtr conn, const char* pattern) {
  return control(
      conn, Access::kRead,
      [&](Simulation& simulation) {
        return not_null("pattern", pattern).map([&] { return simulation.call_count(pattern); });
      },
      deliver_as<long long>());
}

int rollcallMockClient(virConnectPtr conn) {
  return control(
      conn, Access::kRead,
      [](Simulation& simulation) -> Result<std::uint32_t> { return simulation.client(); },
      deliver_as<int>());
}

int rollcallMockClients(virConnectPtr conn) {
  return control(
      conn, Access::kRead,
      [](Simulation& simulation) -> Result<std::uint32_t> { return simulation.clients(); },
      deliver_as<int>());
}

long long rollcallMockClientCallCount(virConnectPtr conn, unsigned int client,
                                      const char* pattern) {
  return control(
      conn, Access::kRead,
      [&](Simulation& simulation) {
        return not_null("pattern", pattern).and_then([&] {
          return simulation.client_call_count(client, pattern);
        });
      },
      deliver_as<long long>());
}

int rollcallMockAdvance(virConnectPtr conn, unsigned long long duration_ns) {
  return control(conn, Access::kWrite, [&](Simulation& simulation) -> Status {
    if (duration_ns > kDurationMaxNs) {
      return fail(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
                  "argument 'duration_ns' is more than 100 years");
    }
    simulation.advance_ns(duration_ns);
    return {};
  });
}

int rollcallMockGetTime(virConnectPtr conn, unsigned long long* now_ns) {
  return control(conn, Access::kRead, [&](Simulation& simulation) {
    return not_null("now_ns", now_ns).map([&] { *now_ns = simulation.now_ns(); });
  });
}

int rollcallMockAdvanceToNext(virConnectPtr conn) {
  return control(
      conn, Access::kWrite,
      [](Simulation& simulation) -> Result<bool> { return simulation.advance_to_next(); },
      deliver_as<int>());
}

int rollcallMockPerform(virConnectPtr conn, const char* xml) {
  return control(
      conn, Access::kWrite,
      [&](Simulation& simulation) {
        return not_null("xml", xml).and_then([&] { return simulation.perform(xml); });
      },
      deliver_as<int>());
}

int rollcallMockTrace(virConnectPtr conn, const char* path) {
  return control(conn, Access::kWrite, [&](Simulation& simulation) -> Status {
    if (path == nullptr) return simulation.trace_to("");
    return rollcall::not_empty("path", path).and_then([&] { return simulation.trace_to(path); });
  });
}

int rollcallMockReplay(virConnectPtr conn, const char* path) {
  return control(conn, Access::kWrite, [&](Simulation& simulation) -> Status {
    return rollcall::not_empty("path", path).and_then([&] { return simulation.replay(path); });
  });
}
