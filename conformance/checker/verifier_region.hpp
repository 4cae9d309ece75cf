// The legal orders of operations of several domains, by trying all: what a region claims there is
// none of.

#pragma once

#include <functional>
#include <vector>

#include "conformance/checker/verdict.hpp"
#include "conformance/checker/verifier_model.hpp"

namespace rollcall::checker::verifying {

/// Whether a reader is answered as recorded in these states, one for each domain.
using IsAnswered =
    std::function<bool(OperationNumber, const std::vector<history::DomainState>& states)>;

/// Whether the operations have an order that respects real time, in which each mutator has its
/// result and each reader its answer. Indeterminate ones may be left out.
///
/// Pre: `operations` ascend, and so do their invocations. Takes a step from `budget` for each
/// domain whose state is looked at; once it is used up, the answer means nothing.
bool have_order(const history::History& history, const std::vector<OperationNumber>& operations,
                const IsAnswered& is_answered, std::uint64_t& budget);

}  // namespace rollcall::checker::verifying
