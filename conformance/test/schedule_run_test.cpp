// Runs as a whole: traces, time, and what the scheduler does not control.

#include <sched.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

#include "conformance/test/schedule_test_support.hpp"

namespace rollcall::schedule {
namespace {

using namespace std::chrono_literals;
using ControlledRun = InterposedRun;

TEST(AnnouncedRun, RunsEveryBodyOnce) {
  Scheduler scheduler;
  Replay usual({});
  std::array<int, 3> runs{};
  scheduler.run({[&] { ++runs[0]; }, [&] { ++runs[1]; }, [&] { ++runs[2]; }}, usual);
  EXPECT_EQ(runs, (std::array{1, 1, 1}));
}

int allowed_processors() {
  cpu_set_t allowed;
  return sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 0;
}

TEST(AnnouncedRun, KeepsAllThreadsOnOneProcessorWhileTheSchedulerLives) {
  const int before = allowed_processors();
  {
    Scheduler scheduler;
    Replay usual({});
    std::array<int, 2> during{};
    scheduler.run(
        {[&] { during[0] = allowed_processors(); }, [&] { during[1] = allowed_processors(); }},
        usual);
    EXPECT_EQ(during, (std::array{1, 1}));
  }
  EXPECT_EQ(allowed_processors(), before);
}

TEST(AnnouncedRun, KeepsAThreadRunningUntilItCannot) {
  Scheduler scheduler;
  Replay usual({});
  const int object = 0;
  const auto body = [&] { touch(&object); };
  const RunRecord& run = scheduler.run({body, body}, usual);
  const std::vector<Step> expected{{0, PointKind::kBegin, kNoObject},
                                   {0, PointKind::kAnnounced, 2},
                                   {1, PointKind::kBegin, kNoObject},
                                   {1, PointKind::kAnnounced, 2}};
  EXPECT_EQ(run.trace, expected);
  EXPECT_EQ(run.preemptions, 0U);
}

TEST(AnnouncedRun, NumbersObjectsInTheOrderOfTheirUse) {
  Scheduler scheduler;
  Replay usual({});
  const std::array<int, 3> objects{};
  const RunRecord& run = scheduler.run({[&] {
                                         touch(&objects[2]);
                                         touch(&objects[0]);
                                         touch(&objects[2]);
                                       }},
                                       usual);
  EXPECT_EQ(run.trace[1].object, 2U);
  EXPECT_EQ(run.trace[2].object, 3U);
  EXPECT_EQ(run.trace[3].object, 2U);
}

// Adds in two steps, so that a switch between them loses an addition.
Bodies two_adders(int& sum) {
  const auto body = [&sum] {
    touch(&sum);
    const int before = sum;
    touch(&sum);
    sum = before + 1;
  };
  return {body, body};
}

TEST(AnnouncedRun, FollowsTheSwitchesItIsGiven) {
  Scheduler scheduler;
  int sum = 0;
  Replay between({{2, 1}});
  const RunRecord& run = scheduler.run(two_adders(sum), between);
  EXPECT_EQ(sum, 1);
  EXPECT_EQ(run.preemptions, 1U);
  EXPECT_EQ(run.switches, (std::vector<Switch>{{2, 1}}));
}

TEST(AnnouncedRun, HasOneTraceForOneSeed) {
  const auto hashes_of = [](std::uint64_t seed) {
    Scheduler scheduler;
    RandomWalk walk(seed);
    int sum = 0;
    std::vector<std::uint64_t> hashes;
    for (int i = 0; i < 20; ++i) hashes.push_back(scheduler.run(two_adders(sum), walk).hash);
    return hashes;
  };
  EXPECT_EQ(hashes_of(7), hashes_of(7));
  EXPECT_NE(hashes_of(7), hashes_of(8));
}

TEST(AnnouncedRun, IsRepeatedByItsSwitches) {
  Scheduler scheduler;
  RandomWalk walk(5);
  int sum = 0;
  for (int i = 0; i < 50; ++i) {
    const RunRecord recorded = scheduler.run(two_adders(sum), walk);
    Replay again(recorded.switches);
    ASSERT_EQ(scheduler.run(two_adders(sum), again).trace, recorded.trace);
    ASSERT_FALSE(again.impossible_step());
  }
}

TEST(AnnouncedRun, SaysWhichRecordedChoiceIsImpossible) {
  Scheduler scheduler;
  Replay wrong({{3, 1}});
  const int object = 0;
  scheduler.run({[&] {
                  touch(&object);
                  touch(&object);
                  touch(&object);
                }},
                wrong);
  EXPECT_EQ(wrong.impossible_step(), 3U);
}

TEST(AnnouncedRun, GivesStampsInTheOrderOfTheSteps) {
  Scheduler scheduler;
  RandomWalk walk(2);
  for (int i = 0; i < 20; ++i) {
    std::vector<std::uint64_t> stamps;
    const auto body = [&] {
      for (int call = 0; call < 2; ++call) stamps.push_back(stamp());
    };
    scheduler.run({body, body}, walk);
    ASSERT_EQ(stamps, (std::vector<std::uint64_t>{1, 2, 3, 4}));
  }
}

TEST(AnnouncedRun, CountsStepsInsideInterestingCalls) {
  Scheduler scheduler;
  Replay usual({});
  const int object = 0;
  const RunRecord& run = scheduler.run({[&] {
                                         touch(&object);
                                         const OpenCall listing("list", Interest::kYes);
                                         touch(&object);
                                         touch(&object);
                                       }},
                                       usual);
  EXPECT_EQ(run.interesting_steps, 2U);
}

TEST(AnnouncedRun, EndsWithoutBodies) {
  Scheduler scheduler;
  Replay usual({});
  EXPECT_EQ(scheduler.run({}, usual).outcome, Outcome::kCompleted);
}

TEST(AnnouncedRun, GivesUpAfterTooManySteps) {
  Scheduler scheduler(Limits{.steps = 50});
  Replay usual({});
  const RunRecord& run = scheduler.run({[] {
                                         const OpenCall call("waiting for nothing");
                                         for (;;) yield();
                                       }},
                                       usual);
  EXPECT_EQ(run.outcome, Outcome::kEndless);
  EXPECT_EQ(run.trouble,
            "the run did not end within 50 steps; thread 1 in waiting for nothing ran last");
}

TEST(AnnouncedRun, NamesAThreadThatBlocksOutOfSight) {
  static std::array<int, 2> ends{};  // the thread stays in its read for good
  ASSERT_EQ(pipe(ends.data()), 0);
  Scheduler scheduler(Limits{.step = 20ms});
  Replay usual({});
  const RunRecord& run = scheduler.run({[] {
                                         const OpenCall call("virDomainSuspend");
                                         char byte = 0;
                                         if (read(ends[0], &byte, 1) < 0) yield();
                                       }},
                                       usual);
  EXPECT_EQ(run.outcome, Outcome::kStuck);
  EXPECT_EQ(run.trouble,
            "thread 1 in virDomainSuspend blocks where the scheduler cannot see it: "
            "nothing for 0.02 s after step 1, begin");
}

TEST_F(ControlledRun, AdvancesItsClockOnlyWhenNobodyCanRun) {
  const auto now = [] { return std::chrono::steady_clock::now(); };
  const auto begin_of = [&](auto& begin) { begin = now(); };
  std::chrono::steady_clock::time_point begin;
  std::chrono::nanoseconds sleeper{};
  std::chrono::nanoseconds worker{};
  const int object = 0;
  run_as_usual({[&] {
                  begin_of(begin);
                  std::this_thread::sleep_for(1h);
                  sleeper = now() - begin;
                },
                [&] {
                  for (int i = 0; i < 10; ++i) touch(&object);
                  worker = now() - begin;
                }});
  EXPECT_EQ(worker, 0ns);
  EXPECT_EQ(sleeper, 1h);
}

TEST_F(ControlledRun, WakesSleepersInTheOrderOfTheirTimes) {
  std::vector<int> woken;
  const auto sleeper = [&](int seconds) {
    return [&woken, seconds] {
      std::this_thread::sleep_for(std::chrono::seconds(seconds));
      woken.push_back(seconds);
    };
  };
  const RunRecord& run = run_as_usual({sleeper(30), sleeper(10), sleeper(20)});
  EXPECT_EQ(woken, (std::vector{10, 20, 30}));
  EXPECT_EQ(run.ended_at, 30'000'000'000);
}

TEST_F(ControlledRun, EndsATimedWaitByItsClock) {
  std::mutex mutex;
  std::condition_variable condition;
  auto status = std::cv_status::no_timeout;
  const RunRecord& run = run_as_usual({[&] {
    std::unique_lock lock(mutex);
    status = condition.wait_for(lock, 60s);
  }});
  EXPECT_EQ(status, std::cv_status::timeout);
  EXPECT_EQ(run.ended_at, 60'000'000'000);
}

TEST_F(ControlledRun, LeavesThreadsOutsideAlone) {
  std::mutex mutex;
  bool was_controlled = true;
  std::thread outsider([&] {
    const std::lock_guard lock(mutex);
    was_controlled = is_controlled();
  });
  const RunRecord& run = run_as_usual({[&] { const std::lock_guard lock(mutex); }});
  outsider.join();
  EXPECT_EQ(run.outcome, Outcome::kCompleted);
  EXPECT_FALSE(was_controlled);
}

TEST_F(ControlledRun, WaitsForALockThatAnOutsiderHolds) {
  std::mutex mutex;
  std::atomic<bool> is_held{false};
  std::atomic<bool> is_wanted{false};
  std::thread outsider([&] {
    const std::lock_guard lock(mutex);
    is_held.store(true);
    while (!is_wanted.load()) std::this_thread::yield();
  });
  while (!is_held.load()) std::this_thread::yield();
  const RunRecord& run = run_as_usual({[&] {
    is_wanted.store(true);
    const std::lock_guard lock(mutex);
  }});
  outsider.join();
  EXPECT_EQ(run.outcome, Outcome::kCompleted) << run.trouble;
}

TEST_F(ControlledRun, CountsThreadsThatAProgramStarts) {
  const RunRecord& run = run_as_usual({[] { std::thread([] {}).join(); }});
  EXPECT_EQ(run.threads_started, 1U);
}

}  // namespace
}  // namespace rollcall::schedule
