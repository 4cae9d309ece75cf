// Results of concurrent suites, made up for tests of the reports.

#pragma once

#include "conformance/report/grades.hpp"
#include "conformance/test/violations.hpp"

namespace rollcall::test {

inline checker::Judgement clean() {
  checker::Judgement judgement;
  judgement.operations = 2104331;
  judgement.mutators = 1000;
  judgement.listings = 640118;
  return judgement;
}

inline void refute(checker::Judgement& judgement, checker::Property property,
                   checker::Violation violation) {
  judgement.of(property) = {
      .standing = checker::Standing::kRefuted, .violation = std::move(violation), .violations = 3};
}

/// S and L are refuted, the id rule is undecided.
inline checker::Judgement like_libvirt() {
  checker::Judgement judgement = clean();
  refute(judgement, checker::Property::kLinearizable, opposite_orders());
  refute(judgement, checker::Property::kSnapshots, never_true_list());
  judgement.of(checker::Property::kIdentity) = {.standing = checker::Standing::kUndecided,
                                                .undecided = "gave up"};
  return judgement;
}

inline report::SuiteResult suite_of(checker::Judgement judgement,
                                    checker::Property required = checker::Property::kLinearizable) {
  report::SuiteResult suite{.name = "atomicity",
                            .checks = report::grade_checks("atomicity", judgement, required)};
  suite.concurrent = report::ConcurrentResult{
      .judgement = std::move(judgement), .required = required, .threads = 4, .seconds = 1.5};
  return suite;
}

inline report::Run run_of(report::SuiteResult suite) {
  report::Run run;
  run.library = "libsample.so";
  run.uri = "sample:///default";
  run.command = "rollcall-conformance --uri sample:///default";
  run.suites.push_back(std::move(suite));
  return run;
}

}  // namespace rollcall::test
