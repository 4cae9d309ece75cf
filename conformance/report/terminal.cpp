#include "conformance/report/terminal.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "conformance/report/evidence.hpp"
#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/version.hpp"

namespace rollcall::report {
namespace {

std::string suite_summary(const SuiteResult& suite, bool strict) {
  const std::size_t violations = count(suite, Verdict::kViolation, strict);
  const std::size_t undecided = count(suite, Verdict::kUndecided, strict);
  const std::size_t skipped = count(suite, Verdict::kSkipped, strict);
  const bool clean = violations == 0 && undecided == 0;
  const std::vector<std::string> numbers = known_numbers(suite);

  std::vector<std::string> parts;
  parts.push_back(clean && !suite.headline.empty()
                      ? suite.headline
                      : fmt::format("{} passed", count(suite, Verdict::kPassed, strict)));
  if (violations != 0) parts.push_back(counted(violations, "check") + " VIOLATED");
  if (undecided != 0) parts.push_back(fmt::format("{} undecided", undecided));
  if (skipped != 0) parts.push_back(fmt::format("{} skipped", skipped));
  if (!numbers.empty()) {
    parts.push_back(counted(numbers.size(), "known deviation") + ": " + join(numbers, " "));
  }
  return join(parts, ", ");
}

/// One entry per reason, so that twenty checks skipped for one reason take one line.
std::string reasons_text(const SuiteResult& suite, const char* title, std::string Check::*reason) {
  std::map<std::string, std::vector<std::string>> checks_by_reason;
  for (const Check& check : suite.checks) {
    if (!(check.*reason).empty()) checks_by_reason[check.*reason].push_back(check.name);
  }
  std::string text;
  for (const auto& [why, names] : checks_by_reason) {
    const std::string which = names.size() <= 3
                                  ? join(names, "; ")
                                  : fmt::format("{}; and {} more", names.front(), names.size() - 1);
    text += wrap(fmt::format("{:16}{:10}", "", title), fmt::format("{} ({})", why, which));
  }
  return text;
}

/// The grades of a suite under the scheduler; what was found was told when it was found.
std::string scheduled_text(const ConcurrentResult& result) {
  return wrap(fmt::format("  {:14}", "grade"), grades_text(result.judgement));
}

/// The grades of a concurrent suite, and why the weakest that is refuted is so.
std::string concurrent_text(const ConcurrentResult& result) {
  std::string text = wrap(fmt::format("  {:14}", "grade"), grades_text(result.judgement));
  text += wrap(fmt::format("  {:14}", ""), extent_text(result.judgement));
  const std::vector<checker::Property> found = refuted(result.judgement);
  if (found.empty()) return text;
  text += "\n" + explanation_text(*result.judgement.of(found[0]).violation, found[0]);
  std::string rechecks;
  for (const checker::Property property : found) {
    const std::string& file = result.evidence_files[static_cast<std::size_t>(property)];
    if (file.empty()) continue;
    rechecks +=
        wrap_command(fmt::format("    {:12}", fmt::format("recheck {}", short_name(property))),
                     recheck_command(file, property));
  }
  return rechecks.empty() ? text : text + "\n" + rechecks;
}

std::string known_text(const Run& run) {
  std::set<std::string> found;
  for (const SuiteResult& suite : run.suites) {
    for (const std::string& number : known_numbers(suite)) found.insert(number);
  }
  if (found.empty()) return "";
  std::string text = fmt::format("\nknown deviations of driver {}{}\n", run.profile.driver,
                                 run.strict ? ", violations here because of --strict" : "");
  for (const spec::KnownDeviation& known : run.profile.deviations) {
    if (found.count(known.id) == 0) continue;
    text += wrap(fmt::format("  {:6}", known.id), known.what);
    text += wrap(fmt::format("  {:6}{:8}", "", "wanted"), known.documentation);
  }
  return text;
}

std::string violation_text(const Run& run, const SuiteResult& suite, const Check& check,
                           const Deviation& deviation) {
  const std::string number = deviation.known_as.empty() ? "" : " (" + deviation.known_as + ")";
  std::string text =
      "\n" + wrap(fmt::format("violation in {}{}: ", suite.name, number), check.name);
  text += wrap("  ", deviation.text);
  if (!deviation.expected.empty()) text += wrap("  expected  ", deviation.expected);
  if (!deviation.observed.empty()) text += wrap("  observed  ", deviation.observed);
  // What a token repeats was told when it was found.
  const std::size_t lines = deviation.replay.empty() ? deviation.program.size() : 0;
  for (std::size_t step = 0; step < lines; ++step) {
    text += wrap(fmt::format("  {:8}{:>3}  ", step == 0 ? "program" : "", step + 1),
                 deviation.program[step]);
  }
  text += wrap("  key       ", deviation.key);
  // A command with a token is for copying from logs, so it stays on one line.
  if (!deviation.replay.empty()) return text + "  replay    " + deviation.replay + "\n";
  return text + wrap_command("  rerun     ", rerun_command(run, suite));
}

}  // namespace

std::string header_text(const Run& run) {
  if (!run.recorded_in.empty()) {
    return wrap("", fmt::format("rollcall-conformance {}    {}", version(), run.recorded_in)) +
           wrap(fmt::format("  {:14}", "recorded"),
                fmt::format("from {} {}", run.library, run.uri));
  }
  return wrap("", fmt::format("rollcall-conformance {}    seed {}    library {} ({})    {}",
                              version(), run.seed, run.library, run.library_version, run.uri));
}

std::string suite_text(const SuiteResult& suite, bool strict) {
  return wrap(fmt::format("  {:14}", suite.name), suite_summary(suite, strict)) +
         reasons_text(suite, "skipped", &Check::skipped) +
         reasons_text(suite, "undecided", &Check::undecided) +
         (!suite.concurrent ? ""
          : suite.scheduled ? scheduled_text(*suite.concurrent)
                            : concurrent_text(*suite.concurrent));
}

std::string find_text(const ScheduledFind& find) {
  std::string text = explanation_text(find.violation, find.property) + "\n";
  const auto append = [&](const char* title, const std::vector<std::string>& lines) {
    for (const std::string& line : lines) {
      text += wrap(fmt::format("    {:10}", &line == &lines.front() ? title : ""), line);
    }
  };
  append("program", find.program);
  append("schedule", find.schedule);
  if (find.by_commits) {
    append("instants", {"each call is where the library announced that it took effect"});
  }
  text += fmt::format("    {:10}{}\n", "replay", find.replay);
  if (!find.trace_file.empty()) text += fmt::format("    {:10}{}\n", "trace", find.trace_file);
  if (!find.test_file.empty()) text += fmt::format("    {:10}{}\n", "test", find.test_file);
  return text;
}

std::string closing_text(const Run& run) {
  std::string text = known_text(run);
  std::size_t violations = 0;
  for (const SuiteResult& suite : run.suites) {
    for (const Check& check : suite.checks) {
      for (const Deviation& deviation : check.deviations) {
        if (verdict_of(deviation, run.strict) != Verdict::kViolation) continue;
        text += violation_text(run, suite, check, deviation);
        ++violations;
      }
    }
  }
  switch (exit_code(run)) {
    case 0:
      return text + "\nresult: passed\n";
    case 1:
      return text + "\nresult: " + counted(violations, "violation") + "\n";
    default:
      return text + "\nresult: undecided\n";
  }
}

}  // namespace rollcall::report
