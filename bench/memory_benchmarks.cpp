#include <benchmark/benchmark.h>

#include <algorithm>

#include "bench/allocations.hpp"
#include "bench/benchmarks.hpp"
#include "bench/listing.hpp"

namespace rollcall::bench {
namespace {

void report_memory(benchmark::State& state, const Host& host) {
  for (auto _ : state) continue;
  state.counters[kDefinitionBytes] = host.definition_bytes;
  const double all = host.malloc_bytes / static_cast<double>(host.domains);
  state.counters[kHeapPerDomain] = all;
  state.counters[kBytesPerDomain] = all - host.definition_bytes;
}

void count_allocations(benchmark::State& state, const Host& host, unsigned flags) {
  list_and_free(host, flags);
  long allocations = 0;
  for (auto _ : state) {
    const AllocationCount counted;
    list_and_free(host, flags);
    allocations = counted.count();
  }
  state.counters[kAllocationsPerList] = static_cast<double>(allocations);
}

/// Registers `measure(state, host)` as a benchmark of one iteration: what it reports does not vary.
template <class Measure>
void register_once(const std::string& name, Subject& subject, std::size_t domains,
                   Measure measure) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [&subject, domains, measure](benchmark::State& state) {
                                 const auto host = subject.host(domains, "list");
                                 if (!host) return state.SkipWithError(host.error().c_str());
                                 measure(state, **host);
                               })
      ->Iterations(1)
      ->Repetitions(1);
}

}  // namespace

void register_memory(Subject& subject, const Plan& plan, std::size_t domains_max) {
  for (const std::size_t domains : plan.sizes) {
    if (domains < plan.judged_domains || domains > domains_max) continue;
    register_once(benchmark_name(kMemory, "heap", domains, subject.label()), subject, domains,
                  report_memory);
  }
  for (const Filter& filter : kFilters) {
    const unsigned flags = filter.flags;
    register_once(benchmark_name(kAllocations, filter.label, plan.judged_domains, subject.label()),
                  subject, plan.judged_domains, [flags](benchmark::State& state, const Host& host) {
                    count_allocations(state, host, flags);
                  });
  }
}

}  // namespace rollcall::bench
