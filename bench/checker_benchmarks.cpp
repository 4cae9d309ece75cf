#include <benchmark/benchmark.h>

#include "bench/checker_plan.hpp"
#include "bench/measurement.hpp"
#include "bench/wing_gong_lowe.hpp"
#include "conformance/checker/judge.hpp"

namespace rollcall::bench {
namespace {

using checker::Property;
using checker::Standing;

/// Adds the processor time of `action` to the measurement.
template <class Action>
void timed(Measurement& measurement, const Action& action) {
  const double begin = processor_time();
  action();
  measurement.seconds += processor_time() - begin;
}

/// Judges a history as a stream; making it is not timed.
Measurement measure_judge(const workload::SyntheticPlan& plan) {
  Measurement found;
  workload::SyntheticHistory source(plan);
  checker::Judge judge(source.host());
  while (true) {
    const history::Batch batch = source.next();
    if (batch.operations.empty()) break;
    timed(found, [&] { judge.feed(batch); });
  }
  timed(found, [&] { judge.finish(); });
  const Standing expected =
      plan.flaw == workload::Flaw::kNone ? Standing::kNotRefuted : Standing::kRefuted;
  found.as_expected = judge.so_far().of(Property::kLinearizable).standing == expected;
  return found;
}

Measurement measure_search(const workload::SyntheticPlan& plan) {
  Measurement found;
  const history::History history = synthetic_history(plan);
  SearchResult result;
  timed(found, [&] { result = search_order(history, {}); });
  const bool order_expected = plan.flaw == workload::Flaw::kNone;
  found.gave_up =
      result.outcome == SearchOutcome::kOutOfTime || result.outcome == SearchOutcome::kOutOfMemory;
  found.as_expected =
      result.outcome == (order_expected ? SearchOutcome::kOrderFound : SearchOutcome::kNoOrder);
  return found;
}

void report(benchmark::State& state, const std::optional<Measurement>& found) {
  for (auto _ : state) continue;
  if (!found) return state.SkipWithError("the child process died");
  state.counters[kCheckGaveUp] = found->gave_up ? 1 : 0;
  if (found->gave_up) return;
  if (!found->as_expected) return state.SkipWithError("another verdict than the history must get");
  state.counters[kCheckSeconds] = found->seconds;
  state.counters[kCheckPeak] = found->peak_megabytes;
}

void register_one(const CheckedHistory& history, const std::string& checker,
                  Measurement (*measure)(const workload::SyntheticPlan&)) {
  const std::string name = benchmark_name(kCheck, history.label, history.plan.operations, checker);
  benchmark::RegisterBenchmark(name.c_str(),
                               [&history, measure](benchmark::State& state) {
                                 report(state, in_child([&] { return measure(history.plan); }));
                               })
      ->Iterations(1)
      ->Repetitions(1);
}

}  // namespace

void register_checker(const std::vector<CheckedHistory>& histories) {
  for (const CheckedHistory& history : histories) {
    register_one(history, checkers().ours, measure_judge);
    if (history.searched) register_one(history, checkers().theirs, measure_search);
  }
}

}  // namespace rollcall::bench
