// The library under test may announce points of its own: where it touches shared memory without a
// lock, which no interposed function shows.

#pragma once

#include <string>

namespace rollcall::schedule {

/// Makes the announcements of a loaded library points of the run, if it has rollcallSetYieldHook.
///
/// `library`: the path or soname by which it was loaded. Returns: whether it announces anything.
/// Pre:       no thread is inside a call of the library.
bool follow_yield_points(const std::string& library);

/// The same for every library of this process: the one under test may stand over another.
void follow_all_yield_points();

}  // namespace rollcall::schedule
