// Reducer: makes the evidence of a violation small by sound steps only: whatever refutes the
// reduced history refutes the one it came from.

#pragma once

#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

/// The smallest history found that still refutes `property`, with its certificate.
///
/// Pre: `violation` refutes `property`.
Violation reduce(const Violation& violation, Property property);

}  // namespace rollcall::checker
