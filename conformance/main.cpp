// rollcall-conformance: loads a library under test, runs the suites on it, reports.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "conformance/check_command.hpp"
#include "conformance/corpus_command.hpp"
#include "conformance/cover_command.hpp"
#include "conformance/crash_notice.hpp"
#include "conformance/interruption.hpp"
#include "conformance/options.hpp"
#include "conformance/progress_line.hpp"
#include "conformance/replay_command.hpp"
#include "conformance/report/evidence.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/terminal.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report_files.hpp"
#include "conformance/scheduled_command.hpp"
#include "conformance/scheduled_process.hpp"
#include "conformance/suites/probe.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::conformance {
namespace {

int harness_error(const std::string& what) {
  fmt::print(stderr, "error: {}\n", what);
  return kHarnessError;
}

void list_suites() {
  for (const suites::Suite& suite : suites::all_suites()) {
    fmt::print("  {:14}{}\n", suite.name, suite.purpose);
  }
}

suites::Load load_of(const Options& options) {
  return {.seconds = options.seconds,
          .threads = options.threads,
          .multi_writer = options.multi_writer,
          .required = report::grade_named(options.required_grade),
          .hang_limit_seconds = options.hang_limit_seconds,
          .until_refuted = options.until_refuted,
          .programs = options.programs};
}

report::SuiteResult interrupted_suite() {
  return {.name = "", .checks = {{.name = "run", .undecided = "interrupted"}}};
}

bool is_wanted(const Options& options, const std::string& suite) {
  return options.suites.empty() ||
         std::find(options.suites.begin(), options.suites.end(), suite) != options.suites.end();
}

bool is_aborted(const report::Run& run) {
  return !run.suites.empty() && !run.suites.back().aborted.empty();
}

/// Keeps the histories that prove what was found. Returns: whether that worked.
bool keep_evidence(const Options& options, report::SuiteResult& result) {
  if (options.report_folder.empty()) return true;
  const history::Header header{
      .library = options.library, .uri = options.uri, .seed = options.seed, .clock = "ns"};
  const auto written = report::write_evidence(options.report_folder, header, result);
  if (!written) harness_error(written.error());
  return written.has_value();
}

/// Runs what is wanted, until a call does not return. Returns: whether the evidence could be kept.
bool run_suites(const Options& options, suites::Context& context, report::Run& run) {
  bool kept = true;
  ProgressLine line;
  context.load.on_progress = [&line](const suites::Progress& progress) { line.show(progress); };
  context.load.on_search_progress = [&line](const suites::SearchProgress& progress) {
    line.show(progress);
  };
  context.load.interrupted = &catch_interruption();
  catch_crashes();
  for (const suites::Suite& suite : suites::all_suites()) {
    if (!is_wanted(options, suite.name) || is_aborted(run)) continue;
    std::fflush(stdout);
    enter_suite(suite.name);
    report::SuiteResult result =
        context.load.is_interrupted() ? interrupted_suite() : suite.run(context);
    line.clear();
    result.name = suite.name;
    report::mark_known(result, context.profile);
    kept = keep_evidence(options, result) && kept;
    fmt::print("{}", report::suite_text(result, options.strict));
    run.suites.push_back(std::move(result));
  }
  return kept;
}

ReportFiles report_files(const Options& options) {
  ReportFiles files{.junit = options.junit_file, .json = options.json_file, .html = ""};
  if (options.report_folder.empty()) return files;
  files.html = options.report_folder + "/report.html";
  if (files.junit.empty()) files.junit = options.report_folder + "/junit.xml";
  if (files.json.empty()) files.json = options.report_folder + "/result.json";
  return files;
}

/// Ends the process although threads of it are still in calls.
[[noreturn]] void leave_threads(const report::Run& run) {
  const report::SuiteResult& last = run.suites.back();
  if (last.scheduled) give_up(last.aborted);
  give_up(
      fmt::format("{}; {} operations judged until then\n       the run is undecided", last.aborted,
                  last.concurrent ? report::grouped(last.concurrent->judgement.operations) : "no"));
}

bool is_for_corpus(const Options& options) {
  return options.corpus.action != CorpusOptions::Action::kNone;
}

bool is_scheduled(const Options& options) {
  return options.scheduled || options.cover.is_wanted || !options.replay.empty() ||
         is_for_corpus(options);
}

int run(Options options) {
  tl::expected<Recording, std::string> recording;
  const std::string& recorded = is_for_corpus(options) ? options.corpus.recorded : options.replay;
  if (!recorded.empty()) {
    recording = recording_of(recorded);
    if (!recording) {
      harness_error(recording.error());
      return is_token(recorded) ? kBadUsage : kHarnessError;
    }
    adopt_origin(options, *recording);
  }
  if (is_scheduled(options)) {
    const std::string obstacle = prepare_scheduled(options);
    if (!obstacle.empty()) return harness_error(obstacle);
  }
  const auto library = sut::Library::open(options.library);
  if (!library) return harness_error(library.error());
  const auto found = suites::probe(options.library, *library, options.uri, options.domain_type);
  if (!found) return harness_error(found.error());
  suites::Context context{*library,     options.uri,    found->driver,   found->guest,
                          options.seed, found->profile, load_of(options)};
  if (options.corpus.action == CorpusOptions::Action::kAdd) {
    return add_to_corpus(options, context, *recording);
  }
  if (is_for_corpus(options)) return replay_from_corpus(options, context, *recording);

  report::Run run{.library = options.library,
                  .library_version = library->version(),
                  .uri = options.uri,
                  .profile = found->profile,
                  .seed = options.seed,
                  .strict = options.strict,
                  .command = rerun_command(options),
                  .runs_suites = options.replay.empty()};
  std::error_code no_folder;
  if (!options.report_folder.empty()) {
    std::filesystem::create_directories(options.report_folder, no_folder);
  }
  if (no_folder) {
    return harness_error(
        fmt::format("cannot make folder '{}': {}", options.report_folder, no_folder.message()));
  }
  fmt::print("{}", report::header_text(run));
  bool kept = true;
  if (!options.replay.empty()) {
    run.suites.push_back(run_replay(options, context, *recording));
  } else if (options.cover.is_wanted) {
    run_cover(options, context, run);
  } else if (options.scheduled) {
    run_scheduled(options, context, run);
  } else {
    kept = run_suites(options, context, run);
    fmt::print("{}", report::closing_text(run));
  }
  for (report::SuiteResult& suite : run.suites) {
    if (suite.scheduled) kept = keep_evidence(options, suite) && kept;
  }
  const auto written = write_reports(report_files(options), run);
  if (!written) harness_error(written.error());
  if (is_aborted(run)) leave_threads(run);
  return written && kept ? report::exit_code(run) : kHarnessError;
}

int run_command_line(int argc, char** argv) {
  const auto parsed = parse_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  const auto& options = std::get<Options>(parsed);
  if (!options.check.file.empty()) return check_history(options.check);
  if (options.list) {
    list_suites();
    return 0;
  }
  return run(options);
}

}  // namespace
}  // namespace rollcall::conformance

int main(int argc, char** argv) {
  try {
    return rollcall::conformance::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::fputs("error: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return rollcall::conformance::kHarnessError;
  }
}
