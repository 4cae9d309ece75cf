// Locks, conditions, semaphores and initialisers under the scheduler.

#include <pthread.h>
#include <semaphore.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <shared_mutex>

#include "conformance/test/schedule_test_support.hpp"

namespace rollcall::schedule {
namespace {

using ControlledLocks = InterposedRun;

TEST_F(ControlledLocks, KeepAMutexToOneThread) {
  std::mutex mutex;
  int inside = 0;
  int most = 0;
  const auto body = [&] {
    const std::lock_guard lock(mutex);
    most = std::max(most, ++inside);
    yield();
    --inside;
  };
  RandomWalk walk(1);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(scheduler.run({body, body, body}, walk).outcome, Outcome::kCompleted);
  }
  EXPECT_EQ(most, 1);
}

TEST_F(ControlledLocks, SwitchThreadsAtAMutex) {
  std::mutex mutex;
  bool interrupted = false;
  int entered = 0;
  const auto body = [&] {
    const int before = entered;
    { const std::lock_guard lock(mutex); }
    interrupted = interrupted || entered != before;
    ++entered;
  };
  RandomWalk walk(1);
  for (int i = 0; i < 200; ++i) scheduler.run({body, body}, walk);
  EXPECT_TRUE(interrupted);
}

TEST_F(ControlledLocks, ReportADeadlockWithItsCycle) {
  std::mutex first;
  std::mutex second;
  const Bodies bodies{[&] {
                        OpenCall call("define");
                        const std::lock_guard a(first);
                        const std::lock_guard b(second);
                      },
                      [&] {
                        const std::lock_guard b(second);
                        const std::lock_guard a(first);
                      }};
  Replay cross({{2, 1}});  // when thread 1 has the first lock
  const RunRecord& run = scheduler.run(bodies, cross);
  EXPECT_EQ(run.outcome, Outcome::kDeadlock);
  EXPECT_EQ(run.trouble,
            "deadlock: thread 1 in define waits for mutex 3 held by thread 2; "
            "thread 2 waits for mutex 2 held by thread 1");
}

TEST_F(ControlledLocks, ReportAThreadThatLocksTwice) {
  std::mutex mutex;
  const RunRecord& run = run_as_usual({[&] {
    mutex.lock();
    mutex.lock();
  }});
  EXPECT_EQ(run.trouble, "deadlock: thread 1 waits for mutex 2 held by itself");
}

TEST_F(ControlledLocks, ReportASignalThatNeverComes) {
  std::mutex mutex;
  std::condition_variable condition;
  const RunRecord& run = run_as_usual({[&] {
    std::unique_lock lock(mutex);
    condition.wait(lock);
  }});
  EXPECT_EQ(run.trouble, "deadlock: thread 1 waits for a signal of condition 3");
}

TEST_F(ControlledLocks, RunFurtherProgramsAfterADeadlock) {
  std::mutex mutex;
  run_as_usual({[&] {
    mutex.lock();
    mutex.lock();
  }});
  bool ran = false;
  EXPECT_EQ(run_as_usual({[&] { ran = true; }}).outcome, Outcome::kCompleted);
  EXPECT_TRUE(ran);
}

TEST_F(ControlledLocks, LetARecursiveMutexBeTakenTwice) {
  std::recursive_mutex mutex;
  const RunRecord& run = run_as_usual({[&] {
                                         const std::lock_guard outer(mutex);
                                         const std::lock_guard inner(mutex);
                                       },
                                       [&] { const std::lock_guard lock(mutex); }});
  EXPECT_EQ(run.outcome, Outcome::kCompleted);
}

TEST_F(ControlledLocks, RefuseTheSecondLockOfAnErrorCheckingMutex) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_t mutex;
  pthread_mutex_init(&mutex, &attributes);
  int result = 0;
  run_as_usual({[&] {
    pthread_mutex_lock(&mutex);
    result = pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
  }});
  EXPECT_EQ(result, EDEADLK);
  pthread_mutex_destroy(&mutex);
  pthread_mutexattr_destroy(&attributes);
}

TEST_F(ControlledLocks, LetReadersInTogetherButNoWriter) {
  std::shared_mutex mutex;
  int readers = 0;
  int most_readers = 0;
  bool writer_met_readers = false;
  const auto reader = [&] {
    const std::shared_lock lock(mutex);
    most_readers = std::max(most_readers, ++readers);
    yield();
    --readers;
  };
  const auto writer = [&] {
    const std::unique_lock lock(mutex);
    yield();
    writer_met_readers = writer_met_readers || readers > 0;
  };
  RandomWalk walk(3);
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(scheduler.run({reader, reader, writer}, walk).outcome, Outcome::kCompleted);
  }
  EXPECT_EQ(most_readers, 2);
  EXPECT_FALSE(writer_met_readers);
}

TEST_F(ControlledLocks, FailATryOfALockThatIsHeld) {
  std::mutex mutex;
  bool taken = true;
  const Bodies bodies{[&] {
                        const std::lock_guard lock(mutex);
                        yield();
                      },
                      [&] {
                        taken = mutex.try_lock();
                        if (taken) mutex.unlock();
                      }};
  EXPECT_EQ(run_as_usual(bodies).outcome, Outcome::kCompleted);
  EXPECT_FALSE(taken);
}

TEST_F(ControlledLocks, WakeTheWaiterOfACondition) {
  std::mutex mutex;
  std::condition_variable condition;
  bool ready = false;
  const Bodies bodies{[&] {
                        std::unique_lock lock(mutex);
                        condition.wait(lock, [&] { return ready; });
                      },
                      [&] {
                        const std::lock_guard lock(mutex);
                        ready = true;
                        condition.notify_one();
                      }};
  RandomWalk walk(1);
  for (int i = 0; i < 100; ++i) {
    ready = false;
    const RunRecord& run = scheduler.run(bodies, walk);
    ASSERT_EQ(run.outcome, Outcome::kCompleted) << run.trouble;
  }
}

TEST_F(ControlledLocks, WakeOneOfTwoWaiters) {
  std::mutex mutex;
  std::condition_variable condition;
  int woken = 0;
  const auto waiter = [&] {
    std::unique_lock lock(mutex);
    condition.wait(lock);
    ++woken;
  };
  const RunRecord& run = run_as_usual({waiter, waiter, [&] { condition.notify_one(); }});
  EXPECT_EQ(run.trouble, "deadlock: thread 2 waits for a signal of condition 3");
  EXPECT_EQ(woken, 1);
}

TEST_F(ControlledLocks, HoldUpWhoWaitsForASemaphore) {
  sem_t semaphore;
  sem_init(&semaphore, 0, 0);
  bool posted = false;
  bool came_after = false;
  const Bodies bodies{[&] {
                        sem_wait(&semaphore);
                        came_after = posted;
                      },
                      [&] {
                        posted = true;
                        sem_post(&semaphore);
                      }};
  EXPECT_EQ(run_as_usual(bodies).outcome, Outcome::kCompleted);
  EXPECT_TRUE(came_after);
  sem_destroy(&semaphore);
}

int initialised = 0;

TEST_F(ControlledLocks, InitialiseOnceAndHoldUpTheOthers) {
  static pthread_once_t control = PTHREAD_ONCE_INIT;
  int seen_after = 0;
  const auto body = [&] {
    pthread_once(&control, [] {
      yield();
      ++initialised;
    });
    seen_after += initialised;
  };
  EXPECT_EQ(run_as_usual({body, body}).outcome, Outcome::kCompleted);
  EXPECT_EQ(seen_after, 2);
}

TEST_F(ControlledLocks, FollowWaitsOnAtomics) {
  std::atomic<int> word{0};
  const Bodies bodies{[&] { word.wait(0); },
                      [&] {
                        word.store(1);
                        word.notify_all();
                      }};
  RandomWalk walk(1);
  for (int i = 0; i < 50; ++i) {
    word.store(0);
    const RunRecord& run = scheduler.run(bodies, walk);
    ASSERT_EQ(run.outcome, Outcome::kCompleted) << run.trouble;
  }
}

}  // namespace
}  // namespace rollcall::schedule
