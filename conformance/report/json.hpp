// The report as JSON: everything a run found, for other programs.

#pragma once

#include <string>

#include "conformance/report/result.hpp"

namespace rollcall::report {

/// One object; "format" is 1 and grows when a member changes its meaning.
std::string json_text(const Run& run);

}  // namespace rollcall::report
