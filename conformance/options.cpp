#include "conformance/options.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "conformance/report/text.hpp"
#include "conformance/report/version.hpp"
#include "conformance/suites/scheduled/themes.hpp"
#include "conformance/suites/suite.hpp"

namespace rollcall::conformance {
namespace {

/// Why the scheduler cannot run what the options name; empty when it can.
std::string obstacle_to_scheduling(const Options& options) {
  for (const std::string& suite : options.suites) {
    const std::string nothing = suites::scheduled::nothing_to_schedule(suite);
    if (!nothing.empty()) return fmt::format("--suite {} with --scheduled: {}", suite, nothing);
  }
  return "";
}

}  // namespace

std::variant<Options, int> parse_options(int argc, char** argv) {
  Options options;
  std::vector<std::string> suite_names;
  for (const suites::Suite& suite : suites::all_suites()) suite_names.emplace_back(suite.name);

  CLI::App app("Judges a library with libvirt's C API: does it keep what the documentation says?");
  app.name("rollcall-conformance");
  app.option_defaults()->always_capture_default();
  app.set_version_flag("--version", std::string("rollcall-conformance ") + report::version());
  app.add_option("--library", options.library, "path or soname of the library under test");
  app.add_option("--uri", options.uri, "connection URI that the library shall open");
  app.add_option("--suite", options.suites, "run only this suite; may be repeated")
      ->check(CLI::IsMember(suite_names))
      ->allow_extra_args(false);
  app.add_option("--domain-type", options.domain_type,
                 "type of the domains it defines; default: what the host offers first");
  app.add_option("--seed", options.seed, "seed of every random choice");
  app.add_option("--programs", options.programs,
                 "random programs of the suites lifecycle and events; default: 1000 and 200");
  app.add_option("--seconds", options.seconds, "how long each suite that runs threads goes on")
      ->check(CLI::Range(0.0, 1e6));
  app.add_option("--threads", options.threads, "how many threads such a suite runs")
      ->check(CLI::Range(1, 1000));
  app.add_flag("--multi-writer", options.multi_writer,
               "in the suite atomicity, some domains are written by several threads");
  app.add_option("--require", options.required_grade,
                 "grade that must hold; default: L for mock and kvm, else E")
      ->check(CLI::IsMember({"W", "E", "P", "S", "L"}));
  app.add_option("--hang-limit", options.hang_limit_seconds,
                 "seconds after which a call counts as one that never returns")
      ->check(CLI::Range(0.1, 1e6));
  app.add_flag("--until-refuted", options.until_refuted,
               "a suite that runs threads stops when what must hold is refuted");
  app.add_flag("--strict", options.strict, "known deviations count as violations");
  app.add_flag("--list", options.list, "list the suites and stop");
  app.add_option("--report-folder", options.report_folder,
                 "also write everything found to this folder: JSON, JUnit, histories, HTML");
  app.add_flag("--scheduled", options.scheduled,
               "decide which thread runs when, and search schedules for a violation");
  app.add_option("--schedules", options.schedules,
                 "how many schedules each theme of a suite gets at most");
  app.add_flag("--commits", options.by_commits,
               "with --scheduled, cover or --replay: also judge each call to be at the instant at "
               "which the library announces that it takes effect");
  app.add_option("--replay", options.replay, "repeat the run of this token or trace file");
  app.add_option("--junit", options.junit_file, "also write the report as JUnit XML to this file");
  app.add_option("--json", options.json_file, "also write the report as JSON to this file");
  add_check_commands(app, options.check);
  add_cover_command(app, options.cover);
  add_corpus_commands(app, options.corpus);
  app.footer("Exit codes: 0 pass, 1 violation, 2 undecided, 3 harness error, 4 bad usage.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadUsage;
  }
  options.names_library = app.count("--library") != 0;
  options.names_uri = app.count("--uri") != 0;
  const std::string obstacle = options.scheduled ? obstacle_to_scheduling(options) : "";
  if (!obstacle.empty()) {
    fmt::print(stderr, "error: {}\n", obstacle);
    return kBadUsage;
  }
  if (argc > 0) options.program = from_anywhere(argv[0]);
  return options;
}

std::string from_anywhere(const std::string& name) {
  if (name.find('/') == std::string::npos) return name;
  std::error_code unknown;
  const auto path = std::filesystem::absolute(name, unknown);
  return unknown ? name : path.lexically_normal().string();
}

std::map<std::string, std::string> library_settings() {
  std::map<std::string, std::string> settings;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text = *variable;
    const std::size_t end = text.find('=');
    if (!text.starts_with("ROLLCALL_") || end == std::string_view::npos) continue;
    settings.emplace(text.substr(0, end), text.substr(end + 1));
  }
  return settings;
}

std::string command_for_library(const Options& options) {
  std::vector<std::string> words;
  for (const auto& [name, value] : library_settings()) {
    words.push_back(fmt::format("{}={}", name, report::shell_quoted(value)));
  }
  words.push_back(report::shell_quoted(options.program));
  words.push_back("--library " + report::shell_quoted(from_anywhere(options.library)));
  words.push_back("--uri " + report::shell_quoted(options.uri));
  if (!options.domain_type.empty()) {
    words.push_back("--domain-type " + report::shell_quoted(options.domain_type));
  }
  if (options.by_commits) words.emplace_back("--commits");
  return report::join(words, " ");
}

std::string rerun_command(const Options& options) {
  std::string command = command_for_library(options);
  if (!options.replay.empty()) {
    return command + " --replay " + report::shell_quoted(from_anywhere(options.replay));
  }
  command += " --seed " + std::to_string(options.seed);
  command += options.scheduled
                 ? fmt::format(" --scheduled --schedules {}", options.schedules)
                 : fmt::format(" --seconds {} --threads {}", options.seconds, options.threads);
  if (options.programs) command += fmt::format(" --programs {}", *options.programs);
  if (options.multi_writer) command += " --multi-writer";
  if (!options.required_grade.empty()) command += " --require " + options.required_grade;
  if (options.until_refuted) command += " --until-refuted";
  return options.strict ? command + " --strict" : command;
}

}  // namespace rollcall::conformance
