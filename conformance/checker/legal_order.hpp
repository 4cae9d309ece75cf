// Legal orders: whether a sequence of all operations of a segment is one that the specification
// permits.

#pragma once

#include <span>

#include "conformance/checker/constraint.hpp"

namespace rollcall::checker {

/// Whether each mutator is permitted where it stands in the order, and each reader answered as it
/// was. What the order leaves out has no effect. Real time is not looked at.
bool is_legal(std::span<const OperationNumber> order, const Segment& segment,
              const VersionChains& chains, const Constraints& constraints);

}  // namespace rollcall::checker
