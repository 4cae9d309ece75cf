// Priorities: probabilistic concurrency testing (Burckhardt, Kothari, Musuvathi, Nagarakatte, "A
// Randomized Scheduler with Probabilistic Guarantees of Finding Bugs", ASPLOS 2010). The enabled
// thread of the highest priority goes on; priorities are random, and at depth - 1 points the thread
// that runs drops below all others.
//
// Of n threads in k steps a bug that needs `depth` ordered events is found with a probability of
// at least 1 / (n k^(depth-1)) per run. In three runs of four the points are drawn among the
// steps of calls marked as interesting, which are fewer, and two of those three let a thread with
// such calls go first: one that others outrank is not interrupted. The fourth keeps the bound.

#pragma once

#include <vector>

#include "conformance/schedule/strategies/random_numbers.hpp"
#include "conformance/schedule/strategy.hpp"

namespace rollcall::schedule {

class Priorities : public Strategy {
 public:
  /// Pre: `depth` is 1 or more.
  Priorities(std::uint64_t seed, unsigned depth) : random_(seed), depth_(depth) {}

  std::string name() const override { return "pct" + std::to_string(depth_); }
  void begin(const Shape& expected) override;
  ThreadNumber choose(const Choice& choice) override;

 private:
  void raise_one_of(ThreadSet threads);
  void drop(ThreadNumber thread) { priorities_[thread] = --lowest_; }

  RandomNumbers random_;
  unsigned depth_;
  std::array<int, kThreadsMax> priorities_{};
  int lowest_ = 0;
  bool counts_interesting_steps_ = false;
  std::uint32_t counted_ = 0;
  std::vector<std::uint32_t> drops_;  // counts at which to drop
};

}  // namespace rollcall::schedule
