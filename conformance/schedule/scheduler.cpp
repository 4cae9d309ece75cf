#include "conformance/schedule/scheduler.hpp"

#include <algorithm>
#include <utility>

namespace rollcall::schedule {
namespace {

// Executions whose threads can never end; kept so that nobody thinks them leaked.
std::vector<std::unique_ptr<Execution>>& abandoned() {
  static auto* executions = new std::vector<std::unique_ptr<Execution>>;
  return *executions;
}

}  // namespace

bool is_interposed() { return ROLLCALL_INTERPOSED; }

Scheduler::Scheduler(const Limits& limits)
    : limits_(limits), execution_(std::make_unique<Execution>(limits)) {}

Scheduler::~Scheduler() = default;

const RunRecord& Scheduler::run(const std::vector<std::function<void()>>& bodies,
                                Strategy& strategy) {
  shape_.threads = static_cast<ThreadNumber>(bodies.size());
  const RunRecord& run = execution_->run(bodies, strategy, shape_);
  shape_.steps = std::max(shape_.steps, static_cast<std::uint32_t>(run.trace.size()));
  shape_.interested |= run.interested;
  shape_.interesting_steps = std::max(shape_.interesting_steps, run.interesting_steps);
  if (run.outcome == Outcome::kCompleted) return run;
  last_abandoned_ = run;
  abandoned().push_back(std::exchange(execution_, std::make_unique<Execution>(limits_)));
  return last_abandoned_;
}

}  // namespace rollcall::schedule
