// Daemon: puts the parts together and runs until it is told to stop.

#pragma once

#include "api/daemon/options.hpp"

namespace rollcall::daemon {

/// Returns: the exit code.
int run(Options options);

}  // namespace rollcall::daemon
