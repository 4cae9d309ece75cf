// The reports of a run as files.

#pragma once

#include <string>
#include <tl/expected.hpp>

#include "conformance/report/result.hpp"

namespace rollcall::conformance {

/// Where to; nothing is written where a path is empty.
struct ReportFiles {
  std::string junit;
  std::string json;
  std::string html;
};

/// Errors: the file that could not be written.
tl::expected<void, std::string> write_reports(const ReportFiles& files, const report::Run& run);

}  // namespace rollcall::conformance
