// RandomWalk: at each point another thread goes on with a certain probability. Finds bugs that many
// schedules show, within few runs.

#pragma once

#include "conformance/schedule/strategies/random_numbers.hpp"
#include "conformance/schedule/strategy.hpp"

namespace rollcall::schedule {

class RandomWalk : public Strategy {
 public:
  explicit RandomWalk(std::uint64_t seed) : random_(seed) {}

  std::string name() const override { return "random"; }
  void begin(const Shape& expected) override;
  ThreadNumber choose(const Choice& choice) override;

 private:
  RandomNumbers random_;
  std::uint32_t stickiness_ = 5;  // one point in so many is a switch; drawn anew for each run
};

}  // namespace rollcall::schedule
