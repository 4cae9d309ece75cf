// MockDomain: one domain of a simulated host.

#pragma once

#include "api/core/domain_definitions.hpp"
#include "api/core/domain_runtime.hpp"
#include "mockdriver/cpu_meter.hpp"

namespace rollcall {

struct MockDomain {
  Definitions definitions{};
  DomainRuntime runtime{};
  CpuMeter cpu{};
  std::uint64_t started_ns = 0;  ///< when the guest started; 0 before the host came into being

  /// The definition in effect: the guest's while active, else the configuration.
  const DefinitionPtr& definition() const noexcept { return definitions.in_effect(runtime); }

  /// What the host's table says of the domain.
  DomainStatus status() const { return status_of(runtime, *definition()); }
};

/// A domain that a host has from its beginning, in a state in which a start or a stop leaves it.
/// An active one gets its id from the host.
MockDomain initial_domain(const DefinitionPtr& definition, virDomainState state, bool persistent);

}  // namespace rollcall
