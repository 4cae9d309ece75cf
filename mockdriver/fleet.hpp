// Fleets: many domains from one definition, each with a number and a uuid of its own.

#pragma once

#include <cstdint>
#include <deque>

#include "api/core/domain_definition.hpp"
#include "api/core/prng.hpp"
#include "api/core/result.hpp"
#include "mockdriver/mock_domain.hpp"

namespace rollcall {

/// Most domains of one fleet.
inline constexpr std::uint64_t kFleetDomainsMax = 10'000'000;

struct Fleet {
  DomainDefinition pattern;  ///< of which "-0000001" and so on follows the name
  std::uint64_t domains;     ///< how many; at most kFleetDomainsMax
  std::uint64_t running;     ///< how many of them run; which ones, `prng` chooses
};

/// Appends the domains of the fleet.
///
/// Errors: INVALID_ARG when one of `domains` has a name that the fleet needs.
Status add_fleet(const Fleet& fleet, Prng& prng, std::deque<MockDomain>& domains);

}  // namespace rollcall
