// Offer: which items of the menu a library has at all. A call that the hypervisor does not have
// (error 3), a documented flag that it does not take (error 8) or a function that the library lacks
// is a gap, to be shown as skipped, and no departure from the specification.

#pragma once

#include <string>
#include <vector>

#include "conformance/suites/stateful/findings.hpp"
#include "conformance/suites/stateful/system.hpp"

namespace rollcall::suites::stateful {

/// Tries every item of the menu once on a domain made for it, and notes the gaps in `findings`.
///
/// Returns: the items that are there, in the order of the menu.
std::vector<MenuItem> offered_items(System& system, Findings& findings);

}  // namespace rollcall::suites::stateful
