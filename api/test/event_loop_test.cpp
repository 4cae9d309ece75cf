#include "api/public/event_loop.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

namespace rollcall {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A callback with state: what the C callbacks of these tests get as their argument.
struct Action {
  std::function<void(int number, int events)> run;
};

void run_handle(int watch, int, int events, void* action) {
  static_cast<Action*>(action)->run(watch, events);
}
void run_timeout(int timer, void* action) { static_cast<Action*>(action)->run(timer, 0); }
void count_up(void* counter) { ++*static_cast<int*>(counter); }

class Pipe {
 public:
  Pipe() { EXPECT_EQ(pipe2(ends_, O_CLOEXEC | O_NONBLOCK), 0); }
  ~Pipe() {
    close(ends_[0]);
    if (ends_[1] >= 0) close(ends_[1]);
  }
  int reader() const { return ends_[0]; }
  int writer() const { return ends_[1]; }
  void write_one() { EXPECT_EQ(write(ends_[1], "x", 1), 1); }
  void hang_up() { close(std::exchange(ends_[1], -1)); }

 private:
  int ends_[2];
};

class EventLoopTest : public ::testing::Test {
 protected:
  int add(int fd, int events, Action& action) {
    return loop->add_handle(fd, events, run_handle, {&action, nullptr});
  }
  int add_timeout(int interval_ms, Action& action) {
    return loop->add_timeout(interval_ms, run_timeout, {&action, nullptr});
  }
  /// One round that does not wait: a timeout is due at once.
  void run_round_without_waiting() {
    Action nothing{[](int, int) {}};
    const int timer = add_timeout(0, nothing);
    ASSERT_TRUE(loop->run_once());
    loop->remove_timeout(timer);
  }

  std::unique_ptr<EventLoop> loop = *EventLoop::create();
  Pipe pipe;
  std::vector<int> called;
  Action note_number{[this](int number, int) { called.push_back(number); }};
  Action note_events{[this](int, int events) { called.push_back(events); }};
};

TEST_F(EventLoopTest, ReportsAReadableDescriptor) {
  add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, note_events);
  pipe.write_one();

  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, ElementsAre(VIR_EVENT_HANDLE_READABLE));
}

TEST_F(EventLoopTest, ReportsAWritableDescriptor) {
  add(pipe.writer(), VIR_EVENT_HANDLE_WRITABLE, note_events);

  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, ElementsAre(VIR_EVENT_HANDLE_WRITABLE));
}

TEST_F(EventLoopTest, ReportsAHangUpThatNobodyAskedFor) {
  add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, note_events);
  pipe.hang_up();

  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, ElementsAre(VIR_EVENT_HANDLE_HANGUP));
}

TEST_F(EventLoopTest, ReportsAnErrorForADescriptorThatIsNotOpen) {
  const int closed = dup(pipe.reader());
  close(closed);
  add(closed, VIR_EVENT_HANDLE_READABLE, note_events);

  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, ElementsAre(VIR_EVENT_HANDLE_ERROR));
}

TEST_F(EventLoopTest, CallsTwoWatchesOfOneDescriptor) {
  const int first = add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, note_number);
  const int second = add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, note_number);
  pipe.write_one();

  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, ElementsAre(first, second));
}

TEST_F(EventLoopTest, IsSilentAboutAWatchWithoutEvents) {
  const int watch = add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, note_number);
  pipe.write_one();
  loop->update_handle(watch, 0);

  run_round_without_waiting();

  EXPECT_THAT(called, IsEmpty());
}

TEST_F(EventLoopTest, ReportsAgainAfterEventsAreAskedForAgain) {
  const int watch = add(pipe.reader(), 0, note_number);
  pipe.write_one();
  loop->update_handle(watch, VIR_EVENT_HANDLE_READABLE);

  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, ElementsAre(watch));
}

TEST_F(EventLoopTest, DoesNotCallARemovedWatch) {
  const int watch = add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, note_number);
  pipe.write_one();

  EXPECT_TRUE(loop->remove_handle(watch));
  run_round_without_waiting();

  EXPECT_THAT(called, IsEmpty());
}

TEST_F(EventLoopTest, DoesNotCallAWatchThatAnotherCallbackOfTheRoundRemoved) {
  int victim = 0;
  Action remove_victim{[&](int, int) { loop->remove_handle(victim); }};
  add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, remove_victim);
  victim = add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, note_number);
  pipe.write_one();

  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, IsEmpty());
}

TEST_F(EventLoopTest, KnowsNoWatchTwice) {
  const int watch = add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, note_number);
  EXPECT_TRUE(loop->remove_handle(watch));
  EXPECT_FALSE(loop->remove_handle(watch));
  EXPECT_FALSE(loop->remove_handle(watch + 1));
}

TEST_F(EventLoopTest, NumbersWatchesFromOne) {
  EXPECT_EQ(add(pipe.reader(), 0, note_number), 1);
  EXPECT_EQ(add(pipe.reader(), 0, note_number), 2);
}

TEST_F(EventLoopTest, CallsADueTimeoutInEveryRound) {
  const int timer = add_timeout(0, note_number);

  ASSERT_TRUE(loop->run_once());
  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, ElementsAre(timer, timer));
}

TEST_F(EventLoopTest, WaitsForATimeoutThatIsNotDueYet) {
  add_timeout(1, note_number);
  while (called.empty()) ASSERT_TRUE(loop->run_once());
  EXPECT_EQ(called.size(), 1u);
}

TEST_F(EventLoopTest, NeverCallsASwitchedOffTimeout) {
  add_timeout(-1, note_number);
  run_round_without_waiting();
  EXPECT_THAT(called, IsEmpty());
}

TEST_F(EventLoopTest, CallsATimeoutThatWasSwitchedOn) {
  const int timer = add_timeout(-1, note_number);
  loop->update_timeout(timer, 0);

  ASSERT_TRUE(loop->run_once());

  EXPECT_THAT(called, ElementsAre(timer));
}

TEST_F(EventLoopTest, DoesNotCallARemovedTimeout) {
  EXPECT_TRUE(loop->remove_timeout(add_timeout(0, note_number)));
  run_round_without_waiting();
  EXPECT_THAT(called, IsEmpty());
}

TEST_F(EventLoopTest, LetsATimeoutRemoveItself) {
  Action remove_self{[&](int timer, int) {
    called.push_back(timer);
    loop->remove_timeout(timer);
  }};
  const int timer = add_timeout(0, remove_self);

  ASSERT_TRUE(loop->run_once());
  run_round_without_waiting();

  EXPECT_THAT(called, ElementsAre(timer));
}

TEST_F(EventLoopTest, CallsATimeoutThatACallbackAddedOnlyInTheNextRound) {
  Action add_another{[&](int timer, int) {
    loop->remove_timeout(timer);
    add_timeout(0, note_number);
  }};
  add_timeout(0, add_another);

  ASSERT_TRUE(loop->run_once());
  EXPECT_THAT(called, IsEmpty());
  ASSERT_TRUE(loop->run_once());
  EXPECT_EQ(called.size(), 1u);
}

TEST_F(EventLoopTest, GivesCallerDataBackOnceAfterRemoval) {
  int freed = 0;
  const int watch = loop->add_handle(pipe.reader(), 0, run_handle, {&freed, count_up});
  const int timer = loop->add_timeout(-1, run_timeout, {&freed, count_up});
  loop->remove_handle(watch);
  loop->remove_timeout(timer);
  EXPECT_EQ(freed, 0);

  run_round_without_waiting();
  run_round_without_waiting();

  EXPECT_EQ(freed, 2);
}

TEST_F(EventLoopTest, GivesCallerDataBackWhenItEnds) {
  int freed = 0;
  loop->add_handle(pipe.reader(), 0, run_handle, {&freed, count_up});
  loop->add_timeout(-1, run_timeout, {&freed, count_up});

  loop.reset();

  EXPECT_EQ(freed, 2);
}

TEST_F(EventLoopTest, DoesNotGiveBackWhileTheCallbackRuns) {
  struct SelfRemoving {
    EventLoop* loop;
    bool freed = false;
    bool freed_within_callback = false;
  } state{loop.get()};
  loop->add_timeout(
      0,
      [](int timer, void* opaque) {
        auto* self = static_cast<SelfRemoving*>(opaque);
        self->loop->remove_timeout(timer);
        self->freed_within_callback = self->freed;
      },
      {&state, [](void* opaque) { static_cast<SelfRemoving*>(opaque)->freed = true; }});

  ASSERT_TRUE(loop->run_once());

  EXPECT_FALSE(state.freed_within_callback);
  EXPECT_TRUE(state.freed);
}

TEST_F(EventLoopTest, IsWokenByATimeoutFromAnotherThread) {
  std::atomic<bool> fired{false};
  Action fire{[&](int, int) { fired = true; }};
  std::thread runner([&] {
    while (!fired) EXPECT_TRUE(loop->run_once());
  });

  add_timeout(0, fire);

  runner.join();
  EXPECT_TRUE(fired);
}

TEST_F(EventLoopTest, IsWokenByAWatchFromAnotherThread) {
  std::atomic<bool> fired{false};
  Action fire{[&](int, int) { fired = true; }};
  pipe.write_one();
  std::thread runner([&] {
    while (!fired) EXPECT_TRUE(loop->run_once());
  });

  add(pipe.reader(), VIR_EVENT_HANDLE_READABLE, fire);

  runner.join();
  EXPECT_TRUE(fired);
}

TEST_F(EventLoopTest, RefusesToRunWithinACallback) {
  int code = VIR_ERR_OK;
  Action run_again{[&](int, int) { code = loop->run_once().error().code; }};
  add_timeout(0, run_again);

  ASSERT_TRUE(loop->run_once());

  EXPECT_EQ(code, VIR_ERR_OPERATION_INVALID);
}

TEST_F(EventLoopTest, TakesChangesOfManyThreadsWhileItRuns) {
  constexpr int kThreads = 4;
  constexpr int kTimeouts = 200;
  std::atomic<int> fired{0};
  Action fire_once{[&](int timer, int) {
    ++fired;
    loop->remove_timeout(timer);
  }};
  std::vector<std::thread> adders;
  for (int thread = 0; thread < kThreads; ++thread) {
    adders.emplace_back([&] {
      for (int added = 0; added < kTimeouts; ++added) add_timeout(0, fire_once);
    });
  }
  while (fired < kThreads * kTimeouts) ASSERT_TRUE(loop->run_once());
  for (std::thread& adder : adders) adder.join();
  EXPECT_EQ(fired, kThreads * kTimeouts);
}

}  // namespace
}  // namespace rollcall
