// rollcalld ctl: controls the simulated hosts of a running daemon from a shell.

#pragma once

namespace rollcall::daemon {

/// Runs the command line, of which argv[0] is "ctl". Returns: the exit code of the program.
int run_ctl(int argc, const char* const* argv);

}  // namespace rollcall::daemon
