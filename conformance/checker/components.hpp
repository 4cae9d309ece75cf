// Strongly connected components of a graph of operations, real time included.

#pragma once

#include <span>
#include <vector>

#include "conformance/checker/precedence_graph.hpp"

namespace rollcall::checker {

/// Two operations must or may come one after the other.
struct Arc {
  OperationNumber from = 0;
  OperationNumber to = 0;
};

/// The number of the component of each operation; operations have the same number if they lie on a
/// common cycle of `arcs` and real time.
std::vector<std::uint32_t> components(const Segment& segment, std::span<const Arc> arcs);

}  // namespace rollcall::checker
