// The command --replay: repeats a run that a token or a trace file records.

#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "conformance/options.hpp"
#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/suites/scheduled/trace_file.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::conformance {

/// A run to repeat.
struct Recording {
  schedule::Token token;
  suites::scheduled::Scenario scenario;
  /// Where it was read from, if not from a token alone.
  std::optional<suites::scheduled::TraceFile> file{};
};

/// What is recorded in the word of a command line: a token, or the path of a trace file.
///
/// Errors: what is wrong with the token, or where in the file.
tl::expected<Recording, std::string> recording_of(const std::string& token_or_path);

/// Whether the word is meant as a token.
bool is_token(const std::string& token_or_path);

/// Takes library, connection and variables from the file, unless the command line names others.
void adopt_origin(Options& options, const Recording& recording);

/// The token of a counterexample that came of a recording, as it was now.
schedule::Token token_again(const suites::Context& context, const Recording& recording,
                            const suites::scheduled::Counterexample& found);

/// Repeats the run and says whether it is the same; `aborted` of the result when it is not.
report::SuiteResult run_replay(const Options& options, const suites::Context& context,
                               const Recording& recording);

}  // namespace rollcall::conformance
