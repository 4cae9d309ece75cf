#include "conformance/suites/concurrent/verdicts.hpp"

#include "conformance/checker/reducer.hpp"
#include "conformance/checker/verifier.hpp"
#include "conformance/report/grades.hpp"
#include "conformance/suites/concurrent/load.hpp"

namespace rollcall::suites::concurrent {

using checker::Property;

std::vector<std::string> settle_evidence(checker::Judgement& judgement) {
  std::vector<std::string> objections;
  for (const Property property : report::refuted(judgement)) {
    checker::Finding& finding = judgement.of(property);
    finding.violation = checker::reduce(*finding.violation, property);
    const std::string objection =
        checker::objection(finding.violation->evidence, finding.violation->certificate);
    if (objection.empty()) continue;
    objections.push_back(std::string("the evidence against ") + report::short_name(property) +
                         " does not prove it: " + objection);
  }
  return objections;
}

}  // namespace rollcall::suites::concurrent

namespace rollcall::suites {

checker::Property required_by_default(const std::string& uri) {
  const bool promises_all = uri.rfind("mock:", 0) == 0 || uri.rfind("kvm:", 0) == 0;
  return promises_all ? checker::Property::kLinearizable : checker::Property::kEntries;
}

}  // namespace rollcall::suites
