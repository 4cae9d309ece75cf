// The command line of rollcall-conformance.

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "conformance/check_options.hpp"
#include "conformance/corpus_options.hpp"
#include "conformance/cover_options.hpp"

namespace rollcall::conformance {

struct Options {
  /// As a shell finds it from anywhere: a name on the PATH, or an absolute path.
  std::string program = "rollcall-conformance";
  std::string library = "librollcall.so.1";
  std::string uri = "mock:///default";
  /// Whether the command line names them.
  bool names_library = false;
  bool names_uri = false;
  std::vector<std::string> suites;  ///< all when empty
  std::string domain_type;          ///< what the host offers first when empty
  std::uint64_t seed = 1;
  bool strict = false;
  bool list = false;
  double seconds = 3;  ///< of each suite that runs threads
  unsigned threads = 4;
  bool multi_writer = false;
  std::string required_grade;  ///< W, E, P, S or L; what the URI's driver promises when empty
  double hang_limit_seconds = 30;
  std::optional<unsigned> programs;  ///< random ones of lifecycle and events
  bool until_refuted = false;  ///< suites that run threads stop when what must hold is refuted
  std::string report_folder;
  bool scheduled = false;
  std::uint64_t schedules = 20'000;
  bool by_commits = false;  ///< runs under the scheduler are judged by announced instants too
  std::string replay;       ///< a token, or the path of a trace file
  std::string junit_file;
  std::string json_file;
  CoverOptions cover;    ///< every small program instead of random ones
  CorpusOptions corpus;  ///< a recorded run to keep, or to ask for again
  CheckOptions check;    ///< a recorded history to judge instead of a library
};

/// The exit codes that are not the verdict of a completed run.
inline constexpr int kHarnessError = 3;
inline constexpr int kBadUsage = 4;

/// The options, or the exit code of a command line that ends the program: help, version, or a wrong
/// one (printed).
std::variant<Options, int> parse_options(int argc, char** argv);

/// A name stays one; a relative path becomes absolute.
std::string from_anywhere(const std::string& name);

/// The variables ROLLCALL_* of the environment, by which our library and those over it are set up.
std::map<std::string, std::string> library_settings();

/// The beginning of a command line, for any folder and shell, that does something with the same
/// library: its settings, the program, library and connection, and how it is judged.
std::string command_for_library(const Options& options);

/// The command line that repeats a run with these options, without --suite and output files.
std::string rerun_command(const Options& options);

}  // namespace rollcall::conformance
