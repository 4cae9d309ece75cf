#include "conformance/report/result.hpp"

#include <algorithm>
#include <cstring>
#include <set>

#include "conformance/checker/judge.hpp"

namespace rollcall::report {

Verdict verdict_of(const Deviation& deviation, bool strict) {
  return deviation.known_as.empty() || strict ? Verdict::kViolation : Verdict::kKnownDeviation;
}

Verdict verdict_of(const Check& check, bool strict) {
  Verdict worst = Verdict::kPassed;
  if (!check.skipped.empty()) worst = Verdict::kSkipped;
  if (!check.undecided.empty()) worst = Verdict::kUndecided;
  for (const Deviation& deviation : check.deviations) {
    worst = std::max(worst, verdict_of(deviation, strict));
  }
  return worst;
}

checker::Judgement judgement_of(const std::vector<ScheduledFind>& finds) {
  checker::Judgement judgement;
  for (const ScheduledFind& find : finds) {
    checker::Judgement found = checker::judge(find.violation.evidence);
    // What the search saw counts, even where the reduced history would leave a doubt.
    found.of(find.property).standing = checker::Standing::kRefuted;
    found.of(find.property).violation = find.violation;
    judgement.operations += found.operations;
    judgement.mutators += found.mutators;
    judgement.listings += found.listings;
    for (std::size_t index = 0; index < checker::kPropertyCount; ++index) {
      if (found.findings[index].standing != checker::Standing::kRefuted) continue;
      checker::Finding& finding = judgement.findings[index];
      finding.standing = checker::Standing::kRefuted;
      ++finding.violations;
      if (!finding.violation) finding.violation = std::move(found.findings[index].violation);
    }
  }
  return judgement;
}

void mark_known(SuiteResult& suite, const spec::Profile& profile) {
  for (Check& check : suite.checks) {
    for (Deviation& deviation : check.deviations) {
      const spec::KnownDeviation* known = profile.find(deviation.key);
      if (known != nullptr) deviation.known_as = known->id;
    }
  }
}

std::string rerun_command(const Run& run, const SuiteResult& suite) {
  return run.runs_suites ? run.command + " --suite " + suite.name : run.command;
}

int exit_code(const Run& run) {
  Verdict worst = Verdict::kPassed;
  for (const SuiteResult& suite : run.suites) {
    for (const Check& check : suite.checks) worst = std::max(worst, verdict_of(check, run.strict));
  }
  if (worst == Verdict::kViolation) return 1;
  return worst == Verdict::kUndecided ? 2 : 0;
}

std::size_t count(const SuiteResult& suite, Verdict verdict, bool strict) {
  return static_cast<std::size_t>(
      std::count_if(suite.checks.begin(), suite.checks.end(),
                    [&](const Check& check) { return verdict_of(check, strict) == verdict; }));
}

std::vector<std::string> known_numbers(const SuiteResult& suite) {
  const auto naturally = [](const std::string& left, const std::string& right) {
    return strverscmp(left.c_str(), right.c_str()) < 0;
  };
  std::set<std::string, decltype(naturally)> numbers(naturally);
  for (const Check& check : suite.checks) {
    for (const Deviation& deviation : check.deviations) {
      if (!deviation.known_as.empty()) numbers.insert(deviation.known_as);
    }
  }
  return {numbers.begin(), numbers.end()};
}

}  // namespace rollcall::report
