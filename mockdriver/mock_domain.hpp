// MockDomain: one domain of a simulated host.

#pragma once

#include <memory>

#include "api/core/domain_definition.hpp"
#include "api/core/domain_runtime.hpp"
#include "mockdriver/cpu_meter.hpp"

namespace rollcall {

using DefinitionPtr = std::shared_ptr<const DomainDefinition>;

/// The definitions that a domain has at the same time; both may be the same object.
struct Definitions {
  DefinitionPtr config;  ///< for the next start; null exactly while transient
  DefinitionPtr guest;  ///< of the guest that runs, or that the managed save image holds; else null

  /// Lets go of definitions that a domain with `runtime` does not have, and gives a guest that
  /// started from the configuration its own.
  void settle(const DomainRuntime& runtime);
};

struct MockDomain {
  Definitions definitions{};
  DomainRuntime runtime{};
  CpuMeter cpu{};

  /// The definition in effect: the guest's while active, else the configuration.
  const DefinitionPtr& definition() const noexcept {
    return runtime.active() ? definitions.guest : definitions.config;
  }

  /// What the host's table says of the domain.
  DomainStatus status() const { return status_of(runtime, *definition()); }
};

/// A domain that a host has from its beginning, in a state in which a start or a stop leaves it.
/// An active one gets its id from the host.
MockDomain initial_domain(const DefinitionPtr& definition, virDomainState state, bool persistent);

}  // namespace rollcall
