// OneProcessor: keeps a thread, and those that it starts, on the processor that it runs on.

#pragma once

#include <sched.h>

namespace rollcall::schedule {

/// While it lives, the thread that made it stays on one processor; threads inherit that from the
/// thread that starts them. Threads that take turns hand over faster so: none wakes up a processor
/// that sleeps. Does nothing where the system does not allow it.
///
/// Threading: destroyed by the thread that made it, whose processors are then what they were.
class OneProcessor {
 public:
  OneProcessor();
  ~OneProcessor();
  OneProcessor(const OneProcessor&) = delete;
  OneProcessor& operator=(const OneProcessor&) = delete;

 private:
  bool is_kept_ = false;
  cpu_set_t before_{};
};

}  // namespace rollcall::schedule
