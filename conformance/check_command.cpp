#include "conformance/check_command.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "conformance/checker/judge.hpp"
#include "conformance/history/reader.hpp"
#include "conformance/options.hpp"
#include "conformance/progress_line.hpp"
#include "conformance/report/evidence.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/terminal.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report_files.hpp"

namespace rollcall::conformance {
namespace {

using Clock = std::chrono::steady_clock;

/// How far a long judgement is: "1 204 000 operations judged   37%   worst so far: none refuted".
std::string progress_text(std::uint64_t position, std::uintmax_t bytes,
                          const checker::Judgement& judgement) {
  const std::vector<checker::Property> refuted = report::refuted(judgement);
  return fmt::format(
      "{} operations judged   {}%   worst so far: {}", report::grouped(judgement.operations),
      bytes == 0 ? 100 : position * 100 / bytes,
      refuted.empty() ? "none refuted" : fmt::format("{} refuted", report::short_name(refuted[0])));
}

struct JudgedFile {
  history::Header header;
  checker::Judgement judgement;
};

/// Errors: file, line and what is wrong with it.
tl::expected<JudgedFile, std::string> judge_file(const CheckOptions& options) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file) return tl::unexpected(fmt::format("cannot open '{}'", options.file));
  history::Reader reader(file, options.file);
  auto header = reader.read_header();
  if (!header) return tl::unexpected(std::move(header).error());
  std::error_code no_size;
  const std::uintmax_t bytes = std::filesystem::file_size(options.file, no_size);
  const auto begin = Clock::now();
  ProgressLine line;
  checker::Judge judge(reader.host(), {.judge_legacy_unions = options.judges_legacy_unions});
  while (true) {
    auto batch = reader.next();
    if (!batch) return tl::unexpected(std::move(batch).error());
    if (batch->operations.empty()) break;
    judge.feed(*batch);
    line.show(std::chrono::duration<double>(Clock::now() - begin).count(), [&] {
      return progress_text(reader.position(), no_size ? 0 : bytes, judge.so_far());
    });
  }
  return JudgedFile{*std::move(header), judge.finish()};
}

report::SuiteResult result_of(const CheckOptions& options, checker::Judgement judgement) {
  const auto required =
      report::grade_named(options.required_grade).value_or(checker::Property::kLinearizable);
  report::SuiteResult result{.name = "history", .checks = {}};
  for (const std::string& objection : report::reduce_evidence(judgement)) {
    result.checks.push_back({.name = "evidence", .undecided = objection});
  }
  for (report::Check& check : report::grade_checks(result.name, judgement, required)) {
    result.checks.push_back(std::move(check));
  }
  result.headline = report::counted(judgement.operations, "operation") + ", " +
                    report::counted(judgement.listings, "listing");
  result.concurrent =
      report::ConcurrentResult{.judgement = std::move(judgement), .required = required};
  return result;
}

report::Run run_of(const CheckOptions& options, const history::Header& header) {
  report::Run run;
  run.library = header.library.empty() ? "an unnamed library" : header.library;
  run.uri = header.uri;
  run.seed = header.seed.value_or(0);
  run.recorded_in = options.file;
  run.runs_suites = false;
  run.command = "rollcall-conformance check " + report::shell_quoted(options.file) + " --require " +
                options.required_grade;
  return run;
}

int fail(const std::string& what) {
  fmt::print(stderr, "error: {}\n", what);
  return kHarnessError;
}

}  // namespace

int check_history(const CheckOptions& options) {
  auto judged = judge_file(options);
  if (!judged) return fail(judged.error());
  report::Run run = run_of(options, judged->header);
  report::SuiteResult result = result_of(options, std::move(judged->judgement));
  if (!options.evidence_folder.empty()) {
    const auto written = report::write_evidence(options.evidence_folder, judged->header, result);
    if (!written) return fail(written.error());
  }
  run.suites.push_back(std::move(result));
  if (const auto written = write_reports(
          {.junit = options.junit_file, .json = options.json_file, .html = options.html_file}, run);
      !written)
    return fail(written.error());
  if (options.only_report) return 0;
  fmt::print("{}{}{}", report::header_text(run), report::suite_text(run.suites[0], false),
             report::closing_text(run));
  return report::exit_code(run);
}

}  // namespace rollcall::conformance
