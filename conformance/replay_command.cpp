#include "conformance/replay_command.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "conformance/report/grades.hpp"
#include "conformance/report/terminal.hpp"
#include "conformance/schedule/trace.hpp"
#include "conformance/scheduled_process.hpp"
#include "conformance/suites/scheduled/account.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::Counterexample;

void note_other_build(const suites::Context& context, const Recording& recording) {
  if (recording.token.build == suites::scheduled::build_of(context)) return;
  if (!recording.file) {
    fmt::print("note: the token is of another build of the kit or the library\n");
    return;
  }
  fmt::print("note: recorded with kit {} and library {} {}, of another build than these\n",
             recording.file->kit, recording.file->origin.library,
             recording.file->origin.library_version);
}

/// How the run is not the recorded one; empty when it is.
std::string difference(const Recording& recording, const schedule::RunRecord& run,
                       const std::optional<Counterexample>& found) {
  const std::uint32_t trace = suites::scheduled::folded(run.hash);
  if (recording.file) {
    const auto where = schedule::first_difference(recording.file->steps, run.trace);
    if (where) return *where;
  }
  if (trace != recording.scenario.trace) {
    return fmt::format("its trace was {:08x}", recording.scenario.trace);
  }
  if (found && found->property == recording.scenario.property) return "";
  return fmt::format("it was judged to refute {}", report::short_name(recording.scenario.property));
}

}  // namespace

bool is_token(const std::string& token_or_path) {
  const std::size_t end = token_or_path.find_first_not_of("0123456789", 1);
  return token_or_path.starts_with('R') && end > 1 && end != std::string::npos &&
         token_or_path[end] == '.';
}

tl::expected<Recording, std::string> recording_of(const std::string& token_or_path) {
  Recording recording;
  if (is_token(token_or_path)) {
    auto token = schedule::token_from(token_or_path);
    if (!token) return tl::unexpected(token.error());
    recording.token = *std::move(token);
  } else {
    auto file = suites::scheduled::read_trace(token_or_path);
    if (!file) return tl::unexpected(file.error());
    recording.token = file->token;
    recording.file = *std::move(file);
  }
  auto scenario = suites::scheduled::scenario_from(recording.token.scenario);
  if (!scenario) return tl::unexpected("replay token: " + scenario.error());
  recording.scenario = *std::move(scenario);
  return recording;
}

void adopt_origin(Options& options, const Recording& recording) {
  if (!recording.file) return;
  const suites::scheduled::Origin& origin = recording.file->origin;
  if (!options.names_library) {
    options.library = origin.library;
    for (const auto& [name, value] : origin.environment) setenv(name.c_str(), value.c_str(), 1);
  }
  if (!options.names_uri) options.uri = origin.uri;
  if (options.domain_type.empty()) options.domain_type = origin.domain_type;
}

schedule::Token token_again(const suites::Context& context, const Recording& recording,
                            const Counterexample& found) {
  suites::scheduled::Scenario scenario = recording.scenario;
  scenario.property = found.property;
  scenario.trace = suites::scheduled::folded(found.run.hash);
  return {.build = suites::scheduled::build_of(context),
          .seed = recording.token.seed,
          .strategy = recording.token.strategy,
          .switches = found.run.switches,
          .scenario = to_text(scenario)};
}

report::SuiteResult run_replay(const Options& options, const suites::Context& context,
                               const Recording& recording) {
  suites::Context recorded = context;
  recorded.seed = recording.token.seed;
  note_other_build(recorded, recording);
  const auto rig = set_up_rig(options, recorded, recording.scenario.size);
  schedule::Scheduler scheduler;
  const workload::Program& calls = recording.scenario.program;
  const schedule::Program program = rig->schedulable(calls);
  const schedule::RunRecord& run = schedule::replay(scheduler, program, recording.token.switches);
  if (run.outcome != schedule::Outcome::kCompleted) give_up(run.trouble);
  const auto found =
      suites::scheduled::judge_last_run(*rig, calls, run, recording.scenario.property);
  report::SuiteResult result{.name = "replay", .checks = {}};
  result.scheduled = report::ScheduledResult{.schedules = 1, .programs = 1};
  if (found) {
    result.scheduled->finds.push_back(
        tell(options, recorded, "replay", token_again(recorded, recording, *found), *found));
    const report::ScheduledFind& find = result.scheduled->finds.back();
    result.checks.push_back(
        suites::scheduled::check_of(result.name, report::promise_of(find.property), find));
    fmt::print("{}\n", report::find_text(find));
  }
  result.concurrent =
      report::ConcurrentResult{.judgement = report::judgement_of(result.scheduled->finds),
                               .required = recording.scenario.property};
  const std::string other = difference(recording, run, found);
  fmt::print("replayed {} steps, trace {:08x}, verdict {}: {}\n", run.trace.size(),
             suites::scheduled::folded(run.hash),
             found ? fmt::format("{} refuted", report::short_name(found->property)) : "not refuted",
             other.empty() ? "same as recorded" : "NOT as recorded");
  if (!other.empty()) result.aborted = "the run is not the recorded one: " + other;
  return result;
}

}  // namespace rollcall::conformance
