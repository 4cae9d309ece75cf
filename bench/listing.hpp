// The two calls that everything here is about, as a client of the C API makes them.

#pragma once

#include "bench/subject.hpp"

namespace rollcall::bench {

/// Lists the domains that match `flags`, frees each handle and the array.
///
/// Returns: how many there were, or -1.
int list_and_free(const Host& host, unsigned flags);

/// Asks for the number of matches alone. Returns: that number, or -1.
int count_only(const Host& host, unsigned flags);

}  // namespace rollcall::bench
