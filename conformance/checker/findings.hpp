// Findings: gathers what segments show into one judgement. What refutes a promise refutes all that
// imply it.

#pragma once

#include <span>
#include <string>

#include "conformance/checker/evidence.hpp"

namespace rollcall::checker {

class Findings {
 public:
  /// What follows is about the next segment.
  void start_segment();

  /// A certificate against `property`, from the segment that `evidence` cuts from, and how many
  /// such there are in it.
  void refute(Property property, const Certificate& certificate, std::uint64_t times,
              const Evidence& evidence);

  /// Nobody knows whether `property` holds in a segment.
  void leave_undecided(Property property, const std::string& sentence);

  Judgement& judgement() { return judgement_; }
  const Judgement& judgement() const { return judgement_; }

 private:
  Judgement judgement_;
  /// Properties of all operations together, which a segment refutes at most once.
  bool projections_counted_ = false;
  bool linearizable_counted_ = false;
};

/// The promises that imply `property`, itself included, but for identity, which stands alone.
std::span<const Property> broken_with(Property property);

}  // namespace rollcall::checker
