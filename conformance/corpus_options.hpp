// The command lines "corpus add" and "corpus replay".

#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the name of the library
class App;
}

namespace rollcall::conformance {

struct CorpusOptions {
  enum class Action : std::uint8_t { kNone, kAdd, kReplay };
  Action action = Action::kNone;
  std::string recorded;  ///< a token, or the path of a trace file
  std::string name;      ///< of a new entry
  std::string folder = "conformance/corpus/traces";
  bool must_hold = false;  ///< the library under test must keep the promise
};

/// Adds both commands to a command line.
///
/// Pre: `options` outlives `app`.
void add_corpus_commands(CLI::App& app, CorpusOptions& options);

}  // namespace rollcall::conformance
