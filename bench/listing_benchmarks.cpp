#include <benchmark/benchmark.h>

#include "bench/benchmarks.hpp"
#include "bench/listing.hpp"

namespace rollcall::bench {
namespace {

constexpr const char* kWrongLength = "the list does not have the expected length";

std::size_t expected_matches(const Host& host, unsigned flags) {
  return (flags & VIR_CONNECT_LIST_DOMAINS_ACTIVE) != 0 ? host.domains / 2 : host.domains;
}

/// Runs `call(host, flags)`, which returns the number of matches, until the repetition is long
/// enough.
template <class Call>
void measure(benchmark::State& state, Subject& subject, std::size_t domains, unsigned flags,
             Call call) {
  const auto host = subject.host(domains, "list");
  if (!host) return state.SkipWithError(host.error().c_str());
  const auto expected = static_cast<int>(expected_matches(**host, flags));
  for (auto _ : state) {
    if (call(**host, flags) != expected) return state.SkipWithError(kWrongLength);
  }
  state.counters["domains"] = static_cast<double>(domains);
}

void register_one(const char* kind, const Filter& filter, std::size_t domains, Subject& subject,
                  int (*call)(const Host&, unsigned)) {
  const std::string name = benchmark_name(kind, filter.label, domains, subject.label());
  const unsigned flags = filter.flags;
  benchmark::RegisterBenchmark(name.c_str(), [&subject, domains, flags, call](auto& state) {
    measure(state, subject, domains, flags, call);
  });
}

}  // namespace

void register_listing(Subject& subject, const Plan& plan, std::size_t domains_max) {
  for (const std::size_t domains : plan.sizes) {
    if (domains > domains_max) continue;
    for (const Filter& filter : kFilters) {
      register_one(kListAndFree, filter, domains, subject, list_and_free);
      register_one(kCountOnly, filter, domains, subject, count_only);
    }
  }
}

void register_threaded_listing(Subject& subject, const Plan& plan, std::size_t domains_max) {
  for (const std::size_t domains : plan.sizes) {
    if (domains < plan.judged_domains || domains > domains_max) continue;
    for (const Filter& filter : kFilters) {
      register_one(kThreadedListAndFree, filter, domains, subject, list_and_free);
    }
  }
}

}  // namespace rollcall::bench
