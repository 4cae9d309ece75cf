// The command cover: every program of a few calls, every schedule with few preemptions.

#pragma once

#include "conformance/options.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::conformance {

/// Tries them until one breaks a promise, prints that and how much was covered, and adds a result;
/// it is aborted when nothing more can be tried in this process. Ctrl-C ends the search.
void run_cover(const Options& options, suites::Context& context, report::Run& run);

}  // namespace rollcall::conformance
