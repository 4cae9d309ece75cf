// Account: a counterexample told for people: its program, who ran how long, where threads took
// over.

#pragma once

#include "conformance/report/result.hpp"
#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::suites::scheduled {

/// All but the ways to repeat it.
report::ScheduledFind account_of(const Counterexample& example, const RigSize& size);

/// The failed check `check` of a suite.
report::Check check_of(const std::string& suite, const std::string& check,
                       const report::ScheduledFind& find);

/// A program line by line: what was before, then one line per thread, e.g.
/// "thread 1: start vm-1; destroy vm-0".
std::vector<std::string> program_lines(const workload::Program& program, const RigSize& size);

}  // namespace rollcall::suites::scheduled
