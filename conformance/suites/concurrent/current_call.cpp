#include "conformance/suites/concurrent/current_call.hpp"

#include "conformance/workload/capabilities.hpp"

namespace rollcall::suites::concurrent {
namespace {

thread_local const history::Lane* current_lane = nullptr;
thread_local int current_thread = 0;

}  // namespace

std::optional<CurrentCall> call_of_this_thread() {
  if (current_lane == nullptr) return std::nullopt;
  const auto open = current_lane->open_call();
  if (!open) return std::nullopt;
  return CurrentCall{workload::function_of(open->call), current_thread};
}

void enter_lane(const history::Lane* lane, int thread) {
  current_lane = lane;
  current_thread = thread;
}

}  // namespace rollcall::suites::concurrent
