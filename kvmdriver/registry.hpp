// Registry: the domains of one host, and the table that listings see.
//
// Everything here is in memory and quick: no file, no guest. An operation that needs one of those
// decides, does its work without the lock, and then decides again and applies at one instant.

#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include <rollcall/domain_table.hpp>
#include <rollcall/driver.hpp>

#include "api/core/domain_definitions.hpp"
#include "api/core/event_bus.hpp"
#include "api/core/lifecycle.hpp"
#include "kvmdriver/guest.hpp"

namespace rollcall::kvm {

struct KvmDomain {
  Definitions definitions{};
  DomainRuntime runtime{};
  GuestPtr guest{};  ///< not null exactly while active

  /// The definition in effect.
  const DefinitionPtr& definition() const noexcept { return definitions.in_effect(runtime); }
};

/// Threading: events() and table() from any thread; the rest through an Access.
class Registry {
 public:
  EventBus& events() noexcept { return events_; }
  DomainTable& table() noexcept { return table_; }

  class Access;

 private:
  EventBus events_;
  DomainTable table_{events_};
  std::mutex mutex_;  // guards all below, and is held by whoever commits to the table
  std::unordered_map<Uuid, KvmDomain> domains_;
  std::int32_t next_id_ = 1;  // never used twice
};

/// Holds the registry's lock. Short-lived: nothing that waits happens meanwhile.
class Registry::Access {
 public:
  explicit Access(Registry& registry) : registry_(registry), lock_(registry.mutex_) {}

  /// The domain; null when it is gone.
  KvmDomain* find(const Uuid& uuid);

  /// Errors: NO_DOMAIN.
  Result<KvmDomain*> find(const DomainRef& domain);

  /// The domain that has both uuid and name of `definition`; null when both are free.
  ///
  /// Errors: OPERATION_FAILED when one of them belongs to a domain that does not have the other.
  Result<KvmDomain*> find_same(const DomainDefinition& definition);

  bool is_name_taken(std::string_view name) const;

  const std::unordered_map<Uuid, KvmDomain>& domains() const { return registry_.domains_; }

  /// What `rule`, a function of a DomainRuntime, decides for the domain.
  ///
  /// Errors: the rule's; NO_DOMAIN for a domain that is gone, unless the arguments are wrong too.
  template <typename Rule>
  auto decide(const DomainRef& domain, Rule rule) -> decltype(rule(DomainRuntime{})) {
    const Result<KvmDomain*> known = find(domain);
    auto decision = rule(known ? (*known)->runtime : DomainRuntime{});
    const bool wrong_call = !decision && decision.error().code == VIR_ERR_INVALID_ARG;
    if (!known && !wrong_call) return fail(known.error());
    return decision;
  }

  /// Carries out `transition` in one commit. `domain` is as the domain will be, apart from its
  /// runtime and before its definitions are settled. A domain of that uuid that does not exist
  /// comes into being.
  ///
  /// Returns: the id afterwards, -1 if inactive or gone.
  std::int32_t apply(const Uuid& uuid, Transition transition, KvmDomain domain);

  /// The same for a domain that exists and keeps its definitions and its guest, while it has one.
  std::int32_t apply(const Uuid& uuid, Transition transition);

  /// Carries out the `transition` of an inactive domain together with a change of name.
  void rename(const Uuid& uuid, Transition transition, DefinitionPtr renamed);

  /// Tells of something that changed nothing in the table.
  void announce(const DomainEvent& event);

  /// Takes domains over as they are, in one commit. Ids of active ones are theirs already.
  ///
  /// Pre: names and uuids differ, and none is known yet.
  void adopt(std::vector<KvmDomain> domains);

 private:
  void commit(std::span<const DomainChange> changes, std::span<const DomainEvent> events);

  Registry& registry_;
  const std::lock_guard<std::mutex> lock_;
};

}  // namespace rollcall::kvm
