// What a run found, as plain data: suites fill it in, the writers (terminal, JUnit, JSON) only read
// it.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/checker/verdict.hpp"
#include "conformance/spec/profile.hpp"

namespace rollcall::report {

/// One way in which the library departs from the specification.
struct Deviation {
  /// Names the departure, the same in every run: "suite/what/detail". Profiles of known deviations
  /// list such keys.
  std::string key;
  /// One sentence saying what is wrong.
  std::string text;
  std::string expected{};
  std::string observed{};
  /// The smallest program that shows it, one call per line; may be empty when the text says all.
  std::vector<std::string> program{};
  /// The command that repeats the one run which shows it; empty when only the whole run can be.
  std::string replay{};
  /// The number of the known deviation this is, e.g. "B1"; empty when it is in no profile. Filled
  /// in by mark_known().
  std::string known_as{};
};

/// One named check of a suite. It passed if it has no deviation and was neither skipped nor left
/// undecided.
struct Check {
  std::string name;
  std::vector<Deviation> deviations{};
  /// Why the check does not apply to this library; empty when it was made.
  std::string skipped{};
  /// Why the check came to no verdict; empty when it did.
  std::string undecided{};
};

/// The concurrent part of a suite: what the judge says of the recorded history.
struct ConcurrentResult {
  checker::Judgement judgement;
  /// What must hold; what is demanded beyond it is reported, and does not fail the run.
  checker::Property required = checker::Property::kLinearizable;
  unsigned threads = 0;
  double seconds = 0;
  /// The history files of the evidence, by property; empty where there is none. Filled in by
  /// write_evidence().
  std::array<std::string, checker::kPropertyCount> evidence_files{};
};

/// Where a schedule let another thread go on: after so many calls and returns of the history.
struct Handover {
  history::Stamp after = 0;
  std::uint16_t from = 0;  ///< threads, as the operations of the history name them
  std::uint16_t to = 0;
};

/// A program that refutes a property under a schedule.
struct ScheduledFind {
  checker::Property property = checker::Property::kLinearizable;
  checker::Violation violation;
  std::vector<std::string> program{};   ///< a line for each thread, after one for what was before
  std::vector<std::string> schedule{};  ///< who runs how long, one after the other
  std::vector<Handover> handovers{};
  /// Judged by the instants at which the library says that calls took effect.
  bool by_commits = false;
  std::uint32_t preemptions = 0;  ///< handovers from a thread that could have gone on
  std::string replay{};           ///< the command that repeats it
  std::string trace_file{};       ///< empty when none was written
  std::string test_file{};        ///< a GoogleTest source that reproduces it; likewise
};

/// What a suite under the scheduler did.
struct ScheduledResult {
  std::uint64_t schedules = 0;
  std::uint64_t programs = 0;
  std::vector<ScheduledFind> finds{};
};

/// The judgement on the histories of all finds.
checker::Judgement judgement_of(const std::vector<ScheduledFind>& finds);

/// The result of one suite.
struct SuiteResult {
  std::string name;
  std::vector<Check> checks;
  /// What to print instead of "N passed" when nothing deviates, e.g. the size of the search.
  std::string headline{};
  /// Set by suites that ran concurrently.
  std::optional<ConcurrentResult> concurrent{};
  /// Set too by suites that ran under the scheduler.
  std::optional<ScheduledResult> scheduled{};
  /// The call that never returned, which ended the run; empty when all did.
  std::string aborted{};
};

/// A run: what was judged, how, and what was found.
struct Run {
  std::string library;
  std::string library_version;
  std::string uri;
  /// The known deviations of the library's driver.
  spec::Profile profile;
  std::uint64_t seed = 0;
  /// Whether known deviations count as violations.
  bool strict = false;
  /// The command line that repeats the run, without --suite.
  std::string command;
  /// The history file that was judged instead of a library; empty when suites ran.
  std::string recorded_in{};
  /// Whether --suite chooses what runs: not where something recorded is judged or repeated.
  bool runs_suites = true;
  std::vector<SuiteResult> suites{};
};

enum class Verdict { kPassed, kKnownDeviation, kSkipped, kUndecided, kViolation };

/// The verdict on one deviation or one check; `strict` makes known deviations violations.
Verdict verdict_of(const Deviation& deviation, bool strict);
Verdict verdict_of(const Check& check, bool strict);

/// The command line that repeats one suite of a run.
std::string rerun_command(const Run& run, const SuiteResult& suite);

/// The process's exit code for a completed run: 0 pass, 1 violation, 2 undecided.
int exit_code(const Run& run);

/// Writes into each deviation of a suite the number under which the profile knows it.
void mark_known(SuiteResult& suite, const spec::Profile& profile);

/// The number of checks of a suite with the given verdict.
std::size_t count(const SuiteResult& suite, Verdict verdict, bool strict);

/// The numbers of the known deviations that a suite found, each once, in natural order.
std::vector<std::string> known_numbers(const SuiteResult& suite);

}  // namespace rollcall::report
