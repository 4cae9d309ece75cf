#include "conformance/scheduled_command.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "conformance/report/explanation.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"
#include "conformance/scheduled_process.hpp"
#include "conformance/suites/scheduled/hunt.hpp"
#include "conformance/suites/scheduled/shrink.hpp"

namespace rollcall::conformance {
namespace {

using suites::scheduled::Counterexample;
using suites::scheduled::HuntResult;

checker::Property required_of(const Options& options) {
  if (const auto required = report::grade_named(options.required_grade)) return *required;
  return options.uri.starts_with("mock:") ? checker::Property::kLinearizable
                                          : checker::Property::kSnapshots;
}

/// E.g. "atomicity-power-S".
std::string trace_name(const HuntResult& result) {
  std::string name = fmt::format("{}-{}-{}", result.theme->suite, result.theme->name,
                                 report::short_name(result.smallest->property));
  std::replace(name.begin(), name.end(), ' ', '-');
  return name;
}

void print_counterexample(const Options& options, const suites::Context& context,
                          const HuntResult& result) {
  const Counterexample& before = *result.found;
  const Counterexample& after = *result.smallest;
  fmt::print("{} -> {} operations, {} -> {} preemptions\n\n",
             suites::scheduled::call_count(before.program),
             suites::scheduled::call_count(after.program), before.run.preemptions,
             after.run.preemptions);
  fmt::print("{}\n", report::explanation_text(after.violation, after.property));
  fmt::print("    replay    {} --replay {}\n", command_for_library(options),
             report::shell_quoted(schedule::to_text(result.token)));
  const auto kept = keep_trace(options, context, trace_name(result), result.token, after);
  if (!kept) give_up(kept.error());
  if (!kept->empty()) fmt::print("    trace     {}\n", *kept);
}

/// Prints what the themes of a suite come to.
class HuntReport {
 public:
  HuntReport(const Options& options, const suites::Context& context,
             const suites::scheduled::HuntPlan& plan)
      : options_(options),
        context_(context),
        plan_(plan),
        begin_(std::chrono::steady_clock::now()) {}

  suites::scheduled::HuntListener listener() {
    return {.on_found = [this](const HuntResult& result) { return print_found(result); },
            .on_end = [this](const HuntResult& result) { print_end(result); }};
  }

  bool has_found() const { return has_found_; }

 private:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  static std::string title_of(const HuntResult& result) {
    return fmt::format("{:10} {:20}", result.theme->suite, result.theme->name);
  }

  bool print_found(const HuntResult& result) {
    has_found_ = true;
    fmt::print("{} schedule {} of {} ({}): {} refuted after {:.2f} s; shrinking ... ",
               title_of(result), report::grouped(result.runs), report::grouped(plan_.runs),
               result.found->strategy, report::short_name(result.found->property), seconds());
    std::fflush(stdout);
    return true;
  }

  void print_end(const HuntResult& result) const {
    if (result.found) return print_counterexample(options_, context_, result);
    if (!result.skipped.empty()) {
      return fmt::print("{} skipped: {}\n", title_of(result), result.skipped);
    }
    fmt::print("{} {} schedules of {} programs: not refuted ({:.1f} s)\n", title_of(result),
               report::grouped(result.runs), report::grouped(result.programs), seconds());
  }

  const Options& options_;
  const suites::Context& context_;
  const suites::scheduled::HuntPlan& plan_;
  const std::chrono::steady_clock::time_point begin_;
  bool has_found_ = false;
};

}  // namespace

int run_scheduled(const Options& options, const suites::Context& context) {
  const suites::scheduled::HuntPlan plan{
      .runs = options.schedules,
      .has_moments = options.uri.starts_with("mock:"),
      .wanted = suites::scheduled::PropertySet::demanded_by(required_of(options))};
  const auto rig = set_up_rig(context, {});
  int exit_code = 0;
  // Suites hunt one after the other, the themes of a suite by turns.
  for (const suites::Suite& suite : suites::all_suites()) {
    const std::vector<std::string> names{suite.name};
    const bool is_wanted =
        options.suites.empty() ||
        std::find(options.suites.begin(), options.suites.end(), suite.name) != options.suites.end();
    const auto themes = suites::scheduled::themes_of(names);
    if (!is_wanted || themes.empty()) continue;
    HuntReport report(options, context, plan);
    const std::string trouble = hunt(*rig, context, themes, plan, report.listener());
    if (!trouble.empty()) give_up(trouble);
    if (report.has_found()) exit_code = 1;
  }
  return exit_code;
}

}  // namespace rollcall::conformance
