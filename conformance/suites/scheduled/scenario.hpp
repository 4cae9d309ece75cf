// Scenario: what a token's last field means to the scheduled suites: the program, the stage it runs
// on, and what was found.

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "conformance/checker/verdict.hpp"
#include "conformance/suites/scheduled/rig.hpp"

namespace rollcall::suites::scheduled {

struct Scenario {
  checker::Property property = checker::Property::kSnapshots;  ///< that was refuted
  std::uint32_t trace = 0;                                     ///< the folded hash of the run
  RigSize size{};
  workload::Program program{};

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

/// E.g. "S.7fc73391.2.3.1.0r1o:start@1,destroy@0+:list=2".
std::string to_text(const Scenario& scenario);

/// Errors: a sentence on what in the text is wrong.
tl::expected<Scenario, std::string> scenario_from(std::string_view text);

/// Why the rig cannot run the program; empty when it can.
std::string misfit(const Scenario& scenario);

/// The promise of that short name, the id rule too.
std::optional<checker::Property> property_named(std::string_view name);

/// The hash of a trace in half the digits.
std::uint32_t folded(std::uint64_t hash);

}  // namespace rollcall::suites::scheduled
