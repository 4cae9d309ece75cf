// Compares every way of finding domains (lists by filter, counts, legacy calls, look-ups) with the
// domains that there are, as far as the specification follows them.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "conformance/spec/host.hpp"
#include "conformance/suites/stateful/findings.hpp"
#include "conformance/suites/stateful/system.hpp"

namespace rollcall::suites::stateful {

/// How many domains of others are on the host.
struct Foreign {
  int active = 0;
  int inactive = 0;
};

/// Pre: none of the system's domains exists.
Foreign count_foreign(const sut::Connection& connection);

/// Everything that a listing or look-up got wrong; empty when all agree with `host`.
///
/// `filters` are the flag words to list by. `foreign` are the domains that must be discounted.
std::vector<Finding> check_listings(const System& system, const spec::Host& host,
                                    std::span<const unsigned> filters, const Foreign& foreign);

}  // namespace rollcall::suites::stateful
