// The command --scheduled: search schedules for a violation.

#pragma once

#include "conformance/options.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::conformance {

/// Searches, shrinks and prints what it finds, and adds a result for each suite; the last one is
/// aborted when nothing more can be tried in this process. Ctrl-C ends the search.
void run_scheduled(const Options& options, suites::Context& context, report::Run& run);

}  // namespace rollcall::conformance
