// Shrinks a counterexample: fewer threads, calls, domains and flags, then fewest preemptions. Every
// candidate is run anew, so what is left is a counterexample of its own.

#pragma once

#include "conformance/suites/scheduled/trial.hpp"

namespace rollcall::suites::scheduled {

/// The smallest counterexample of the same property that was found. Equal input, equal result.
Counterexample shrink(Rig& rig, schedule::Scheduler& scheduler, Counterexample found);

/// How many calls the threads of a program make.
std::size_t call_count(const workload::Program& program);

}  // namespace rollcall::suites::scheduled
