// Order search (grade L): finds a legal total order of a segment or shows that there is none. The
// precedence graph decides all that is certain; what has alternatives (answers with holes, counts,
// domains whose mutators overlap) can matter only inside one strongly connected component of the
// graph with all alternatives, so each such component is searched for itself.

#pragma once

#include <vector>

#include "conformance/checker/constraint.hpp"
#include "conformance/checker/screen.hpp"

namespace rollcall::checker {

/// How a segment leaves the host.
struct Outlook {
  /// The states of loose domains and of those that an indeterminate mutator has changed.
  std::vector<Screen::Final> finals;
  /// The indeterminate mutators that may still take effect.
  std::vector<OperationNumber> pending;
  /// Whether no legal order leaves it otherwise.
  bool is_certain = true;
};

struct OrderVerdict {
  Certificate certificate;  ///< kOrder, kCycle or kRegion
  /// Why nobody knows; the certificate is void then.
  std::string undecided;
  Outlook outlook;
  /// Whether the order found has the mutators of each domain in the order of its chain, unless the
  /// domain is loose.
  bool keeps_chains = true;
};

/// Pre: `constraints` are those of the segment, none of them violated by itself.
OrderVerdict search_order(const Segment& segment, const VersionChains& chains,
                          const Constraints& constraints, std::span<const OperationNumber> pending,
                          std::uint64_t budget);

}  // namespace rollcall::checker
