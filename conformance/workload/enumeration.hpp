// Enumeration: every program of so many calls over two domains, where random ones would leave open
// which have been tried.
//
// The calls come from a menu: all that change a domain but those of snapshots and checkpoints;
// lists of all and by one flag of each group that these change; two counts; statistics, legacy
// lists and look-ups. Left out is what can tell nothing, or nothing certain:
//   - programs in which nothing changes, or nobody reads the whole host;
//   - calls that in no order of the program's calls change anything, or answer another thing than
//     in the others;
//   - calls of which history/FORMAT.md does not say what they do: a create that can meet a domain
//     which is defined and off, a managed save that can meet a paused one, which stays paused;
//   - programs that become another one of the enumeration when threads or domains swap numbers.

#pragma once

#include <vector>

#include "conformance/workload/capabilities.hpp"
#include "conformance/workload/program.hpp"

namespace rollcall::workload {

/// The domains of enumerated programs are a renaming pair, slots 0 and 1, with the spare name 2.
inline constexpr unsigned kEnumeratedDomains = 2;

/// Every program of exactly `calls` calls that the backend can make, on up to as many threads; in
/// an order that never changes.
///
/// Pre: `calls` is 1 or more. Their number grows by a factor of about 30 with each call.
std::vector<Program> all_programs(unsigned calls, const Capabilities& capabilities);

}  // namespace rollcall::workload
