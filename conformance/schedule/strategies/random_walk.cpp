#include "conformance/schedule/strategies/random_walk.hpp"

namespace rollcall::schedule {

// Which probability finds a bug depends on how many points lie between the switches that it needs.
void RandomWalk::begin(const Shape&) { stickiness_ = 4U << random_.below(6); }

ThreadNumber RandomWalk::choose(const Choice& choice) {
  const ThreadSet others =
      choice.current == kNobody ? choice.enabled : choice.enabled & ~only(choice.current);
  const bool may_stay =
      choice.current != kNobody && contains(choice.enabled, choice.current) && !choice.yields;
  if (others == 0 || (may_stay && !random_.one_in(stickiness_))) return choice.usual;
  return random_.member_of(others);
}

}  // namespace rollcall::schedule
