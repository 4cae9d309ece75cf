// Smaller histories: what is left of a history when operations or whole domains are taken away so
// that nothing can break in the rest which was not broken before.

#pragma once

#include <vector>

#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

/// Whether the answer depends on how many domains there are, so that none can be taken away.
bool numbers_domains(history::Call call);

/// Whether the operation's outcome or answer can say anything about the domain.
///
/// Mutators speak about their own domain, look-ups by name or id and readers of the host about all.
bool speaks_about(const history::Operation& operation, history::DomainNumber domain);

/// The history without some operations: sound for readers and refused mutators.
///
/// `dropped` has an element for each operation.
history::History without_operations(const history::History& history,
                                    const std::vector<bool>& dropped);

/// The history without some domains: their operations and the entries they have in listings.
///
/// The other domains are numbered anew. Pre: no operation numbers domains. `dropped` has an element
/// for each domain.
history::History without_domains(const history::History& history, const std::vector<bool>& dropped);

/// The history without mutators that came before all else that speaks about their domain, which
/// begins in the state that they made, and without those that came after it.
history::History without_ends(const history::History& history);

}  // namespace rollcall::checker
