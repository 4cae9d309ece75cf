#include <benchmark/benchmark.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <thread>

#include "bench/benchmarks.hpp"
#include "bench/listing.hpp"

namespace rollcall::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

/// Slices of each kind in one iteration; they alternate, so that a disturbance of the machine meets
/// both.
constexpr int kPairs = 3;

/// Calls per second of the two roles.
struct Rates {
  double lists = 0;
  double changes = 0;

  Rates& operator+=(const Rates& other) {
    lists += other.lists;
    changes += other.changes;
    return *this;
  }
};

/// One of the two roles: repeats `call` until told to stop. Returns: calls per second, 0 when one
/// failed.
template <class Call>
double repeat(std::barrier<>& start, const std::atomic<bool>& stop, Call call) {
  start.arrive_and_wait();
  const auto begin = Clock::now();
  long calls = 0;
  while (!stop.load(std::memory_order_relaxed)) {
    if (!call()) return 0;
    ++calls;
  }
  return static_cast<double>(calls) / Seconds(Clock::now() - begin).count();
}

/// Starts or stops `domain`, whichever is due.
bool toggle(const sut::Domain& domain, bool& running) {
  const sut::Library& library = domain.library();
  const int result =
      running ? library.virDomainDestroy(domain.raw()) : library.virDomainCreate(domain.raw());
  running = !running;
  return result == 0;
}

/// Lets a reader list one host while a writer toggles a domain, which may be of the same host.
Rates run_slice(const Host& listed, const sut::Domain& toggled, std::chrono::milliseconds length) {
  Rates rates;
  std::atomic<bool> stop{false};
  std::barrier<> start(3);
  std::jthread reader([&] {
    rates.lists = repeat(start, stop, [&listed] {
      return list_and_free(listed, VIR_CONNECT_LIST_DOMAINS_ACTIVE) >= 0;
    });
  });
  std::jthread writer([&] {
    bool running = false;
    rates.changes = repeat(start, stop, [&] { return toggle(toggled, running); });
    if (running) toggled.library().virDomainDestroy(toggled.raw());
  });
  start.arrive_and_wait();
  std::this_thread::sleep_for(length);
  stop = true;
  reader.join();
  writer.join();
  return rates;
}

void measure_churn(benchmark::State& state, const Host& host, const Host& unrelated,
                   std::chrono::milliseconds slice) {
  const auto own = host.connection.list(VIR_CONNECT_LIST_DOMAINS_INACTIVE);
  const auto foreign = unrelated.connection.list(VIR_CONNECT_LIST_DOMAINS_INACTIVE);
  if (!own || !foreign || own->empty() || foreign->empty()) {
    return state.SkipWithError("a host has no inactive domain");
  }
  Rates together;
  Rates apart;
  for (auto _ : state) {
    for (int i = 0; i < kPairs; ++i) {
      const Rates shared = run_slice(host, own->front(), slice);
      const Rates control = run_slice(host, foreign->front(), slice);
      if (shared.lists * shared.changes * control.lists * control.changes == 0) {
        return state.SkipWithError("a listing or a change failed, or none finished in time");
      }
      together += shared;
      apart += control;
    }
  }
  state.counters[kLists] = together.lists / kPairs;
  state.counters[kListsKept] = together.lists / apart.lists;
  state.counters[kChanges] = together.changes / kPairs;
  state.counters[kChangesKept] = together.changes / apart.changes;
}

}  // namespace

void register_churn(Subject& subject, const Plan& plan) {
  const std::string name = benchmark_name(kChurn, "ACTIVE", plan.judged_domains, subject.label());
  benchmark::RegisterBenchmark(name.c_str(),
                               [&subject, &plan](benchmark::State& state) {
                                 const auto host = subject.host(plan.judged_domains, "churn");
                                 const auto unrelated =
                                     subject.host(plan.judged_domains, "unrelated");
                                 if (!host) return state.SkipWithError(host.error().c_str());
                                 if (!unrelated)
                                   return state.SkipWithError(unrelated.error().c_str());
                                 measure_churn(state, **host, **unrelated, plan.churn_slice);
                               })
      ->Iterations(1)
      ->UseRealTime();
}

}  // namespace rollcall::bench
