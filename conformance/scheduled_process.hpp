// What scheduled runs and replays have in common: this process, set up before the library is loaded
// and ended although threads may be held up for good, and the trace files that are left.

#pragma once

#include <memory>
#include <string>

#include "conformance/options.hpp"
#include "conformance/schedule/token.hpp"
#include "conformance/suites/scheduled/trace_file.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::conformance {

/// To be called before the library under test is loaded.
/// Returns: why it cannot run under the scheduler; empty when it can.
std::string prepare_scheduled(const Options& options);

/// Ends the process although threads of it may be held up for good.
[[noreturn]] void give_up(const std::string& what);

/// What the runs use of the loaded library; gives up where it cannot be prepared, and where runs
/// shall be judged by announced instants and the library announces none.
std::unique_ptr<suites::scheduled::Rig> set_up_rig(const Options& options,
                                                   const suites::Context& context,
                                                   suites::scheduled::RigSize size);

/// The grade that a search wants kept: that of the options, else what the URI's driver promises.
checker::Property required_of(const Options& options);

/// What was found as a trace file, of the library of the options.
suites::scheduled::TraceFile trace_of(const Options& options, const suites::Context& context,
                                      const schedule::Token& token,
                                      const suites::scheduled::Counterexample& found);

/// What was found, with the command that repeats it, and if there is a report folder, kept there as
/// FOLDER/NAME.trace.jsonl. Gives up where that cannot be written.
report::ScheduledFind tell(const Options& options, const suites::Context& context,
                           const std::string& name, const schedule::Token& token,
                           const suites::scheduled::Counterexample& found);

}  // namespace rollcall::conformance
