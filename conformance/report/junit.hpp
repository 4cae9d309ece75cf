// The report as JUnit XML: one testsuite per suite, one testcase per check.

#pragma once

#include <string>

#include "conformance/report/result.hpp"

namespace rollcall::report {

/// Violations become failures, undecided checks errors; a known deviation passes and is told in
/// system-out.
std::string junit_text(const Run& run);

}  // namespace rollcall::report
