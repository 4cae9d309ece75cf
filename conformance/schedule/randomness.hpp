// Randomness of the process, made the same in every process: libraries order their tables by random
// seeds, so without it a schedule that one process found would mean another in the next.

#pragma once

#include <cstddef>

namespace rollcall::schedule {

/// From now on the C library and GnuTLS give every caller the same sequence of random bytes. For
/// programs that test only: it takes the secrecy out of whatever is encrypted afterwards. Does
/// nothing in a build with sanitizers.
///
/// Pre: the library under test is not loaded yet.
void make_randomness_repeatable();

bool is_randomness_repeatable();
void fill_repeatably(void* bytes, std::size_t count);

}  // namespace rollcall::schedule
