// Run search: orders operations of which only this is open, which of several runs of versions the
// answers with holes have seen. Each run is a few arcs, so that a legal order exists exactly if one
// can choose a run for each answer and no cycle comes up. Far fewer choices than orders.

#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "conformance/checker/components.hpp"

namespace rollcall::checker {

/// An answer with holes: for each run of versions, the arcs between members that it wants.
using RunChoice = std::vector<std::vector<Arc>>;

struct RunSearchResult {
  enum class Kind { kOrder, kNone, kUndecided };
  Kind kind = Kind::kNone;
  // For kOrder:
  std::vector<OperationNumber> order;  ///< of the members
  std::vector<std::size_t> runs;       ///< by choice: the run that the order satisfies
};

/// Searches an order of the members that respects real time, the arcs and one run of each choice.
///
/// Pre: `members` are in the order of their invocations; all arcs are between members.
/// `budget`: how many operations may be placed, over all attempts; what is used is taken off.
RunSearchResult search_runs(std::span<const history::Operation> operations,
                            std::span<const OperationNumber> members, std::span<const Arc> arcs,
                            std::span<const RunChoice> choices, std::uint64_t& budget);

}  // namespace rollcall::checker
