// The report for a person at a terminal: one aligned line per suite while the run goes on, findings
// at its end. Plain text, no colour, nothing wider than kColumns.

#pragma once

#include <string>

#include "conformance/report/result.hpp"

namespace rollcall::report {

/// Who judges what, with which seed.
std::string header_text(const Run& run);

/// A finished suite: one line, and below it the reasons of skipped and undecided checks.
std::string suite_text(const SuiteResult& suite, bool strict);

/// What was found under the scheduler, on one line each the commands to copy: why it is wrong, the
/// program, the schedule, and how to repeat it.
std::string find_text(const ScheduledFind& find);

/// After the last suite: known deviations, each violation with its program and how to run it again,
/// the verdict.
std::string closing_text(const Run& run);

}  // namespace rollcall::report
