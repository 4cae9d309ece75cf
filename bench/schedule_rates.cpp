// rollcall-bench-schedules: how many schedules a second the scheduler tries of a program of three
// calls, each run prepared, executed and judged, and what the yield points in our library cost when
// nobody follows them. A program of its own, since those that link the scheduler send every lock
// of the process through it.

#include <dlfcn.h>
#include <fmt/format.h>
#include <rollcall/rollcall.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <vector>

#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/strategies/rotation.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/suites/scheduled/trial.hpp"
#include "conformance/workload/program_code.hpp"

namespace rollcall::bench {
namespace {

using Clock = std::chrono::steady_clock;
using suites::scheduled::PropertySet;

constexpr int kRepetitions = 5;
// A domain that starts and one that stops while a thread lists what is active.
constexpr const char* kProgram = "0r1o:start@1,destroy@0+:list=1";

struct Subject {
  const char* library;
  const char* uri;
  std::uint64_t runs;  ///< of one repetition
  double bar;          ///< schedules a second
};

constexpr Subject kSubjects[] = {{"librollcall.so.1", "mock:///default", 20'000, 10'000},
                                 {"libvirt.so.0", "test:///default", 3'000, 2'000}};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Runs and judges so many schedules, whatever they show. Returns: how many a second.
double rate_of(suites::scheduled::Rig& rig, const workload::Program& program, std::uint64_t runs) {
  schedule::Scheduler scheduler;
  const auto strategy = schedule::default_rotation(1);
  const auto begin = Clock::now();
  const auto done = schedule::explore(scheduler, rig.schedulable(program), *strategy,
                                      {.runs = runs}, [&](const schedule::RunRecord& run) {
                                        (void)suites::scheduled::judge_last_run(rig, program, run,
                                                                                PropertySet::all());
                                        return schedule::Verdict::kGoOn;
                                      });
  return static_cast<double>(done.runs) / seconds_since(begin);
}

/// Prints the rate of a library. Returns: whether its bar is met, or it is not there.
bool measure(const Subject& subject) {
  const auto library = sut::Library::open(subject.library);
  if (!library) {
    fmt::print("  {:18} {:18} skipped: {}\n", subject.library, subject.uri, library.error());
    return true;
  }
  schedule::follow_yield_points(subject.library);
  const auto connection = sut::Connection::open(*library, subject.uri);
  if (!connection) throw std::runtime_error(connection.error().message);
  const auto guest = sut::guest_kind(connection->capabilities().value_or(""), "");
  if (!guest) throw std::runtime_error(guest.error());
  const spec::Profile profile;
  const suites::Context context{*library, subject.uri, "", *guest, 1, profile};
  const auto rig = suites::scheduled::Rig::set_up(context, {});
  if (!rig) throw std::runtime_error(rig.error().message);
  const auto program = workload::program_from_code(kProgram);
  std::vector<double> rates;
  for (int i = 0; i < kRepetitions; ++i) rates.push_back(rate_of(**rig, *program, subject.runs));
  const double rate = median(rates);
  fmt::print("  {:18} {:18} {:>8.0f} schedules/s  >= {:>6.0f}  {}\n", subject.library, subject.uri,
             rate, subject.bar, rate >= subject.bar ? "met" : "NOT met");
  return rate >= subject.bar;
}

using SetHook = decltype(&rollcallSetYieldHook);

/// Nanoseconds of a count-only listing, which passes one yield point.
double count_time(const sut::Library& library, virConnectPtr connection) {
  constexpr int kCalls = 1'000'000;
  const auto begin = Clock::now();
  for (int i = 0; i < kCalls; ++i) (void)library.virConnectListAllDomains(connection, nullptr, 0);
  return seconds_since(begin) * 1e9 / kCalls;
}

/// Prints what a yield point costs, followed and not.
void measure_yield_point() {
  const auto library = sut::Library::open("librollcall.so.1");
  if (!library) throw std::runtime_error(library.error());
  void* loaded = dlopen("librollcall.so.1", RTLD_LAZY | RTLD_NOLOAD);
  const auto set_hook = reinterpret_cast<SetHook>(dlsym(loaded, "rollcallSetYieldHook"));
  if (set_hook == nullptr) throw std::runtime_error("librollcall.so.1 has no yield points");
  const auto connection = sut::Connection::open(*library, "mock:///default");
  if (!connection) throw std::runtime_error(connection.error().message);
  std::vector<double> off;
  std::vector<double> on;
  for (int i = 0; i < kRepetitions; ++i) {
    set_hook(nullptr);
    off.push_back(count_time(*library, connection->raw()));
    set_hook([](const void*, int) {});
    on.push_back(count_time(*library, connection->raw()));
  }
  set_hook(nullptr);
  fmt::print(
      "\n  count-only listing, ns: {:.2f} with nobody at its yield point, {:.2f} with a hook "
      "that does nothing\n",
      median(off), median(on));
}

int run() {
  if (!schedule::is_interposed()) throw std::runtime_error("this build cannot schedule");
  schedule::make_randomness_repeatable();
  fmt::print("schedules of three calls, each prepared, executed and judged; medians of {}\n\n",
             kRepetitions);
  bool all_met = true;
  for (const Subject& subject : kSubjects) all_met = measure(subject) && all_met;
  measure_yield_point();
  return all_met ? 0 : 1;
}

}  // namespace
}  // namespace rollcall::bench

int main() {
  try {
    return rollcall::bench::run();
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 3;
  }
}
