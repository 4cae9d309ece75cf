#include "conformance/schedule/strategies/follow.hpp"

#include <algorithm>

namespace rollcall::schedule {

std::vector<Waypoint> waypoints_of(const std::vector<Step>& trace) {
  std::array<Waypoint, kThreadsMax> next{};
  std::vector<Waypoint> way;
  for (const Step& step : trace) {
    Waypoint& place = next[step.thread];
    place.thread = step.thread;
    if (step.kind == PointKind::kStamp) place = {step.thread, place.segment + 1, 0};
    way.push_back(place);
    ++place.offset;
  }
  return way;
}

std::vector<Waypoint> without_call(std::vector<Waypoint> way, ThreadNumber thread,
                                   std::uint32_t call) {
  const std::uint32_t first = 2 * call + 1;
  std::erase_if(way, [&](const Waypoint& waypoint) {
    return waypoint.thread == thread &&
           (waypoint.segment == first || waypoint.segment == first + 1);
  });
  for (Waypoint& waypoint : way) {
    if (waypoint.thread == thread && waypoint.segment > first) waypoint.segment -= 2;
  }
  return way;
}

void Follow::begin(const Shape&) {
  next_ = 0;
  reached_ = {};
}

bool Follow::is_passed(const Waypoint& waypoint, const Choice& choice) const {
  const Position& reached = reached_[waypoint.thread];
  if (Position{waypoint.segment, waypoint.offset} < reached) return true;
  // The call is over sooner than it was then: its other steps are not to be made up elsewhere.
  const bool leaves_segment = choice.pending[waypoint.thread].kind == PointKind::kStamp;
  return leaves_segment && waypoint.segment == reached.segment;
}

void Follow::advance(ThreadNumber thread, const Choice& choice) {
  Position& reached = reached_[thread];
  if (choice.pending[thread].kind == PointKind::kStamp) {
    reached = {reached.segment + 1, 1};
  } else {
    ++reached.offset;
  }
}

ThreadNumber Follow::choose(const Choice& choice) {
  while (next_ < way_.size() && is_passed(way_[next_], choice)) ++next_;
  const bool can_follow = next_ < way_.size() && contains(choice.enabled, way_[next_].thread);
  const ThreadNumber chosen = can_follow ? way_[next_].thread : choice.usual;
  advance(chosen, choice);
  return chosen;
}

}  // namespace rollcall::schedule
