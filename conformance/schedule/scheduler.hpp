// Scheduler: executes programs under strategies, one run after the other, on threads that it keeps.
// A program is a set of thread bodies; what they call of pthread, GLib, the clocks and futexes goes
// through the scheduler, in this program and in every library that it loads.

#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "conformance/schedule/execution.hpp"
#include "conformance/schedule/one_processor.hpp"

namespace rollcall::schedule {

/// Whether calls of the C library reach the scheduler. Not in a build with sanitizers, which have
/// functions of their own in the same place: there, only what bodies announce themselves is a
/// point.
bool is_interposed();

/// While it lives, the thread that made it and all threads that this one starts keep to one
/// processor.
///
/// Threading: one thread at a time; destroyed by the one that made it.
class Scheduler {
 public:
  explicit Scheduler(const Limits& limits = {});
  ~Scheduler();

  /// Runs the bodies, each on a thread of its own, until all have returned or none can go on.
  ///
  /// Pre:       at most kThreadsMax bodies. They throw nothing.
  /// Returns:   the run; valid until the next one. Unless it completed, its threads stay where they
  ///            are for good, with the locks that they hold; a further run gets new threads.
  const RunRecord& run(const std::vector<std::function<void()>>& bodies, Strategy& strategy);

  /// What runs of the present program were like. Call forget_shape() before those of another.
  const Shape& shape() const { return shape_; }
  void forget_shape() { shape_ = {}; }

 private:
  Limits limits_;
  OneProcessor one_processor_;  // before the threads, which inherit it
  std::unique_ptr<Execution> execution_;
  RunRecord last_abandoned_;
  Shape shape_;
};

}  // namespace rollcall::schedule
