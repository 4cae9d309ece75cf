// Explorer: runs a program under many schedules until one of them shows something, and sees to it
// that what it shows can be shown again.

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "conformance/schedule/scheduler.hpp"

namespace rollcall::schedule {

struct Program {
  /// Brings everything to where each run begins; called by the thread that explores, freely.
  std::function<void()> prepare;
  std::vector<std::function<void()>> bodies;
};

enum class Verdict : bool { kGoOn, kStop };

struct Exploration {
  std::uint64_t runs = 0;
  std::uint64_t steps = 0;
  std::uint64_t repeated = 0;  ///< runs executed a second time
  bool stopped = false;        ///< by a verdict
  /// A repeated run took another way, as this sentence says: something but the schedule decides,
  /// so no run of the program is evidence.
  std::optional<std::string> divergence{};
};

struct ExplorerOptions {
  std::uint64_t runs = 1'000;
  /// One run in so many is executed twice.
  std::uint64_t check_every = 100;
};

/// Runs the program once as usual and unseen, so that what happens only at first has happened; then
/// under the strategy, until `judge` stops it, the strategy is exhausted, or a run did not complete
/// (which `judge` has seen). A repeated run is prepared and executed like any other, but not
/// judged.
Exploration explore(Scheduler& scheduler, const Program& program, Strategy& strategy,
                    const ExplorerOptions& options,
                    const std::function<Verdict(const RunRecord&)>& judge);

/// Runs the program once as usual and unseen, then once with these switches.
///
/// Returns: the run, valid until the scheduler's next one.
const RunRecord& replay(Scheduler& scheduler, const Program& program,
                        const std::vector<Switch>& switches);

}  // namespace rollcall::schedule
