// What scheduled runs and replays have in common: this process, set up before the library is loaded
// and ended although threads may be held up for good, and the trace files that are left.

#pragma once

#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "conformance/options.hpp"
#include "conformance/schedule/token.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::conformance {

/// To be called before the library under test is loaded.
/// Returns: why it cannot run under the scheduler; empty when it can.
std::string prepare_scheduled(const Options& options);

/// Ends the process although threads of it may be held up for good.
[[noreturn]] void give_up(const std::string& what);

/// What the runs use of the loaded library; gives up where it cannot be prepared.
std::unique_ptr<suites::scheduled::Rig> set_up_rig(const suites::Context& context,
                                                   suites::scheduled::RigSize size);

/// Writes what was found to FOLDER/NAME.trace.jsonl, if there is a report folder.
///
/// Returns: the path; empty when there is no folder. Errors: the file that could not be written.
tl::expected<std::string, std::string> keep_trace(const Options& options,
                                                  const suites::Context& context,
                                                  const std::string& name,
                                                  const schedule::Token& token,
                                                  const suites::scheduled::Counterexample& found);

}  // namespace rollcall::conformance
