// Runs one RapidCheck property with the run's seed, silently, and returns the outcome as a value.

#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rollcall::suites {

/// How a property came out.
struct PropertyResult {
  enum class Kind { kHolds, kFails, kGaveUp };
  Kind kind = Kind::kHolds;
  /// Cases that held before the end.
  int cases = 0;
  /// Why it failed or gave up.
  std::string description;
  /// The smallest counterexample, one generated value per line.
  std::vector<std::string> counterexample;
};

/// Size of a search for a counterexample.
struct PropertyBudget {
  int cases = 100;
  int size_max = 100;
};

/// Checks a property as rc::check would, without its printing and without RC_PARAMS.
PropertyResult run_property(const rc::detail::Property& property, std::uint64_t seed,
                            PropertyBudget budget);

/// Checks any callable that RapidCheck takes as a property; see run_property().
template <class Testable>
PropertyResult check_property(Testable&& testable, std::uint64_t seed, PropertyBudget budget = {}) {
  return run_property(rc::detail::toProperty(std::forward<Testable>(testable)), seed, budget);
}

}  // namespace rollcall::suites
