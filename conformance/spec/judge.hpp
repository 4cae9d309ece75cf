// Compares what was observed after an operation with the outcomes that the specification allows.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "conformance/spec/host.hpp"

namespace rollcall::spec {

/// What a call did, as seen through the API.
struct Observation {
  int code = kOk;                ///< 0 for success
  std::optional<Domain> domain;  ///< its visible part, read after the call
  /// The domain's lifecycle events in the order of delivery; nothing when events are not watched.
  std::optional<std::vector<Event>> events;
};

/// What the specification says about an observation.
struct Verdict {
  /// Empty when the observation is one of the allowed outcomes; else against the nearest of them.
  std::vector<Difference> differences;
  /// The nearest outcome.
  Outcome expected;
  /// The domain as it is to be followed from here on: the observed one, with the hidden part that
  /// the nearest outcome gives it.
  std::optional<Domain> next;
};

/// Pre: `allowed` is not empty.
Verdict judge(const std::vector<Outcome>& allowed, const Observation& observation, int last_id);

/// The same for a domain that no call was about: it may only have changed by itself.
Verdict judge_bystander(const Domain& before, const Observation& observation, int last_id);

/// Writes what happened into the host: the domain, the file, the ids seen.
void follow(Host& host, const Operation& operation, const Verdict& verdict);

}  // namespace rollcall::spec
