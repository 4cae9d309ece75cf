// The command --scheduled: search schedules for a violation.

#pragma once

#include "conformance/options.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::conformance {

/// Searches, shrinks and prints what it finds. Returns: the exit code.
int run_scheduled(const Options& options, const suites::Context& context);

}  // namespace rollcall::conformance
