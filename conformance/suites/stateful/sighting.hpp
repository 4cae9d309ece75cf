// Sighting: everything visible about one domain, read through the getters of the public API.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/spec/domain.hpp"
#include "conformance/sut/connection.hpp"

namespace rollcall::suites::stateful {

struct Sighting {
  std::optional<spec::Domain> domain;   ///< nothing when a look-up by uuid finds no domain
  std::vector<std::string> complaints;  ///< getters that failed, e.g. "virDomainGetState: E55"
};

/// Looks the domain up by uuid and asks every getter. Attributes whose functions the library lacks
/// stay at their defaults.
Sighting observe(const sut::Connection& connection, const std::string& uuid);

}  // namespace rollcall::suites::stateful
