#include "conformance/checker/segment.hpp"

namespace rollcall::checker {

bool rules_out(const history::Operation& reader, const Observation& observation,
               const OutdatedState& old) {
  const Reading reading(reader);
  return observation.domain == old.domain && !observation.is_counted() &&
         !reading.fits(observation, old.state, attribute_word(old.state), kAllAspects);
}

void Segment::clear() {
  operations.clear();
  entries.clear();
  changed.clear();
  outdated.clear();
  chained.clear();
  observations.clear();
  countings.clear();
  contradictions.clear();
  unexplained.clear();
  unclear.clear();
  malformed.clear();
  malformation.clear();
  kept.clear();
  returned.clear();
}

}  // namespace rollcall::checker
