// DepthFirst: every schedule with at most so many preemptions, one per run, in the order of a
// depth-first search.
//
// Sleep sets (Godefroid, "Partial-Order Methods for the Verification of Concurrent Systems", 1996)
// leave out schedules that differ from an earlier one only in the order of steps whose order cannot
// matter. With a bound, only the thread that ran until then is put to sleep: the schedule kept for
// another one may need a preemption more than the one left out.

#pragma once

#include <limits>
#include <vector>

#include "conformance/schedule/strategy.hpp"

namespace rollcall::schedule {

inline constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();

enum class SleepSets : bool { kOff, kOn };

class DepthFirst : public Strategy {
 public:
  explicit DepthFirst(std::uint32_t most_preemptions, SleepSets sleep_sets = SleepSets::kOn)
      : bound_(most_preemptions), uses_sleep_sets_(sleep_sets == SleepSets::kOn) {}

  std::string name() const override;
  void begin(const Shape& expected) override;
  ThreadNumber choose(const Choice& choice) override;
  void end() override;
  bool is_exhausted() const override { return is_exhausted_; }

  /// How much of the bounded space was tried or left out as equal, 0 to 1; each branch of a choice
  /// counts as much as its siblings.
  double covered() const;
  /// Runs that were finished only since a run cannot be broken off: they equal earlier ones.
  std::uint64_t repetitions() const { return repetitions_; }
  /// Whether the program took another way under the same choices: the search is then worth nothing.
  bool is_diverged() const { return is_diverged_; }

 private:
  struct Sleeper {
    ThreadNumber thread;
    Point point;
  };
  /// One choice of the present path.
  struct Node {
    ThreadNumber chosen = 0;
    ThreadNumber current = kNobody;
    std::uint32_t preemptions = 0;  ///< before the choice
    bool switch_preempts = false;
    std::vector<ThreadNumber> left;  ///< still to try, the next at the back
    std::size_t branches = 1;
    std::vector<Sleeper> sleepers;
    std::array<Point, kThreadsMax> pending{};
  };

  Node open(const Choice& choice) const;
  std::vector<Sleeper> sleepers_after(const Node& node, const Choice& next) const;
  std::uint32_t preemptions_after(const Node& node) const;

  const std::uint32_t bound_;
  const bool uses_sleep_sets_;
  std::vector<Node> path_;
  std::size_t repeated_ = 0;    // how much of the path this run took
  bool is_repetition_ = false;  // the rest of this run is
  bool is_exhausted_ = false;
  bool is_diverged_ = false;
  std::uint64_t repetitions_ = 0;
};

}  // namespace rollcall::schedule
