#include "conformance/schedule/explorer.hpp"

#include <fmt/format.h>

#include "conformance/schedule/strategies/replay.hpp"
#include "conformance/schedule/trace.hpp"

namespace rollcall::schedule {
namespace {

const RunRecord& run_once_more(Scheduler& scheduler, const Program& program,
                               const std::vector<Switch>& switches) {
  Replay strategy(switches);
  program.prepare();
  return scheduler.run(program.bodies, strategy);
}

std::optional<std::string> repeat(Scheduler& scheduler, const Program& program,
                                  const RunRecord& last, std::uint64_t number) {
  const RunRecord first = last;
  const RunRecord& second = run_once_more(scheduler, program, first.switches);
  const auto difference = first_difference(first.trace, second.trace);
  if (!difference) return std::nullopt;
  return fmt::format("run {} took another way when it was repeated: {}", number, *difference);
}

}  // namespace

Exploration explore(Scheduler& scheduler, const Program& program, Strategy& strategy,
                    const ExplorerOptions& options,
                    const std::function<Verdict(const RunRecord&)>& judge) {
  Exploration result;
  scheduler.forget_shape();
  run_once_more(scheduler, program, {});
  while (result.runs < options.runs && !strategy.is_exhausted()) {
    program.prepare();
    const RunRecord& run = scheduler.run(program.bodies, strategy);
    ++result.runs;
    result.steps += run.trace.size();
    const bool completed = run.outcome == Outcome::kCompleted;
    if (judge(run) == Verdict::kStop) result.stopped = true;
    if (completed && result.runs % options.check_every == 0) {
      ++result.repeated;
      result.divergence = repeat(scheduler, program, run, result.runs);
    }
    if (result.stopped || result.divergence || !completed) break;
  }
  return result;
}

const RunRecord& replay(Scheduler& scheduler, const Program& program,
                        const std::vector<Switch>& switches) {
  run_once_more(scheduler, program, {});
  return run_once_more(scheduler, program, switches);
}

}  // namespace rollcall::schedule
