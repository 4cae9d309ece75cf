#include "conformance/suites/property.hpp"

#include <rapidcheck/detail/TestListenerAdapter.h>

namespace rollcall::suites {

PropertyResult run_property(const rc::detail::Property& property, std::uint64_t seed,
                            PropertyBudget budget) {
  rc::detail::TestParams params;
  params.seed = seed;
  params.maxSuccess = budget.cases;
  params.maxSize = budget.size_max;
  rc::detail::TestListenerAdapter silent;
  const rc::detail::TestResult result = rc::detail::checkProperty(property, {}, params, silent, {});

  using Kind = PropertyResult::Kind;
  if (result.is<rc::detail::SuccessResult>()) {
    return {Kind::kHolds, result.get<rc::detail::SuccessResult>().numSuccess, "", {}};
  }
  if (result.is<rc::detail::FailureResult>()) {
    const auto& failure = result.get<rc::detail::FailureResult>();
    PropertyResult outcome{Kind::kFails, failure.numSuccess, failure.description, {}};
    for (const auto& value : failure.counterExample) outcome.counterexample.push_back(value.second);
    return outcome;
  }
  if (result.is<rc::detail::GaveUpResult>()) {
    const auto& gave_up = result.get<rc::detail::GaveUpResult>();
    return {Kind::kGaveUp, gave_up.numSuccess, gave_up.description, {}};
  }
  return {Kind::kGaveUp, 0, result.get<rc::detail::Error>().description, {}};
}

}  // namespace rollcall::suites
