#include "conformance/suites/scheduled/trial.hpp"

#include "conformance/checker/judge.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/version.hpp"
#include "conformance/suites/scheduled/commits.hpp"
#include "conformance/suites/scheduled/scenario.hpp"

namespace rollcall::suites::scheduled {

namespace {

std::optional<Counterexample> worst_of(checker::Judgement judgement,
                                       const workload::Program& program,
                                       const schedule::RunRecord& run, PropertySet wanted) {
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

}  // namespace

std::optional<Counterexample> judge_last_run(Rig& rig, const workload::Program& program,
                                             const schedule::RunRecord& run, PropertySet wanted) {
  const history::History seen = rig.history();
  std::optional<Counterexample> by_commits;
  if (rig.judges_by_commits()) {
    by_commits = worst_of(checker::judge(at_commits(seen, run)), program, run, wanted);
    if (!by_commits) return std::nullopt;
    by_commits->by_commits = true;
  }
  auto found = worst_of(checker::judge(seen), program, run, wanted);
  return found ? found : by_commits;
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

std::uint32_t build_of(const Context& context) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const std::string& part :
       {std::string(report::version()), context.driver, context.library.version()}) {
    for (const char character : part) {
      hash = (hash ^ static_cast<unsigned char>(character)) * 16777619U;
    }
  }
  return hash;
}

schedule::Token token_of(const Context& context, RigSize size, const Counterexample& example) {
  return {.build = build_of(context),
          .seed = context.seed,
          .strategy = example.strategy,
          .switches = example.run.switches,
          .scenario = to_text(Scenario{.property = example.property,
                                       .trace = folded(example.run.hash),
                                       .size = size,
                                       .program = example.program})};
}

}  // namespace rollcall::suites::scheduled
