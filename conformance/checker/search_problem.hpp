// Search problems: some operations of a segment as what the frontier sweep takes.

#pragma once

#include <unordered_map>
#include <vector>

#include "conformance/checker/constraint.hpp"
#include "conformance/checker/frontier_sweep.hpp"

namespace rollcall::checker {

struct SearchProblem {
  SweepProblem sweep;
  /// Where each domain that the members change is in `sweep.initial`.
  std::unordered_map<history::DomainNumber, std::uint32_t> place_of;
};

/// The members, in ascending order, with all that the constraints demand of the domains that they
/// change.
SearchProblem problem_of(const std::vector<OperationNumber>& members, const Segment& segment,
                         const VersionChains& chains, const Constraints& constraints);

/// The mutators of a loose domain as a problem of their own, without readers.
SweepProblem mutators_of(const Segment& segment, const VersionChains& chains,
                         history::DomainNumber domain);

}  // namespace rollcall::checker
