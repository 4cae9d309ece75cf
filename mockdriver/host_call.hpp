// HostCall: one operation on a simulated host. Holds the host's lock from construction to
// destruction, lets a tick of virtual time pass, and commits what a life-cycle rule decided.

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <rollcall/driver.hpp>

#include "api/core/domain_event.hpp"
#include "api/core/lifecycle.hpp"
#include "mockdriver/mock_host.hpp"

namespace rollcall {

class HostCall {
 public:
  /// How much virtual time each call takes, unless that follows the real time.
  static constexpr std::uint64_t kTickNs = 1'000'000;

  /// Whether the call is one of the API, or something that takes no time of its own.
  enum class Takes { kTick, kNoTime };

  HostCall(MockHost& host, ConnectionNumber connection, Takes takes = Takes::kTick);

  /// Lets time pass. What is due until then happens, each at its time.
  void advance_ns(std::uint64_t duration_ns);

  /// Lets time pass until something happens. Returns: false when nothing is due ever.
  bool advance_to_next();

  /// How much real time is left to what is due next; nothing when nothing is due. Pre: virtual time
  /// follows the real one.
  std::optional<std::chrono::nanoseconds> real_time_to_next() const;

  /// Has something happen after that time.
  void schedule(std::uint64_t after_ns, std::function<void(HostCall&)> action);

  /// Adds a rule. Returns: its number.
  int add_rule(Rule rule);

  /// How the domain's guest behaves.
  GuestRule behaviour_of(const MockDomain& domain) const;

  /// The domains whose names match, in the order of their names.
  std::vector<Uuid> matching(const std::string& pattern) const;

  const VirtualClock& clock() const noexcept { return host_.clock_; }

  /// The domain; null when it is gone.
  MockDomain* find(const Uuid& uuid);

  /// Errors: NO_DOMAIN.
  Result<MockDomain*> find(const DomainRef& domain);

  /// The uuid of the domain of that very name.
  std::optional<Uuid> uuid_of(const std::string& name) const;

  /// An id for a guest that starts: the wanted one unless the host has been that far already.
  std::int32_t take_id(std::optional<std::int32_t> wanted);

  /// The domain that has both uuid and name of `definition`; null when both are free.
  ///
  /// Errors: OPERATION_FAILED when one of them belongs to a domain that does not have the other.
  Result<MockDomain*> find_same(const DomainDefinition& definition);

  bool is_name_taken(std::string_view name) const;

  /// What `rule`, a function of a DomainRuntime, decides for the domain.
  ///
  /// Errors: the rule's; NO_DOMAIN for a domain that is gone, unless the arguments are wrong too.
  template <typename Rule>
  auto decide(const DomainRef& domain, Rule rule) -> decltype(rule(DomainRuntime{})) {
    const MockDomain* known = find(domain.uuid);
    auto decision = rule(known == nullptr ? DomainRuntime{} : known->runtime);
    const bool wrong_call = !decision && decision.error().code == VIR_ERR_INVALID_ARG;
    if (known == nullptr && !wrong_call) return fail(no_domain(domain));
    return decision;
  }

  /// Carries out `transition` in one commit. `definitions` are the domain's afterwards, before they
  /// are settled; one of them is there. A domain of that uuid that does not exist comes into being.
  ///
  /// Returns: the id afterwards, -1 if inactive or gone.
  std::int32_t apply(const Uuid& uuid, Transition transition, Definitions definitions);

  /// The same for a domain that exists and keeps its definitions.
  std::int32_t apply(const Uuid& uuid, Transition transition);

  /// Carries out the `transition` of an inactive domain together with a change of name.
  void rename(const Uuid& uuid, Transition transition, const std::string& new_name);

  /// Tells of something that changed nothing in the table.
  void announce(const DomainEvent& event);

  /// Destroys the domains that were to live as long as the connection.
  void destroy_autodestroyed();

  /// The host's daemon restarts: connections are cut, calls that are held fail, and domains that
  /// were to live as long as their connection are destroyed. If it `forgets`, all others are gone
  /// too, at once and untold.
  void restart(bool forgets);

 private:
  void destroy_all(const std::vector<Uuid>& doomed);
  void catch_up();
  void pass_until(std::uint64_t target_ns);
  void do_next();
  static Error no_domain(const DomainRef& domain);

  void follow_autodestroy(const Uuid& uuid, const DomainRuntime& before,
                          const DomainRuntime& after);
  void commit(std::span<const DomainChange> changes, std::span<const DomainEvent> events);
  std::vector<DomainEvent> as_rules_tell(std::span<const DomainEvent> events);
  void tell(std::span<const DomainChange> changes, std::span<const DomainEvent> events);
  void run_schedule(int rule, std::uint64_t after_ns);

  MockHost& host_;
  const std::lock_guard<std::mutex> lock_;
  const ConnectionNumber connection_;
};

}  // namespace rollcall
