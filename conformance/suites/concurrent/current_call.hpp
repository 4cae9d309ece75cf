// The call that a thread of a concurrent run is in, for those who must know it in a signal handler.

#pragma once

#include <optional>

#include "conformance/history/recorder.hpp"

namespace rollcall::suites::concurrent {

struct CurrentCall {
  const char* function;
  int thread;
};

/// The call that the calling thread is in, if it is one of a run. May be used in a signal handler.
std::optional<CurrentCall> call_of_this_thread();

/// The calling thread records on that lane from now on, or on none.
void enter_lane(const history::Lane* lane, int thread);

}  // namespace rollcall::suites::concurrent
