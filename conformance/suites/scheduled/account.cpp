#include "conformance/suites/scheduled/account.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "conformance/history/call_names.hpp"
#include "conformance/history/call_shape.hpp"
#include "conformance/report/cast.hpp"
#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"

namespace rollcall::suites::scheduled {
namespace {

/// A schedule is told up to here; the rest is in the trace.
constexpr std::size_t kMostLines = 12;

/// The names are those of workload::Stage, without what all begin with.
std::string domain_name(std::uint32_t label, const RigSize& size) {
  const std::uint32_t slots = size.plain + 2 * size.renaming_pairs;
  return label < slots ? fmt::format("vm-{}", label) : fmt::format("vm-spare-{}", label - slots);
}

const char* words_of(workload::Home home) {
  switch (home) {
    case workload::Home::kAbsent:
      return "absent";
    case workload::Home::kOff:
      return "off";
    case workload::Home::kRunning:
      return "running";
    case workload::Home::kPaused:
      return "paused";
  }
  return "";
}

std::string words_of(const workload::Command& command, const RigSize& size) {
  std::string words(history::name_of(command.call));
  std::replace(words.begin(), words.end(), '_', ' ');
  if (command.slot != workload::kNoSlot) words += " " + domain_name(command.slot, size);
  switch (history::shape_of(command.call).argument) {
    case history::ArgumentKind::kName: {
      const bool is_own = command.argument == command.slot;
      return is_own ? words : words + ", " + domain_name(command.argument, size);
    }
    case history::ArgumentKind::kFlags: {
      const std::string flags = report::flag_names(command.argument);
      return flags.empty() ? words : words + " " + flags;
    }
    case history::ArgumentKind::kNone:
    case history::ArgumentKind::kId:  // the one that the domain has then
      return words;
    default:
      return fmt::format("{} {}", words, command.argument);
  }
}

/// Steps that a thread took without another between them.
struct Stretch {
  schedule::ThreadNumber thread = 0;
  std::size_t steps = 0;
  history::Stamp stamps = 0;  ///< given until its end, to all threads
  bool is_last = true;        ///< of its thread
};

/// Without threads that make no call.
std::vector<Stretch> stretches_of(const Counterexample& example) {
  std::vector<Stretch> stretches;
  history::Stamp stamps = 0;
  for (const schedule::Step& step : example.run.trace) {
    if (example.program.scripts[step.thread].commands.empty()) continue;
    if (stretches.empty() || stretches.back().thread != step.thread) {
      for (Stretch& earlier : stretches) {
        if (earlier.thread == step.thread) earlier.is_last = false;
      }
      stretches.push_back({.thread = step.thread});
    }
    if (step.kind == schedule::PointKind::kStamp) ++stamps;
    ++stretches.back().steps;
    stretches.back().stamps = stamps;
  }
  return stretches;
}

/// Threads of a history are numbered from 1.
std::uint16_t number_of(schedule::ThreadNumber thread) {
  return static_cast<std::uint16_t>(thread + 1);
}

/// Where in its calls a thread is held up, e.g. ", into list".
std::string place_of(const Stretch& stretch, const report::Cast& cast) {
  std::string past;
  const auto& operations = cast.evidence().batch.operations;
  for (checker::OperationNumber number = 0; number < operations.size(); ++number) {
    const history::Operation& operation = operations[number];
    if (operation.thread != number_of(stretch.thread)) continue;
    if (operation.invocation > stretch.stamps) continue;
    if (operation.response > stretch.stamps) return ", into " + cast.name(number);
    past = ", past " + cast.name(number);
  }
  return past;
}

std::vector<std::string> schedule_lines(const std::vector<Stretch>& stretches,
                                        const report::Cast& cast) {
  std::vector<std::string> lines;
  for (const Stretch& stretch : stretches) {
    if (lines.size() == kMostLines) {
      lines.push_back(fmt::format("and so on, {} more handovers", stretches.size() - kMostLines));
      break;
    }
    const std::string who = fmt::format("thread {}", number_of(stretch.thread));
    lines.push_back(stretch.is_last
                        ? who + " runs to its end"
                        : fmt::format("{} runs {}{}", who, report::counted(stretch.steps, "step"),
                                      place_of(stretch, cast)));
  }
  return lines;
}

}  // namespace

std::vector<std::string> program_lines(const workload::Program& program, const RigSize& size) {
  std::vector<std::string> homes;
  std::vector<std::string> lines{""};
  for (std::size_t thread = 0; thread < program.scripts.size(); ++thread) {
    const workload::Script& script = program.scripts[thread];
    for (const workload::Part& part : script.parts) {
      if (part.home == workload::Home::kAbsent) continue;
      homes.push_back(domain_name(part.slot, size) + " " + words_of(part.home));
    }
    std::vector<std::string> calls;
    for (const workload::Command& command : script.commands) {
      calls.push_back(words_of(command, size));
    }
    if (calls.empty()) continue;
    lines.push_back(fmt::format("thread {}: {}", thread + 1, report::join(calls, "; ")));
  }
  lines.front() = "before:   " + (homes.empty() ? "no domain" : report::join(homes, ", "));
  return lines;
}

report::Check check_of(const std::string& suite, const std::string& check,
                       const report::ScheduledFind& find) {
  std::vector<std::string> told = find.program;
  told.insert(told.end(), find.schedule.begin(), find.schedule.end());
  return {.name = check,
          .deviations = {{.key = suite + "/" + report::short_name(find.property),
                          .text = report::breach_of(find.property),
                          .observed = report::explain(find.violation, find.property).title,
                          .program = std::move(told),
                          .replay = find.replay}}};
}

report::ScheduledFind account_of(const Counterexample& example, const RigSize& size) {
  report::ScheduledFind find{.property = example.property, .violation = example.violation};
  const std::vector<Stretch> stretches = stretches_of(example);
  find.program = program_lines(example.program, size);
  find.schedule = schedule_lines(stretches, report::Cast(find.violation.evidence));
  find.preemptions = example.run.preemptions;
  find.by_commits = example.by_commits;
  for (std::size_t i = 1; i < stretches.size(); ++i) {
    find.handovers.push_back({.after = stretches[i - 1].stamps,
                              .from = number_of(stretches[i - 1].thread),
                              .to = number_of(stretches[i].thread)});
  }
  return find;
}

}  // namespace rollcall::suites::scheduled
