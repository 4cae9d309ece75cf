// Offer: which items of the menu a library has at all. A call that the hypervisor does not have
// (error 3), a documented flag that it does not take (error 8) or a function that the library lacks
// is a gap, to be shown as skipped, and no departure from the specification.

#pragma once

#include <string>
#include <vector>

#include "conformance/suites/stateful/findings.hpp"
#include "conformance/suites/stateful/system.hpp"

namespace rollcall::suites::stateful {

/// An item of the menu that the library does not have.
struct Gap {
  MenuItem item;
  std::string reason;
};

struct Offer {
  std::vector<MenuItem> items;  ///< what there is, in the order of the menu
  std::vector<Gap> gaps;        ///< what there is not

  /// Whether there is an item of the same call and flags.
  bool has(const MenuItem& wanted) const;
};

/// Tries every item of the menu once, on a domain made for it.
Offer probe_offer(System& system);

/// Shows each gap as a skipped check.
void skip_gaps(const Offer& offer, Findings& findings);

}  // namespace rollcall::suites::stateful
