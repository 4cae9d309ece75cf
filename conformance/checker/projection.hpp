// Projections (grade P): whether the history of each domain alone is linearizable. On a chain of
// versions that is decided greedily: every reader takes the earliest version that it may have seen
// and that no reader before it excludes.

#pragma once

#include <optional>

#include "conformance/checker/constraint.hpp"

namespace rollcall::checker {

/// Why the projection to some domain that is not loose has no legal order; nothing when all have.
std::optional<Certificate> refute_projections(const Segment& segment, const VersionChains& chains,
                                              const Constraints& constraints);

}  // namespace rollcall::checker
