#include "conformance/suites/scheduled/hunt.hpp"

#include <algorithm>

#include "conformance/report/version.hpp"
#include "conformance/schedule/strategies/rotation.hpp"
#include "conformance/suites/scheduled/scenario.hpp"
#include "conformance/suites/scheduled/shrink.hpp"

namespace rollcall::suites::scheduled {
namespace {

// Long programs hide what matters among schedules that do not: the beginnings of a few calls each.
constexpr std::size_t kMostWrites = 3;
constexpr std::size_t kMostReads = 2;

const workload::Taste& taste() {
  using enum history::Call;
  static const workload::Taste kTaste{.reads = {{12, kList}, {2, kCount}, {1, kLookupByName}},
                                      .subjects = {4, 3, 2}};
  return kTaste;
}

/// The beginning of the program. A pattern begins where its domains are at home, so its first calls
/// can be made without the rest.
workload::Program beginning_of(workload::Program program) {
  for (workload::Script& script : program.scripts) {
    std::size_t writes = 0;
    std::size_t reads = 0;
    std::erase_if(script.commands, [&](const workload::Command& command) {
      return history::is_mutator(command.call) ? ++writes > kMostWrites : ++reads > kMostReads;
    });
  }
  return program;
}

workload::Setting setting_of(const Rig& rig, const HuntPlan& plan) {
  workload::Setting setting = rig.setting(taste());
  if (plan.has_moments) return setting;
  for (const auto call : {history::Call::kSnapshotCreate, history::Call::kCheckpointCreate}) {
    setting.capabilities.has[static_cast<std::size_t>(call)] = false;
  }
  return setting;
}

schedule::Token token_of(const Context& context, const HuntPlan& plan,
                         const Counterexample& example) {
  return {.build = build_of(context),
          .seed = context.seed,
          .strategy = example.strategy,
          .switches = example.run.switches,
          .scenario = to_text(Scenario{.property = example.property,
                                       .trace = folded(example.run.hash),
                                       .size = plan.size,
                                       .program = example.program})};
}

}  // namespace

HuntResult hunt(Rig& rig, const Context& context, const HuntPlan& plan, const OnFound& on_found) {
  HuntResult result;
  schedule::Scheduler scheduler;
  const workload::Setting setting = setting_of(rig, plan);
  const auto strategy = schedule::default_rotation(context.seed);
  while (result.runs < plan.runs && result.trouble.empty()) {
    const std::uint64_t program_seed = context.seed * 1'000'003U + result.programs++;
    const auto program = beginning_of(workload::generate(setting, program_seed));
    TrialResult trial =
        try_program(rig, scheduler, program, *strategy,
                    std::min(plan.runs_per_program, plan.runs - result.runs), plan.goal);
    result.runs += trial.runs;
    result.trouble = trial.trouble;
    if (!trial.found) continue;
    result.found = std::move(trial.found);
    on_found(result);
    result.smallest = shrink(rig, scheduler, *result.found);
    result.token = token_of(context, plan, *result.smallest);
    return result;
  }
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

}  // namespace rollcall::suites::scheduled
