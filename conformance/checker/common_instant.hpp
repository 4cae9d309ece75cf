// Common instants (grade S): whether each answer as a whole was true at one instant of its call. A
// reader that saw the versions p to q of a domain was there between the mutator that made p and the
// one that made q + 1; all these windows must meet.

#pragma once

#include <functional>
#include <optional>

#include "conformance/checker/constraint.hpp"
#include "conformance/checker/frontier_sweep.hpp"

namespace rollcall::checker {

/// Whether a loose domain, which all demands are about, can have fulfilled them at an instant.
using LooseTest = std::function<bool(const std::vector<Demand>& demands, history::Stamp instant)>;

struct InstantFindings {
  std::optional<Certificate> refuted{};
  std::uint64_t refutations = 0;
};

/// The answers of the segment that were true at no instant.
InstantFindings refute_instants(const Segment& segment, const VersionChains& chains,
                                const Constraints& constraints, const LooseTest& loose_test);

}  // namespace rollcall::checker
