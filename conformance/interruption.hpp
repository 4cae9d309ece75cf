// Interruption: Ctrl-C asks a run to come to its end, with a report of what was judged until then.
// A second Ctrl-C ends the process at once.

#pragma once

#include <atomic>

namespace rollcall::conformance {

/// Catches SIGINT and SIGTERM from now on.
///
/// Returns: the flag that they set.
const std::atomic<bool>& catch_interruption();

}  // namespace rollcall::conformance
