// The shortest cycle of precedence among a few operations.

#pragma once

#include <span>
#include <vector>

#include "conformance/checker/precedence_graph.hpp"

namespace rollcall::checker {

/// A shortest cycle of real time and `edges` through some of `candidates`; empty when there is
/// none. Among very many candidates it is the shortest that a bounded effort finds.
///
/// Pre: `candidates` is sorted, and `operations` by invocation.
std::vector<Step> shortest_cycle(std::span<const OperationNumber> candidates,
                                 std::span<const Edge> edges,
                                 std::span<const history::Operation> operations);

}  // namespace rollcall::checker
