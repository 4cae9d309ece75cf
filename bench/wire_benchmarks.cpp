#include "bench/wire_benchmarks.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <chrono>

#include "bench/listing.hpp"

namespace rollcall::bench {
namespace {

using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::duration<double, std::nano>;

std::string name_of(const std::string& client, std::size_t domains, const std::string& daemon) {
  return benchmark_name(kWire, client + "'s client", domains, daemon);
}

void measure(benchmark::State& state, const WireHosts::Reached& reached) {
  const auto expected = static_cast<int>(reached.host.domains);
  const double daemon_before = reached.daemon.processor_time();
  const auto begin = Clock::now();
  for (auto _ : state) {
    if (list_and_free(reached.host, 0) != expected) {
      return state.SkipWithError("the list does not have the expected length");
    }
  }
  const auto iterations = static_cast<double>(state.iterations());
  state.counters[kWireTime] = Nanoseconds(Clock::now() - begin).count() / iterations;
  state.counters[kDaemonTime] =
      (reached.daemon.processor_time() - daemon_before) * 1e9 / iterations;
}

void register_pair(WireHosts& hosts, const Subject& client, DaemonKind daemon,
                   std::size_t domains) {
  benchmark::RegisterBenchmark(name_of(client.label(), domains, label_of(daemon)).c_str(),
                               [&hosts, &client, daemon, domains](benchmark::State& state) {
                                 const auto reached = hosts.reach(client, daemon, domains);
                                 if (!reached) return state.SkipWithError(reached.error().c_str());
                                 measure(state, **reached);
                               })
      ->UseRealTime();
}

/// Figures of one run.
class WireFigures {
 public:
  WireFigures(const Results& results, const Contenders& clients)
      : results_(results), clients_(clients) {}

  std::optional<double> per_domain(const std::string& client, std::size_t domains,
                                   const std::string& daemon, const char* quantity) const {
    auto value = results_.median(name_of(client, domains, daemon), quantity);
    if (value) *value /= static_cast<double>(domains);
    return value;
  }

  Row row(const std::string& client, std::size_t domains, const char* quantity) const {
    return {.label = client + "'s client",
            .domains = domains,
            .ours = per_domain(client, domains, daemons().ours, quantity),
            .theirs = per_domain(client, domains, daemons().theirs, quantity)};
  }

  Table table(const char* title, const WirePlan& plan, const char* quantity) const {
    return {.title = title,
            .rows = {row(clients_.ours, plan.compared_domains, quantity),
                     row(clients_.theirs, plan.compared_domains, quantity),
                     row(clients_.ours, plan.large_domains, quantity)}};
  }

 private:
  const Results& results_;
  const Contenders& clients_;
};

}  // namespace

WirePlan wire_plan(bool quick) {
  return quick ? WirePlan{.compared_domains = 1'000, .large_domains = 20'000}
               : WirePlan{.compared_domains = 10'000, .large_domains = 100'000};
}

Contenders daemons() {
  return {.ours = label_of(DaemonKind::kRollcalld), .theirs = label_of(DaemonKind::kLibvirtd)};
}

tl::expected<const WireHosts::Reached*, std::string> WireHosts::reach(const Subject& client,
                                                                      DaemonKind daemon,
                                                                      std::size_t domains) {
  const std::string name = name_of(client.label(), domains, label_of(daemon));
  if (const auto found = reached_.find(name); found != reached_.end()) return &found->second;
  std::unique_ptr<WireDaemon>& process = daemons_[{daemon, domains}];
  if (process == nullptr) {
    auto started = WireDaemon::start(daemon, domains);
    if (!started) return tl::unexpected(started.error());
    process = std::move(*started);
  }
  auto connection = sut::Connection::open(client.library(), process->uri());
  if (!connection) return tl::unexpected(connection.error().message);
  Host host{.connection = std::move(*connection), .guest_kind = {}, .domains = domains};
  return &reached_.emplace(name, Reached{std::move(host), *process}).first->second;
}

void register_wire(WireHosts& hosts, const Subject& ours, const Subject& theirs,
                   const WirePlan& plan) {
  for (const Subject* client : {&ours, &theirs}) {
    for (const DaemonKind daemon : {DaemonKind::kRollcalld, DaemonKind::kLibvirtd}) {
      register_pair(hosts, *client, daemon, plan.compared_domains);
    }
  }
  register_pair(hosts, ours, DaemonKind::kRollcalld, plan.large_domains);
}

std::vector<Table> wire_tables(const Results& results, const WirePlan& plan,
                               const Contenders& clients) {
  const WireFigures figures(results, clients);
  return {figures.table("list and free over a socket, wall ns per domain", plan, kWireTime),
          figures.table("the same, CPU ns of the daemon", plan, kDaemonTime)};
}

std::vector<Bar> wire_bars(const Results& results, const WirePlan& plan,
                           const Contenders& clients) {
  const WireFigures figures(results, clients);
  const std::size_t domains = plan.compared_domains;
  const auto figure_of = [&](const std::string& client, const std::string& daemon,
                             const char* quantity) {
    return figures.per_domain(client, domains, daemon, quantity);
  };
  const auto genuine = [&](const char* quantity) {
    return figure_of(clients.theirs, daemons().theirs, quantity);
  };
  const std::string listing = grouped(domains) + " domains over a socket: ";
  return {
      {listing + "both ours, times faster than both libvirt's",
       quotient(genuine(kWireTime), figure_of(clients.ours, daemons().ours, kWireTime)), 8,
       Better::kHigher},
      {listing + "libvirt's client, times faster with our daemon",
       quotient(genuine(kWireTime), figure_of(clients.theirs, daemons().ours, kWireTime)), 1.5,
       Better::kHigher},
      {listing + "CPU of our daemon, times less than libvirtd",
       quotient(genuine(kDaemonTime), figure_of(clients.theirs, daemons().ours, kDaemonTime)), 10,
       Better::kHigher},
  };
}

}  // namespace rollcall::bench
