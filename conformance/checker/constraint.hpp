// Constraints: which versions of a domain a reader can have seen. What an answer says of a domain
// becomes one run of versions, or several when the domain came back to what it was.

#pragma once

#include <vector>

#include "conformance/checker/version_chain.hpp"

namespace rollcall::checker {

/// A reader saw one of the versions from `range.first` to `range.last` of its domain; if it has
/// holes, only one of the runs in between.
struct Constraint {
  std::uint32_t observation = 0;  ///< index into Segment::observations
  VersionRange range{};
  std::uint32_t holes = kNone;  ///< index into Constraints::runs
  bool of_count = false;        ///< follows from a number, not from what was said of the domain
  static constexpr std::uint32_t kNone = ~0U;
};

/// A reader's number, and how many of the domains that it has observations of must count.
struct CountConstraint {
  OperationNumber reader = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
  /// By how much a reader of outdated states may be off.
  std::int64_t fewer = 0;
  std::int64_t more = 0;
  std::uint32_t first_observation = 0;
  std::uint32_t last_observation = 0;  ///< one past

  bool permits(std::int64_t number) const { return least <= number && number <= most; }
  /// Whether it permits one of the numbers from `fewest` to `greatest`.
  bool overlaps(std::int64_t fewest, std::int64_t greatest) const {
    return least <= greatest && fewest <= most;
  }
  /// The same for readers of outdated states.
  bool nearly_overlaps(std::int64_t fewest, std::int64_t greatest) const {
    return overlaps(fewest - fewer, greatest + more);
  }
};

struct Constraints {
  /// Grouped by reader, in the order of responses.
  std::vector<Constraint> all;
  std::vector<std::vector<VersionRange>> runs;  ///< of the constraints with holes
  std::vector<CountConstraint> counts;
  /// Observations of states that depend on an uncertain order, which only a search can judge.
  std::vector<std::uint32_t> loose;
  std::vector<bool> with_handle;  ///< by observation: name, id and state were seen together

  /// Observations with membership or a handle that no state of the domain during the reader has;
  /// and those of which no single one has both.
  std::vector<std::uint32_t> without_version;
  std::vector<std::uint32_t> without_identity;
  /// Refusals that no state of the domain explains, and observations of outdated states.
  std::vector<std::uint32_t> against_projection;
  std::vector<OperationNumber> impossible_counts;
  /// Counts that are possible with outdated states only, and observations of outdated states that
  /// the history of the domain alone permits.
  std::vector<OperationNumber> against_order;
  std::vector<std::uint32_t> seen_too_late;

  void clear();
  /// What of an observation must hold in one state.
  Aspects asked_of(std::size_t observation) const {
    return with_handle[observation] ? kAllAspects : Aspects{kMembership};
  }
};

/// Finds the constraints of all observations in the segment.
///
/// Observations of a count that leaves no choice are given the answer that it implies.
void find_constraints(Segment& segment, const VersionChains& chains, Constraints& constraints);

/// Forgets what was said of a domain whose mutators have results that no order gives, and of
/// numbers that it may be one of: nobody knows in which states it was.
void forget_domain(const Segment& segment, history::DomainNumber domain, Constraints& constraints);

}  // namespace rollcall::checker
