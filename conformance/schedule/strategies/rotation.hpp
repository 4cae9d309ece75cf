// Rotation: several strategies by turns, since each is best at another kind of bug.

#pragma once

#include <memory>
#include <vector>

#include "conformance/schedule/strategy.hpp"

namespace rollcall::schedule {

class Rotation : public Strategy {
 public:
  /// Pre: `strategies` is not empty.
  explicit Rotation(std::vector<std::unique_ptr<Strategy>> strategies)
      : strategies_(std::move(strategies)), turn_(strategies_.size() - 1) {}

  /// Of the one whose turn it is.
  std::string name() const override { return strategies_[turn_]->name(); }
  void begin(const Shape& expected) override {
    turn_ = (turn_ + 1) % strategies_.size();
    strategies_[turn_]->begin(expected);
  }
  ThreadNumber choose(const Choice& choice) override { return strategies_[turn_]->choose(choice); }
  void end() override { strategies_[turn_]->end(); }

 private:
  std::vector<std::unique_ptr<Strategy>> strategies_;
  std::size_t turn_;
};

/// What a run uses unless told otherwise: random walks, and priorities of depth 1 to 3. Of the
/// latter, two and three find most.
std::unique_ptr<Strategy> default_rotation(std::uint64_t seed);

/// For programs whose bugs need many switches between more than two threads: mostly random walks.
std::unique_ptr<Strategy> rotation_for_order(std::uint64_t seed);

}  // namespace rollcall::schedule
