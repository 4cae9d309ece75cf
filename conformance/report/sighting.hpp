// Sighting: what one reader of a piece of evidence said of one domain, as words and as a test of
// states.

#pragma once

#include <string>

#include "conformance/checker/observation.hpp"
#include "conformance/report/cast.hpp"
#include "conformance/report/possible_states.hpp"

namespace rollcall::report {

/// Whether an entry without a uuid, an id or a name alone, may be that of a domain.
bool may_be_of(const history::History& evidence, const history::Entry& entry,
               history::DomainNumber domain);

/// How much of an answer a state must explain.
enum class Detail { kMembership, kHandle, kBoth };

class Sighting {
 public:
  Sighting(const Cast& cast, checker::OperationNumber reader, history::DomainNumber domain);

  /// Whether a state explains what was said. Name and id of a handle count unless no state that the
  /// domain had explains them; then they are a finding of their own.
  bool fits(const history::DomainState& state) const { return fits(state, detail_); }
  bool fits(const history::DomainState& state, Detail detail) const;

  /// Whether the answer says how many domains there are, and nothing of this one.
  bool is_number() const { return reading_.counts(); }
  /// Whether a domain in this state is one of those that the answer numbers.
  bool numbers(const history::DomainState& state) const;

  /// When, while the reader was open, the domain can have been as the answer says.
  std::vector<Stretch> stretches() const;
  std::vector<Era> eras() const;

  const PossibleStates& possible() const { return possible_; }
  const checker::Observation& observation() const { return observation_; }
  Stretch window() const { return window_; }

  /// E.g. "list 1 has no A", "is_active(A) returned 1", "start(A) was refused".
  std::string words() const;

 private:
  std::string entry_words() const;

  const Cast& cast_;
  checker::Observation observation_;
  checker::Reading reading_;
  PossibleStates possible_;
  Stretch window_;
  Detail detail_ = Detail::kBoth;
};

}  // namespace rollcall::report
