// Frontier sweep: the exact search for a legal order of a few operations. It goes through their
// calls and returns in the order of time with the set of all configurations that can have been
// reached: the states of the domains, the open mutators that have taken effect, and the open
// readers that have been answered.
//
// Mutators take effect only when a return demands it; readers are answered in the first
// configuration that fits, since answering earlier harms nobody; of two configurations that differ
// only in the readers answered, the one with fewer is dropped.

#pragma once

#include <optional>
#include <vector>

#include "conformance/checker/observation.hpp"

namespace rollcall::checker {

/// What a reader demands of the state of one domain.
struct Demand {
  std::uint32_t place = 0;  ///< of the domain in SweepProblem::initial
  Observation observation{};
  Aspects asked = kMembership;
};

/// A number of demands, from `least` to `most`, that a reader permits to be fulfilled.
struct NumberDemand {
  std::vector<Demand> demands{};
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// An operation that must be placed between two instants.
struct SweepItem {
  OperationNumber number = 0;
  history::Stamp from = 0;
  history::Stamp until = 0;  ///< kNever: it may take effect or not
  // Of mutators:
  std::uint32_t place = 0;
  // Of readers:
  std::vector<Demand> demands{};
  std::vector<NumberDemand> numbers{};
};

struct SweepProblem {
  std::vector<history::DomainState> initial;
  std::vector<SweepItem> items;  ///< sorted by `from`
};

struct SweepResult {
  enum class Kind : std::uint8_t { kOrder, kNone, kUndecided };
  Kind kind = Kind::kNone;
  std::vector<OperationNumber> order{};  ///< a legal one with the first ending, if there is one
  /// How all legal orders can end; of endings with the same states those in which fewer of the
  /// mutators that may never take effect have done so.
  struct Ending {
    std::vector<history::DomainState> states{};
    std::vector<OperationNumber> not_done{};
  };
  std::vector<Ending> endings{};
};

/// Takes from `budget` what the search costs; undecided when it is used up.
SweepResult sweep(const SweepProblem& problem, std::span<const history::Operation> operations,
                  std::uint64_t& budget);

}  // namespace rollcall::checker
