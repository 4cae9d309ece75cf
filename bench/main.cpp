// rollcall-bench: measures our library beside another one with libvirt's C API, both loaded in this
// process and their repetitions interleaved in random order, and prints medians with ratios.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <condition_variable>
#include <cstdio>
#include <exception>
#include <fstream>
#include <mutex>
#include <optional>
#include <sstream>
#include <stop_token>
#include <thread>

#include "bench/benchmarks.hpp"
#include "bench/checker_plan.hpp"
#include "bench/summary.hpp"
#include "bench/wire_benchmarks.hpp"

namespace rollcall::bench {
namespace {

enum ExitCode { kDone = 0, kBarNotMet = 1, kHarnessError = 3, kBadUsage = 4 };

struct Options {
  std::string library = "librollcall.so.1";
  std::string beside = "libvirt.so.0";
  bool quick = false;
  bool strict = false;
  std::string only = ".";
  std::string json;
};

/// A thread that waits, for as long as this object lives: from its start on, allocator and
/// reference counts use the atomics that they skip in a process that never had a second thread.
class SecondThread {
 public:
  SecondThread()
      : thread_([](const std::stop_token& stop) {
          std::mutex mutex;
          std::unique_lock lock(mutex);
          std::condition_variable_any().wait(lock, stop, [] { return false; });
        }) {}

 private:
  std::jthread thread_;
};

std::optional<Subject> load(const std::string& label, const std::string& name) {
  auto library = sut::Library::open(name);
  if (!library) {
    fmt::print(stderr, "rollcall-bench: {}\n", library.error());
    return std::nullopt;
  }
  return Subject(label, std::move(*library));
}

/// Hands the settings to Google Benchmark, which takes them only as a command line.
void configure_benchmarks(const Options& options, const Plan& plan) {
  std::vector<std::string> words = {"rollcall-bench", "--benchmark_enable_random_interleaving=true",
                                    fmt::format("--benchmark_repetitions={}", plan.repetitions),
                                    fmt::format("--benchmark_min_time={}", plan.seconds_min),
                                    fmt::format("--benchmark_filter={}", options.only)};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
}

/// Runs the benchmarks in rounds: the checker first, while this process is small and can fork; then
/// the libraries, twice, since a process becomes one with threads only once; then the daemons.
void run_benchmarks(Subject& ours, Subject& theirs, const Plan& plan, const WirePlan& wire,
                    const std::vector<CheckedHistory>& histories, CollectingReporter& reporter) {
  std::ostringstream complaints;  // that a round has nothing to run is no matter
  reporter.SetErrorStream(&complaints);
  benchmark::ClearRegisteredBenchmarks();
  register_checker(histories);
  benchmark::RunSpecifiedBenchmarks(&reporter);
  const auto run_round = [&](auto&& register_round) {
    benchmark::ClearRegisteredBenchmarks();
    register_round(ours, kLargestFleet);
    register_round(theirs, plan.compared_domains_max);
    benchmark::RunSpecifiedBenchmarks(&reporter);
  };
  run_round([&plan](Subject& subject, std::size_t domains_max) {
    register_listing(subject, plan, domains_max);
    register_changes(subject, plan);
    register_memory(subject, plan, domains_max);
  });
  const SecondThread second_thread;
  run_round([&plan](Subject& subject, std::size_t domains_max) {
    register_threaded_listing(subject, plan, domains_max);
    register_churn(subject, plan);
  });
  WireHosts hosts;
  benchmark::ClearRegisteredBenchmarks();
  register_wire(hosts, ours, theirs, wire);
  benchmark::RunSpecifiedBenchmarks(&reporter);
}

bool write_json(const std::string& path, const CollectingReporter& reporter, const Subject& ours,
                const Subject& theirs) {
  nlohmann::json context = {{"num_cpus", benchmark::CPUInfo::Get().num_cpus}};
  for (const Subject* subject : {&ours, &theirs}) {
    context[subject->label()] = {{"library", subject->library().name()},
                                 {"version", subject->library().version()}};
  }
  std::ofstream file(path);
  file << nlohmann::json{{"context", context}, {"benchmarks", reporter.repetitions()}}.dump(1)
       << '\n';
  return static_cast<bool>(file.flush());
}

/// Prints the tables in which anything was measured.
void print(const std::vector<Table>& tables, const Contenders& contenders) {
  for (const Table& table : tables) {
    if (table.is_measured()) fmt::print("{}\n", render(table, contenders));
  }
}

int report(const CollectingReporter& reporter, const Plan& plan, const WirePlan& wire,
           const std::vector<CheckedHistory>& histories, const Contenders& contenders,
           const Options& options) {
  print(tables(reporter.results(), plan, contenders), contenders);
  print(checker_tables(reporter.results(), histories), checkers());
  print(wire_tables(reporter.results(), wire, contenders), daemons());
  std::vector<Bar> promised = bars(reporter.results(), plan, contenders);
  for (Bar& bar : checker_bars(reporter.results(), options.quick)) {
    promised.push_back(std::move(bar));
  }
  for (Bar& bar : wire_bars(reporter.results(), wire, contenders)) {
    promised.push_back(std::move(bar));
  }
  fmt::print("bars{}\n{}", options.quick ? ", for orientation only: a quick run" : "",
             render(promised));
  for (const std::string& failure : reporter.failures()) {
    fmt::print(stderr, "rollcall-bench: not measured: {}\n", failure);
  }
  if (reporter.repetitions().empty()) {
    fmt::print(stderr, "rollcall-bench: nothing was measured; does a name match '{}'?\n",
               options.only);
  }
  if (!reporter.failures().empty() || reporter.repetitions().empty()) return kHarnessError;
  const bool all_met =
      std::all_of(promised.begin(), promised.end(), [](const Bar& bar) { return bar.met(); });
  return all_met || !options.strict ? kDone : kBarNotMet;
}

int run(const Options& options) {
  const Plan plan = options.quick ? quick_plan() : full_plan();
  const WirePlan wire = wire_plan(options.quick);
  const std::vector<CheckedHistory> histories = checked_histories(options.quick);
  const Contenders contenders{.ours = "rollcall", .theirs = "libvirt"};
  auto ours = load(contenders.ours, options.library);
  auto theirs = load(contenders.theirs, options.beside);
  if (!ours || !theirs) return kHarnessError;
  fmt::print("rollcall-bench    {} is {}    {} is {} ({})    {} repetitions, interleaved\n\n",
             contenders.ours, options.library, contenders.theirs, options.beside,
             theirs->library().version(), plan.repetitions);

  configure_benchmarks(options, plan);
  CollectingReporter reporter;
  run_benchmarks(*ours, *theirs, plan, wire, histories, reporter);
  const int code = report(reporter, plan, wire, histories, contenders, options);
  if (options.json.empty()) return code;
  if (!write_json(options.json, reporter, *ours, *theirs)) {
    fmt::print(stderr, "rollcall-bench: cannot write '{}'\n", options.json);
    return kHarnessError;
  }
  fmt::print("\nall repetitions in {}\n", options.json);
  return code;
}

int parse_and_run(int argc, char** argv) {
  Options options;
  CLI::App app{"Measures our library beside another one with libvirt's C API, in one process."};
  app.add_option("--library", options.library, "our library")->capture_default_str();
  app.add_option("--beside", options.beside, "the library it is compared with")
      ->capture_default_str();
  auto* quick = app.add_flag("--quick", options.quick,
                             "small hosts and few repetitions: seconds, not minutes");
  auto* strict =
      app.add_flag("--strict", options.strict, "exit 1 when a bar is not met or was not measured");
  app.add_option("--only", options.only, "only the benchmarks whose name matches this expression");
  app.add_option("--json", options.json, "write every repetition to this file");
  strict->excludes(quick);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kBadUsage;
  }
  return run(options);
}

}  // namespace
}  // namespace rollcall::bench

int main(int argc, char** argv) {
  try {
    return rollcall::bench::parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rollcall-bench: %s\n", error.what());
    return rollcall::bench::kHarnessError;
  }
}
