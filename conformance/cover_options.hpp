// The command line of `rollcall-conformance cover`.

#pragma once

#include "conformance/suites/scheduled/cover.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the name of the library
class App;
}

namespace rollcall::conformance {

struct CoverOptions {
  bool is_wanted = false;
  suites::scheduled::CoverPlan plan;
};

/// Adds the command to a command line.
///
/// Pre: `options` outlives `app`.
void add_cover_command(CLI::App& app, CoverOptions& options);

}  // namespace rollcall::conformance
