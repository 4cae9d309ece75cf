// HostSpec: which simulated host a mock:// URI names.

#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "api/core/connection_uri.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// Two connections of one process whose specs are equal share a host.
struct HostSpec {
  enum class Kind { kDefault, kEmpty, kScenario };

  Kind kind = Kind::kDefault;
  std::string scenario_path{};      ///< absolute; of kScenario only
  std::uint64_t seed = 0;           ///< of every uuid and choice that the host makes
  std::uint64_t fleet_domains = 0;  ///< made besides those of `kind`
  std::uint64_t fleet_running = 0;  ///< how many of the fleet run
  std::uint32_t clock_rate = 0;     ///< of its Pace
  std::string instance{};           ///< tells apart hosts that are equal otherwise

  auto operator<=>(const HostSpec&) const = default;
};

/// Reads mock:///default, mock:///empty or mock:///PATH.xml with the queries seed=, domains=,
/// running=, clock= and instance=.
///
/// Errors: INVALID_ARG naming the part of the URI that makes no sense.
Result<HostSpec> read_host_spec(const ConnectionUri& uri);

}  // namespace rollcall
