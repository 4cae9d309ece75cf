#include "conformance/corpus/reappearance.hpp"

#include <fmt/format.h>

#include "conformance/report/text.hpp"
#include "conformance/schedule/strategies/depth_first.hpp"
#include "conformance/schedule/strategies/rotation.hpp"
#include "conformance/schedule/trace.hpp"

namespace rollcall::corpus {
namespace {

using suites::scheduled::Rig;
using suites::scheduled::Scenario;
using suites::scheduled::TrialResult;

/// Of each strategy. Smallest counterexamples have few preemptions.
constexpr std::uint64_t kRuns = 1'000;
constexpr std::uint32_t kMostPreemptions = 2;
constexpr std::uint64_t kSeed = 1;

class Search {
 public:
  Search(Rig& rig, schedule::Scheduler& scheduler, const Scenario& scenario,
         Reappearance& reappearance)
      : rig_(rig), scheduler_(scheduler), scenario_(scenario), reappearance_(reappearance) {}

  void run() {
    for (std::uint32_t bound = 0; bound <= kMostPreemptions; ++bound) {
      schedule::DepthFirst search(bound);
      try_with(search);
    }
    try_with(*schedule::default_rotation(kSeed));
  }

 private:
  void try_with(schedule::Strategy& strategy) {
    if (reappearance_.found || !reappearance_.trouble.empty()) return;
    TrialResult trial =
        try_program(rig_, scheduler_, scenario_.program, strategy, kRuns, scenario_.property);
    reappearance_.schedules += trial.runs;
    reappearance_.trouble = std::move(trial.trouble);
    reappearance_.found = std::move(trial.found);
    if (reappearance_.found) reappearance_.how = Reappearance::How::kAfterSearch;
  }

  Rig& rig_;
  schedule::Scheduler& scheduler_;
  const Scenario& scenario_;
  Reappearance& reappearance_;
};

/// A trace that comes from a token alone has no steps, only their hash.
std::string difference(const Scenario& scenario, const suites::scheduled::TraceFile& trace,
                       const schedule::RunRecord& run) {
  if (!trace.steps.empty()) {
    return schedule::first_difference(trace.steps, run.trace).value_or("");
  }
  return suites::scheduled::folded(run.hash) == scenario.trace ? "" : "the trace was another";
}

}  // namespace

Reappearance look_again(Rig& rig, const Scenario& scenario,
                        const suites::scheduled::TraceFile& trace) {
  Reappearance reappearance;
  schedule::Scheduler scheduler;
  const schedule::Program program = rig.schedulable(scenario.program);
  const schedule::RunRecord& run = schedule::replay(scheduler, program, trace.token.switches);
  if (run.outcome != schedule::Outcome::kCompleted) {
    reappearance.trouble = run.trouble;
    return reappearance;
  }
  reappearance.difference = difference(scenario, trace, run);
  reappearance.found = judge_last_run(rig, scenario.program, run, scenario.property);
  if (reappearance.found) {
    reappearance.found->strategy = trace.token.strategy;
    reappearance.how = reappearance.difference.empty() ? Reappearance::How::kAsRecorded
                                                       : Reappearance::How::kInOtherSteps;
    return reappearance;
  }
  Search(rig, scheduler, scenario, reappearance).run();
  return reappearance;
}

std::string to_text(const Reappearance& reappearance) {
  const std::string way =
      reappearance.difference.empty() ? "" : fmt::format(" ({})", reappearance.difference);
  switch (reappearance.how) {
    case Reappearance::How::kAsRecorded:
      return "refuted as recorded";
    case Reappearance::How::kInOtherSteps:
      return "refuted by the recorded choices, in other steps" + way;
    case Reappearance::How::kAfterSearch:
      return fmt::format("not refuted by the recorded choices{}, but by schedule {} of a search",
                         way, report::grouped(reappearance.schedules));
    case Reappearance::How::kNot:
      return fmt::format("not refuted by the recorded choices{}, nor in {}", way,
                         report::counted(reappearance.schedules, "schedule") + " of a search");
  }
  return "";
}

}  // namespace rollcall::corpus
