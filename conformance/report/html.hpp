// The report as one page: self-contained, without scripts or network, readable in light and dark.
// XHTML markup, so that it is well-formed XML too.

#pragma once

#include <string>

#include "conformance/report/result.hpp"

namespace rollcall::report {

/// The size that no page exceeds, in bytes; what does not fit is left to the JSON report.
inline constexpr std::size_t kLargestPage = 300'000;

std::string html_text(const Run& run);

}  // namespace rollcall::report
