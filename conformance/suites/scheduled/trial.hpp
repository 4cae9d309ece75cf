// Trial: a program tried under schedules, each run judged at once.

#pragma once

#include <optional>
#include <string>

#include "conformance/checker/verdict.hpp"
#include "conformance/schedule/explorer.hpp"
#include "conformance/schedule/token.hpp"
#include "conformance/suites/scheduled/property_set.hpp"
#include "conformance/suites/scheduled/rig.hpp"

namespace rollcall::suites::scheduled {

/// A program with the schedule under which it breaks a promise.
struct Counterexample {
  workload::Program program;
  schedule::RunRecord run;
  std::string strategy;
  checker::Property property = checker::Property::kSnapshots;
  checker::Violation violation;
  /// Only the instants that the library announced show it: clients need not have noticed.
  bool by_commits = false;
};

/// What came of trying programs.
struct TrialResult {
  std::uint64_t runs = 0;
  std::optional<Counterexample> found{};
  /// Why nothing more can be tried in this process: a deadlock, a call that blocks out of sight, or
  /// a run that took another way when it was repeated. Empty otherwise.
  std::string trouble{};
};

/// The strongest finding of the last run that the search wants, if any.
std::optional<Counterexample> judge_last_run(Rig& rig, const workload::Program& program,
                                             const schedule::RunRecord& run, PropertySet wanted);

/// Runs the program under the strategy until a run breaks a promise that the search wants broken.
TrialResult try_program(Rig& rig, schedule::Scheduler& scheduler, const workload::Program& program,
                        schedule::Strategy& strategy, std::uint64_t runs, PropertySet wanted);

/// The build that tokens name: kit and library under test.
std::uint32_t build_of(const Context& context);

/// What repeats the counterexample on a rig of that size.
schedule::Token token_of(const Context& context, RigSize size, const Counterexample& example);

}  // namespace rollcall::suites::scheduled
