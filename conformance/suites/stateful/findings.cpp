#include "conformance/suites/stateful/findings.hpp"

namespace rollcall::suites::stateful {

std::string Findings::key(const Finding& finding) const {
  return suite_ + "/" + finding.variant + "/" + finding.row + "/" + finding.field + " " +
         finding.expected + " -> " + finding.observed;
}

std::string Findings::signature(const Finding& finding) const {
  const spec::KnownDeviation* known = profile_.find(key(finding));
  if (known != nullptr) return known->id + " " + finding.call;
  return finding.variant + " " + finding.field + " " + finding.expected + " " + finding.observed;
}

bool Findings::is_unlisted(const Finding& finding) const {
  return profile_.find(key(finding)) == nullptr;
}

bool Findings::is_recorded(const Finding& finding) const {
  return recorded_.count(signature(finding)) != 0;
}

void Findings::record(const Finding& finding, std::vector<std::string> program) {
  if (!recorded_.insert(signature(finding)).second) return;
  report::Deviation deviation;
  deviation.key = key(finding);
  deviation.text = finding.variant + " on a domain in row " + finding.row + ": " + finding.field +
                   " is not as documented";
  deviation.expected = finding.field + " " + finding.expected;
  deviation.observed = finding.field + " " + finding.observed;
  deviation.program = std::move(program);
  checks_[finding.call].push_back(std::move(deviation));
}

std::vector<report::Check> Findings::checks() const {
  std::vector<report::Check> checks;
  for (const auto& [call, deviations] : checks_) {
    report::Check check;
    check.name = call;
    check.deviations = deviations;
    checks.push_back(std::move(check));
  }
  for (const auto& [call, reason] : skipped_) {
    report::Check check;
    check.name = call;
    check.skipped = reason;
    checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace rollcall::suites::stateful
