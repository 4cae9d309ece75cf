// What the tests of the scheduler share: toy programs and runs of them.

#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "conformance/schedule/controlled.hpp"
#include "conformance/schedule/scheduler.hpp"
#include "conformance/schedule/strategies/random_walk.hpp"
#include "conformance/schedule/strategies/replay.hpp"

namespace rollcall::schedule {

using Bodies = std::vector<std::function<void()>>;

/// For tests of programs whose locks, sleeps and clocks must reach the scheduler.
class InterposedRun : public testing::Test {
 protected:
  void SetUp() override {
    if (!is_interposed()) GTEST_SKIP() << "a build with sanitizers does not interpose";
  }

  /// The run in which every thread goes on for as long as it can.
  const RunRecord& run_as_usual(const Bodies& bodies) {
    Replay usual({});
    return scheduler.run(bodies, usual);
  }

  Scheduler scheduler;
};

/// A point before a read or write of a plain variable.
inline void touch(const void* object) { announce(object, Access::kWrite); }

}  // namespace rollcall::schedule
