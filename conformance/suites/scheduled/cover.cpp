#include "conformance/suites/scheduled/cover.hpp"

#include "conformance/schedule/strategies/depth_first.hpp"
#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/suites/scheduled/shrink.hpp"
#include "conformance/workload/enumeration.hpp"

namespace rollcall::suites::scheduled {

RigSize cover_size(const CoverPlan& plan) {
  return {.threads = plan.calls, .plain = 0, .renaming_pairs = workload::kEnumeratedDomains / 2};
}

std::string cover(Rig& rig, const Context& context, const CoverPlan& plan, CoverResult& result,
                  const std::function<bool(const CoverResult&)>& go_on) {
  const auto all = workload::all_programs(plan.calls, rig.setting({}).capabilities);
  std::vector<const workload::Program*> programs;
  for (std::size_t i = plan.part.number - 1; i < all.size(); i += plan.part.of) {
    programs.push_back(&all[i]);
  }
  result.programs = programs.size();
  schedule::Scheduler scheduler;
  for (const workload::Program* program : programs) {
    schedule::DepthFirst search(plan.preemptions);
    TrialResult trial =
        try_program(rig, scheduler, *program, search, plan.runs_per_program, plan.wanted);
    ++result.tried;
    result.schedules += trial.runs;
    result.repetitions += search.repetitions();
    result.covered += search.covered();
    if (!trial.trouble.empty()) return trial.trouble;
    if (search.is_diverged()) {
      return "the program took another way by the same choices: " + to_text(*program);
    }
    if (trial.found) {
      result.found = std::move(trial.found);
      result.smallest = shrink(rig, scheduler, *result.found);
      result.token = token_of(context, rig.size(), *result.smallest);
      return "";
    }
    if (search.is_exhausted()) ++result.completed;
    if (go_on && !go_on(result)) return "";
  }
  return "";
}

}  // namespace rollcall::suites::scheduled
