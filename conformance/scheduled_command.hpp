// The commands --scheduled and --replay: search schedules for a violation, and repeat one.

#pragma once

#include <string>

#include "conformance/options.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::conformance {

/// To be called before the library under test is loaded.
/// Returns: why it cannot run under the scheduler; empty when it can.
std::string prepare_scheduled(const Options& options);

/// Searches, shrinks and prints what it finds. Returns: the exit code.
int run_scheduled(const Options& options, const suites::Context& context);

/// Repeats the run of a token and says whether it is the same. Returns: the exit code.
int run_replay(const Options& options, const suites::Context& context);

}  // namespace rollcall::conformance
