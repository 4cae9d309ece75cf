#include "conformance/schedule/strategies/replay.hpp"

namespace rollcall::schedule {

void Replay::begin(const Shape&) {
  next_ = 0;
  impossible_step_.reset();
}

ThreadNumber Replay::choose(const Choice& choice) {
  if (next_ == switches_.size() || switches_[next_].step != choice.step) return choice.usual;
  const ThreadNumber wanted = switches_[next_++].to;
  if (contains(choice.enabled, wanted)) return wanted;
  if (!impossible_step_) impossible_step_ = choice.step;
  return choice.usual;
}

}  // namespace rollcall::schedule
