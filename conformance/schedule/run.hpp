// RunRecord: what one execution of a program under a schedule was: its steps, the choices that made
// it, and how it ended.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/schedule/point.hpp"

namespace rollcall::schedule {

/// Nanoseconds of the virtual clock since the run began.
using VirtualTime = std::int64_t;

/// Thread `thread` went on from a point of this kind.
struct Step {
  ThreadNumber thread = 0;
  PointKind kind = PointKind::kBegin;
  ObjectNumber object = kNoObject;

  friend bool operator==(const Step&, const Step&) = default;
};

/// At `step` another thread went on than usual. The usual one is the thread that ran before, and
/// when it cannot go on (or asked that others run), the next one by number that can.
struct Switch {
  std::uint32_t step = 0;
  ThreadNumber to = 0;

  friend bool operator==(const Switch&, const Switch&) = default;
};

enum class Outcome : std::uint8_t {
  kCompleted,
  kDeadlock,  ///< no thread could go on
  kStuck,     ///< a thread blocked where the scheduler does not see it
  kEndless,   ///< more steps than allowed
};

std::string_view name_of(Outcome outcome);

struct RunRecord {
  Outcome outcome = Outcome::kCompleted;
  /// A sentence on what went wrong; empty when completed.
  std::string trouble{};
  std::vector<Step> trace{};
  /// Equal for equal traces, on every machine.
  std::uint64_t hash = 0;
  /// With the program, enough to repeat the run.
  std::vector<Switch> switches{};
  /// The steps, by index, at which an announced object was written.
  std::vector<std::uint32_t> announced_writes{};
  /// Switches away from a thread that could have gone on.
  std::uint32_t preemptions = 0;
  /// Steps that threads took inside calls marked as interesting.
  std::uint32_t interesting_steps = 0;
  /// Who took them.
  ThreadSet interested = 0;
  VirtualTime ended_at = 0;
  /// How often a thread had to wait for a lock that a thread outside the run held.
  std::uint32_t waits_for_outsiders = 0;
  /// Threads that the program started itself: they run freely, so the run may not repeat.
  std::uint32_t threads_started = 0;
};

}  // namespace rollcall::schedule
