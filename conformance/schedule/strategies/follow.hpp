// Follow: takes the way of an earlier run as far as another program permits: calls that both make
// are interrupted by the same threads in the same places. For making a program smaller.

#pragma once

#include <vector>

#include "conformance/schedule/run.hpp"
#include "conformance/schedule/strategy.hpp"

namespace rollcall::schedule {

/// A step of a run by where its thread was. Invocations and responses are stamped, so a thread is
/// in its call number `segment / 2` when `segment` is odd, and between calls when it is even.
struct Waypoint {
  ThreadNumber thread = 0;
  std::uint32_t segment = 0;  ///< stamps that the thread has made, this step included
  std::uint32_t offset = 0;   ///< steps of the thread since the last one

  friend bool operator==(const Waypoint&, const Waypoint&) = default;
};

/// The steps of a run, in their order.
std::vector<Waypoint> waypoints_of(const std::vector<Step>& trace);

/// The same way for a program without that call of that thread.
std::vector<Waypoint> without_call(std::vector<Waypoint> way, ThreadNumber thread,
                                   std::uint32_t call);

class Follow : public Strategy {
 public:
  explicit Follow(std::vector<Waypoint> way) : way_(std::move(way)) {}

  std::string name() const override { return "follow"; }
  void begin(const Shape& expected) override;
  ThreadNumber choose(const Choice& choice) override;

 private:
  struct Position {
    std::uint32_t segment = 0;
    std::uint32_t offset = 0;
    friend auto operator<=>(const Position&, const Position&) = default;
  };

  bool is_passed(const Waypoint& waypoint, const Choice& choice) const;
  void advance(ThreadNumber thread, const Choice& choice);

  std::vector<Waypoint> way_;
  std::size_t next_ = 0;
  std::array<Position, kThreadsMax> reached_{};  // of the next step of each thread
};

}  // namespace rollcall::schedule
