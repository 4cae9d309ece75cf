// The commands "corpus add" and "corpus replay": the smallest traces of bugs that were found, kept
// so that every later build is asked for them again.

#pragma once

#include <string>
#include <vector>

#include "conformance/corpus_options.hpp"
#include "conformance/replay_command.hpp"

namespace rollcall::conformance {

/// Repeats the recorded run on the library of the options, and keeps it as an entry if it still
/// refutes what it did. Returns: the exit code.
int add_to_corpus(const Options& options, const suites::Context& context,
                  const Recording& recording);

/// Says whether an entry still refutes what it did, on the library of the options; with must_hold,
/// that library is one which keeps the promise. Returns: the exit code.
int replay_from_corpus(const Options& options, const suites::Context& context,
                       const Recording& recording);

}  // namespace rollcall::conformance
