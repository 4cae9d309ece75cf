// Run: presses a library with generated programs on real threads for a while, and has everything
// judged that was recorded, while the threads go on.

#pragma once

#include "conformance/report/result.hpp"
#include "conformance/suites/concurrent/rig.hpp"
#include "conformance/suites/concurrent/round_observer.hpp"

namespace rollcall::suites::concurrent {

/// What a suite wants of its run.
struct Plan {
  std::string suite;
  workload::Taste taste;
  /// Also judge what a client makes of two legacy calls, apart from all else: nobody promises it.
  bool judges_legacy_unions = false;
  /// Told of every round. Ownership: stay the caller's.
  std::vector<RoundObserver*> observers{};
};

/// Runs and judges. Adds its checks to those that `result` has, and says what the judge said.
void run(const Context& context, const Plan& plan, report::SuiteResult& result);

}  // namespace rollcall::suites::concurrent
