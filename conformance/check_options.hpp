// The command lines "check FILE" and "report FILE": what to do with a recorded history.

#pragma once

#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the name of the library
class App;
}

namespace rollcall::conformance {

struct CheckOptions {
  std::string file;  ///< empty when neither command was given
  /// Only render the history; what it says does not decide the exit code.
  bool only_report = false;
  std::string required_grade = "L";
  bool judges_legacy_unions = false;
  std::string evidence_folder;
  std::string junit_file;
  std::string json_file;
  std::string html_file;
};

/// Adds both commands to a command line.
///
/// Pre: `options` outlives `app`.
void add_check_commands(CLI::App& app, CheckOptions& options);

}  // namespace rollcall::conformance
