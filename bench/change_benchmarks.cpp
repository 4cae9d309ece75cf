#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "bench/benchmarks.hpp"

namespace rollcall::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kRefused = "the library refused a change";

/// Times `change` on each domain and undoes it with `undo`, untimed; one batch per iteration.
///
/// Pre: both return whether they succeeded.
template <class Change, class Undo>
void measure_batches(benchmark::State& state, std::size_t batch, Change change, Undo undo) {
  double ns = 0;
  for (auto _ : state) {
    bool good = true;
    const auto begin = Clock::now();
    for (std::size_t i = 0; i < batch; ++i) good = change(i) && good;
    const std::chrono::duration<double> elapsed = Clock::now() - begin;
    for (std::size_t i = 0; i < batch; ++i) good = undo(i) && good;
    if (!good) return state.SkipWithError(kRefused);
    state.SetIterationTime(elapsed.count());
    ns += elapsed.count() * 1e9;
  }
  state.counters[kPerChange] = {ns / static_cast<double>(batch),
                                benchmark::Counter::kAvgIterations};
}

void measure_define(benchmark::State& state, const Host& host, std::size_t batch) {
  const sut::Library& library = host.connection.library();
  std::vector<std::string> definitions;
  for (std::size_t i = 0; i < batch; ++i) {
    const sut::DomainXml xml{.kind = host.guest_kind, .name = fmt::format("new-{}", i), .uuid = ""};
    definitions.push_back(sut::to_xml(xml));
  }
  std::vector<virDomainPtr> handles(batch);
  measure_batches(
      state, batch,
      [&](std::size_t i) {
        handles[i] = library.virDomainDefineXML(host.connection.raw(), definitions[i].c_str());
        return handles[i] != nullptr;
      },
      [&](std::size_t i) {
        const bool undefined = handles[i] != nullptr && library.virDomainUndefine(handles[i]) == 0;
        if (handles[i] != nullptr) library.virDomainFree(handles[i]);
        return undefined;
      });
}

void measure_start(benchmark::State& state, const Host& host, std::size_t batch) {
  const sut::Library& library = host.connection.library();
  const auto inactive = host.connection.list(VIR_CONNECT_LIST_DOMAINS_INACTIVE);
  if (!inactive || inactive->size() < batch) {
    return state.SkipWithError("the host has too few inactive domains");
  }
  measure_batches(
      state, batch,
      [&](std::size_t i) { return library.virDomainCreate((*inactive)[i].raw()) == 0; },
      [&](std::size_t i) { return library.virDomainDestroy((*inactive)[i].raw()) == 0; });
}

void register_one(const char* kind, Subject& subject, const Plan& plan,
                  void (*measure)(benchmark::State&, const Host&, std::size_t)) {
  const std::string name = benchmark_name(kind, "one domain", plan.judged_domains, subject.label());
  benchmark::RegisterBenchmark(name.c_str(), [&subject, &plan, measure](benchmark::State& state) {
    const auto host = subject.host(plan.judged_domains, "changes");
    if (!host) return state.SkipWithError(host.error().c_str());
    measure(state, **host, plan.changes_per_batch);
  })->UseManualTime();
}

}  // namespace

void register_changes(Subject& subject, const Plan& plan) {
  register_one(kDefine, subject, plan, measure_define);
  register_one(kStart, subject, plan, measure_start);
}

}  // namespace rollcall::bench
