// Generation: the number of a host's snapshot, the clock of the atomic listing.

#pragma once

#include <cstdint>

namespace rollcall {

/// Number of commits since a domain table was made. Grows by one per commit; never reused.
using Generation = std::uint64_t;

}  // namespace rollcall
