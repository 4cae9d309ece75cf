// Search: looks for departures, first by every pair of a row and a call, then by random programs
// that shrink. Tells how far it has come, and ends early when the run is interrupted.

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/suites/stateful/findings.hpp"
#include "conformance/suites/stateful/offer.hpp"
#include "conformance/suites/stateful/walk.hpp"

namespace rollcall::suites::stateful {

/// What a search needs.
struct Ground {
  System& system;
  const Offer& offer;
  WalkOptions options;
  Findings& findings;
  std::chrono::steady_clock::time_point begun = std::chrono::steady_clock::now();

  const Load& load() const { return system.context().load; }
  /// Tells whoever runs the suite.
  void tell(SearchProgress progress) const;
};

/// How much was done.
struct Effort {
  int programs = 0;
  int steps = 0;
  std::string undecided;  ///< why the search could not be finished; empty when it was
};

Effort operator+(const Effort& first, const Effort& second);

/// Performs every offered call on every row that can be reached, each once.
Effort search_rows(const Ground& ground);

/// Size of a search by random programs.
struct RandomBudget {
  int programs = 1000;
  int steps_max = 80;
};

/// Performs random programs, as many as the budget says unless Load::programs does. An unlisted
/// departure is shrunk to the smallest program that shows one.
Effort search_at_random(const Ground& ground, std::uint64_t seed, RandomBudget budget);

/// The suite's result: the checks of `findings`, and how much was searched.
report::SuiteResult result_of(const Findings& findings, const Effort& rows, const Effort& random);

}  // namespace rollcall::suites::stateful
