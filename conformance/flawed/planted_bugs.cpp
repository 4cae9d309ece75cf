// rollcall-planted-bugs: how many schedules it takes to find each planted bug of concurrent runs,
// over many seeds. Each hunt is a process of its own, so that no bug remembers another one's runs.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <optional>

#include "conformance/flawed/flaw.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"
#include "conformance/schedule/randomness.hpp"
#include "conformance/schedule/scheduler.hpp"
#include "conformance/schedule/yield_hook.hpp"
#include "conformance/suites/scheduled/hunt.hpp"

namespace rollcall::flawed {
namespace {

using checker::Property;
using suites::scheduled::HuntResult;

struct Options {
  // How soon every bug shall be found: with half of the seeds, and with all of them.
  std::uint64_t median_bar = 50;
  std::uint64_t worst_bar = 500;
  unsigned seeds = 20;
  std::string only;
  std::string flawed = "librollcall-flawed.so";
  std::string over = "librollcall.so.1";
};

/// The promise that a flaw breaks, when threads are needed to see it.
std::optional<Property> promise_of(const Flaw& flaw) {
  const std::string key = flaw.key;
  const std::string prefix = std::string(flaw.suite) + "/";
  if (key == prefix + report::short_name(Property::kIdentity)) return Property::kIdentity;
  return key.starts_with(prefix) ? report::grade_named(key.substr(prefix.size())) : std::nullopt;
}

[[noreturn]] void fail(const std::string& what) {
  fmt::print(stderr, "error: {}\n", what);
  _exit(3);
}

/// Hunts in this process until the first find. Returns: how many schedules that took; 0 when there
/// was none.
std::uint64_t hunt_here(const Options& options, const Flaw& flaw, Property promise,
                        std::uint64_t seed) {
  setenv("ROLLCALL_FLAW", flaw.name, 1);
  setenv("ROLLCALL_FLAWED_OVER", options.over.c_str(), 1);
  schedule::make_randomness_repeatable();
  const std::string uri = "mock:///default";
  const auto library = sut::Library::open(options.flawed);
  if (!library) fail(library.error());
  schedule::follow_yield_points(options.over);
  const auto connection = sut::Connection::open(*library, uri);
  if (!connection) fail(connection.error().message);
  const auto guest = sut::guest_kind(connection->capabilities().value_or(""), "");
  if (!guest) fail(guest.error());
  const spec::Profile profile;
  const suites::Context context{*library, uri, "MOCK", *guest, seed, profile};
  auto rig = suites::scheduled::Rig::set_up(context, {});
  if (!rig) fail(rig.error().message);

  const std::vector<std::string> names{flaw.suite};
  const suites::scheduled::HuntPlan plan{
      .runs = options.worst_bar,
      .has_moments = true,
      .wanted = suites::scheduled::PropertySet::demanded_by(promise)};
  std::uint64_t schedules = 0;
  const std::string trouble = hunt(**rig, context, suites::scheduled::themes_of(names), plan,
                                   {.on_found = [&](const HuntResult& result) {
                                     schedules = result.runs_of_all;
                                     return suites::scheduled::AfterFind::kEndHunt;
                                   }});
  if (!trouble.empty()) fail(trouble);
  return schedules;
}

/// The same in a process of its own; nothing when it came to no end.
std::optional<std::uint64_t> hunt_apart(const Options& options, const Flaw& flaw, Property promise,
                                        std::uint64_t seed) {
  int ends[2];
  if (pipe(ends) != 0) return std::nullopt;
  const pid_t child = fork();
  if (child == 0) {
    const std::uint64_t schedules = hunt_here(options, flaw, promise, seed);
    const bool told = write(ends[1], &schedules, sizeof schedules) == sizeof schedules;
    // Threads of the run may be in calls still.
    _exit(told ? 0 : 3);
  }
  close(ends[1]);
  std::uint64_t schedules = 0;
  const bool told = read(ends[0], &schedules, sizeof schedules) == sizeof schedules;
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!told || schedules == 0) return std::nullopt;
  return schedules;
}

/// Prints a row. Returns: whether the bars are met.
bool judge_flaw(const Options& options, const Flaw& flaw, Property promise) {
  std::vector<std::uint64_t> counts;
  std::vector<std::uint64_t> missed;
  for (std::uint64_t seed = 1; seed <= options.seeds; ++seed) {
    const auto schedules = hunt_apart(options, flaw, promise, seed);
    if (schedules) {
      counts.push_back(*schedules);
    } else {
      missed.push_back(seed);
    }
  }
  std::sort(counts.begin(), counts.end());
  const std::string median =
      counts.empty() ? "-" : report::grouped(counts[(counts.size() - 1) / 2]);
  const std::string worst = counts.empty() ? "-" : report::grouped(counts.back());
  const bool is_met = missed.empty() && counts[(counts.size() - 1) / 2] <= options.median_bar &&
                      counts.back() <= options.worst_bar;
  fmt::print("  {:28} {:10} {:>2}  {:>6}  {:>6}  {}\n", flaw.name, flaw.suite,
             report::short_name(promise), median, worst,
             missed.empty() ? (is_met ? "met" : "NOT met")
                            : fmt::format("NOT found with seed {}", fmt::join(missed, " ")));
  std::fflush(stdout);
  return is_met;
}

int run(const Options& options) {
  if (!schedule::is_interposed()) {
    fmt::print(stderr, "error: a build with sanitizers cannot run anything under the scheduler\n");
    return 3;
  }
  fmt::print("schedules until a planted bug is found, {}; bars: median {}, worst {}\n\n",
             report::counted(options.seeds, "seed"), options.median_bar, options.worst_bar);
  fmt::print("  {:28} {:10} {:>2}  {:>6}  {:>6}\n", "bug", "suite", "", "median", "worst");
  std::fflush(stdout);
  bool all_met = true;
  for (const Flaw& flaw : all_flaws()) {
    const auto promise = promise_of(flaw);
    const bool is_wanted = options.only.empty() || options.only == flaw.name;
    if (promise && is_wanted) all_met = judge_flaw(options, flaw, *promise) && all_met;
  }
  return all_met ? 0 : 1;
}

int run_command_line(int argc, char** argv) {
  Options options;
  CLI::App app("Finds each planted bug under the scheduler and counts the schedules.");
  app.option_defaults()->always_capture_default();
  app.add_option("--seeds", options.seeds, "how often each bug is hunted")
      ->check(CLI::Range(1, 1000));
  app.add_option("--median", options.median_bar, "schedules that half of the seeds may take");
  app.add_option("--worst", options.worst_bar, "schedules that each seed may take");
  app.add_option("--only", options.only, "hunt this bug only");
  app.add_option("--flawed", options.flawed, "path or soname of the library with the bugs");
  app.add_option("--over", options.over, "path or soname of the library below it");
  app.footer("Exit codes: 0 all bars met, 1 not all, 3 harness error, 4 bad usage.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 4;
  }
  return run(options);
}

}  // namespace
}  // namespace rollcall::flawed

int main(int argc, char** argv) {
  try {
    return rollcall::flawed::run_command_line(argc, argv);
  } catch (const std::exception& error) {
    std::fputs(error.what(), stderr);
    return 3;
  }
}
