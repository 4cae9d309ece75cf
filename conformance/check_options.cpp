#include "conformance/check_options.hpp"

#include <CLI/CLI.hpp>

namespace rollcall::conformance {

void add_check_commands(CLI::App& app, CheckOptions& options) {
  CLI::App* check = app.add_subcommand("check", "judge a recorded history, of any library");
  check
      ->add_option("file", options.file, "history file; conformance/history/FORMAT.md describes it")
      ->required();
  check->add_option("--require", options.required_grade, "grade that must hold")
      ->check(CLI::IsMember({"W", "E", "P", "S", "L"}))
      ->capture_default_str();
  check->add_flag(
      "--legacy-union", options.judges_legacy_unions,
      "judge concatenated legacy calls as listings; no library promises that they hold");
  check->add_option("--evidence", options.evidence_folder,
                    "write the smallest history that refutes each grade to this folder");
  check->add_option("--junit", options.junit_file, "also write the report as JUnit XML");
  check->add_option("--json", options.json_file, "also write the report as JSON");
  check->add_option("--html", options.html_file, "also write the report as one HTML page");
  check->footer("Exit codes: 0 pass, 1 violation, 2 undecided, 3 no such file or malformed.");

  CLI::App* report = app.add_subcommand("report", "render a recorded history as one HTML page");
  report->add_option("file", options.file, "history file")->required();
  report->add_option("-o,--output", options.html_file, "the page to write")->required();
  report->callback([&options] { options.only_report = true; });
  app.require_subcommand(0, 1);
}

}  // namespace rollcall::conformance
