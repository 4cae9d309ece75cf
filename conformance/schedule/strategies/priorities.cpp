#include "conformance/schedule/strategies/priorities.hpp"

#include <algorithm>

namespace rollcall::schedule {

void Priorities::begin(const Shape& expected) {
  for (std::size_t i = 0; i < kThreadsMax; ++i) priorities_[i] = static_cast<int>(i);
  for (std::uint32_t i = kThreadsMax - 1; i > 0; --i) {
    std::swap(priorities_[i], priorities_[random_.below(i + 1)]);
  }
  lowest_ = 0;
  counted_ = 0;
  counts_interesting_steps_ = !random_.one_in(4) && expected.interesting_steps > 0;
  const std::uint32_t range =
      counts_interesting_steps_ ? expected.interesting_steps : std::max(expected.steps, 1U);
  drops_.clear();
  if (counts_interesting_steps_ && !random_.one_in(3)) raise_one_of(expected.interested);
  for (unsigned i = 1; i < depth_; ++i) drops_.push_back(random_.below(range) + 1);
}

/// Lets one of them go before all others.
void Priorities::raise_one_of(ThreadSet threads) {
  if (threads != 0) priorities_[random_.member_of(threads)] = kThreadsMax;
}

ThreadNumber Priorities::choose(const Choice& choice) {
  if (choice.yields) {
    drop(choice.current);
  } else if (choice.current != kNobody) {
    const bool counts = !counts_interesting_steps_ || contains(choice.interesting, choice.current);
    if (counts && std::find(drops_.begin(), drops_.end(), ++counted_) != drops_.end()) {
      drop(choice.current);
    }
  }
  ThreadNumber best = kNobody;
  for (ThreadNumber thread = 0; thread < kThreadsMax; ++thread) {
    if (!contains(choice.enabled, thread)) continue;
    if (best == kNobody || priorities_[thread] > priorities_[best]) best = thread;
  }
  return best;
}

}  // namespace rollcall::schedule
