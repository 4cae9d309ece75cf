#include "conformance/suites/scheduled/trial.hpp"

#include "conformance/checker/judge.hpp"
#include "conformance/report/grades.hpp"

namespace rollcall::suites::scheduled {

std::optional<Counterexample> judge_last_run(Rig& rig, const workload::Program& program,
                                             const schedule::RunRecord& run, PropertySet wanted) {
  checker::Judgement judgement = checker::judge(rig.history());
  for (const checker::Property property : report::refuted(judgement)) {
    if (!wanted.contains(property)) continue;
    return Counterexample{.program = program,
                          .run = run,
                          .strategy = {},
                          .property = property,
                          .violation = *std::move(judgement.of(property).violation)};
  }
  return std::nullopt;
}

TrialResult try_program(Rig& rig, schedule::Scheduler& scheduler, const workload::Program& program,
                        schedule::Strategy& strategy, std::uint64_t runs, PropertySet wanted) {
  TrialResult result;
  const schedule::Exploration done =
      schedule::explore(scheduler, rig.schedulable(program), strategy, {.runs = runs},
                        [&](const schedule::RunRecord& run) {
                          if (run.outcome != schedule::Outcome::kCompleted) {
                            result.trouble = run.trouble;
                            return schedule::Verdict::kStop;
                          }
                          result.found = judge_last_run(rig, program, run, wanted);
                          if (!result.found) return schedule::Verdict::kGoOn;
                          result.found->strategy = strategy.name();
                          return schedule::Verdict::kStop;
                        });
  result.runs = done.runs;
  if (done.divergence) result.trouble = *done.divergence;
  return result;
}

}  // namespace rollcall::suites::scheduled
