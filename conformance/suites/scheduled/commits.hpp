// Commits: a library that announces when it reads or replaces the published list of a host (our
// hook, rollcallSetYieldHook) says by that when each call took effect. Its own order can then be
// judged directly, where a history as clients see it leaves every order within overlapping calls
// open.

#pragma once

#include "conformance/history/history.hpp"
#include "conformance/schedule/run.hpp"

namespace rollcall::suites::scheduled {

/// The history of a run with the stamps of its trace, each call that announced anything being but
/// an instant: a change that was done, the last replacement; a reader, the last read. What breaks
/// no promise here breaks none in the history as clients see it.
///
/// Pre: `seen` was recorded by the threads of `run`, which completed.
history::History at_commits(history::History seen, const schedule::RunRecord& run);

}  // namespace rollcall::suites::scheduled
