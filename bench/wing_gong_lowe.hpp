// The plain search of Wing and Gong with Lowe's cache, as general checkers of linearizability use
// it: what the judge is compared with. It knows of domains only how to perform one operation.

#pragma once

#include <cstddef>
#include <cstdint>

#include "conformance/history/history.hpp"

namespace rollcall::bench {

struct SearchLimits {
  double processor_seconds = 10;
  std::size_t cache_bytes = std::size_t{1} << 30U;
};

enum class SearchOutcome : std::uint8_t { kOrderFound, kNoOrder, kOutOfTime, kOutOfMemory };

struct SearchResult {
  SearchOutcome outcome = SearchOutcome::kNoOrder;
  std::uint64_t steps = 0;
  std::size_t cache_bytes = 0;
};

/// Searches a total order of the history that respects real time and gives every answer.
///
/// States are compared by a hash of 64 bits. Pre: mutators and listings only; all returned.
SearchResult search_order(const history::History& history, const SearchLimits& limits);

}  // namespace rollcall::bench
