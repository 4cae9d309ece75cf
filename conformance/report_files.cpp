#include "conformance/report_files.hpp"

#include <fmt/format.h>

#include <fstream>

#include "conformance/report/html.hpp"
#include "conformance/report/json.hpp"
#include "conformance/report/junit.hpp"

namespace rollcall::conformance {

tl::expected<void, std::string> write_reports(const ReportFiles& files, const report::Run& run) {
  struct Output {
    const std::string& path;
    std::string (*text_of)(const report::Run&);
  };
  for (const Output& output :
       {Output{files.junit, report::junit_text}, Output{files.json, report::json_text},
        Output{files.html, report::html_text}}) {
    if (output.path.empty()) continue;
    std::ofstream file(output.path, std::ios::binary);
    file << output.text_of(run);
    file.close();
    if (!file.good()) return tl::unexpected(fmt::format("cannot write '{}'", output.path));
  }
  return {};
}

}  // namespace rollcall::conformance
