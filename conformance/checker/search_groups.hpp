// Search groups: operations that one search must decide together, since no graph tells their order.

#pragma once

#include <vector>

#include "conformance/checker/constraint.hpp"

namespace rollcall::checker {

/// The operations of each loose domain, and the mutators of each block of uncertain order with the
/// readers that may have seen that order. Each group is sorted.
std::vector<std::vector<OperationNumber>> search_groups(const Segment& segment,
                                                        const VersionChains& chains,
                                                        const Constraints& constraints);

}  // namespace rollcall::checker
