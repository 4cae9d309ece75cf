#include "conformance/checker/segment.hpp"

namespace rollcall::checker {

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
  malformed.clear();
  malformation.clear();
  kept.clear();
  returned.clear();
}

}  // namespace rollcall::checker
