#include "conformance/schedule/primitives.hpp"

#include <fmt/format.h>

#include <cerrno>

namespace rollcall::schedule {
namespace {

constexpr int kOutsiderPatience = 20'000;  // times 100 microseconds
constexpr timespec kBetweenLooks{.tv_sec = 0, .tv_nsec = 100'000};

Access access_of(LockMode mode) {
  return mode == LockMode::kShared ? Access::kRead : Access::kWrite;
}

// Stops at a point that the thread leaves only when it need not wait (any more).
void reach_waiting(ManagedThread& me, const Point& point, const Wait& wait) {
  me.wait = wait;
  me.execution->reach(me, point);
  me.wait.what = Wait::For::kNothing;
  me.wait.until = kForever;
}

// The model says that the lock is free, the lock says that it is not: somebody outside the run has
// it, who runs freely and will give it back.
int lock_after_outsider(ManagedThread& me, const LockCall& call, ObjectNumber number) {
  me.execution->count_wait_for_outsider();
  for (int look = 0; look < kOutsiderPatience; ++look) {
    nanosleep(&kBetweenLooks, nullptr);
    const int result = call.try_lock(call.object);
    if (result != EBUSY) return result;
  }
  me.execution->give_up(me, Outcome::kStuck,
                        fmt::format("{} waits for {}, which a thread outside the run holds",
                                    text_of(me), text_of(me.execution->objects(), number)));
}

}  // namespace

int lock(ManagedThread& me, const LockCall& call) {
  const Inside inside;
  Execution& run = *me.execution;
  const ObjectNumber number = run.objects().number_of(call.object, call.kind);
  const Point point{PointKind::kLock, access_of(call.mode), number};
  const bool repeats = run.objects()[number].owner == me.number;
  if (repeats && call.refuses_repetition) return EDEADLK;
  if (repeats && call.is_recursive) {
    run.reach(me, point);
  } else {
    reach_waiting(me, point,
                  {.what = Wait::For::kLock,
                   .mode = call.mode,
                   .object = number,
                   .address = call.object,
                   .until = call.until});
    if (!run.objects()[number].can_be_taken(me.number, call.mode)) return ETIMEDOUT;
  }
  int result = call.try_lock(call.object);
  if (result == EBUSY) result = lock_after_outsider(me, call, number);
  if (result == 0) run.objects()[number].take(me.number, call.mode);
  return result;
}

int try_lock(ManagedThread& me, const LockCall& call) {
  const Inside inside;
  Execution& run = *me.execution;
  const ObjectNumber number = run.objects().number_of(call.object, call.kind);
  run.reach(me, {PointKind::kTryLock, access_of(call.mode), number});
  const int result = call.try_lock(call.object);
  if (result == 0) run.objects()[number].take(me.number, call.mode);
  return result;
}

int unlock(ManagedThread& me, void* object, std::string_view kind, RealCall real_unlock) {
  const Inside inside;
  Execution& run = *me.execution;
  const int result = real_unlock(object);
  const ObjectNumber number = run.objects().number_of(object, kind);
  run.release(me, number);
  run.reach(me, {PointKind::kUnlocked, Access::kNone, number});
  return result;
}

bool wait_for_signal(ManagedThread& me, const void* condition, const LockCall& held,
                     RealCall real_unlock, VirtualTime until) {
  bool signalled = false;
  {
    const Inside inside;
    Execution& run = *me.execution;
    const ObjectNumber number = run.objects().number_of(condition, "condition");
    run.reach(me, {PointKind::kWait, Access::kWrite, number});
    real_unlock(held.object);
    run.release(me, run.objects().number_of(held.object, held.kind));
    reach_waiting(me, {PointKind::kWoken, Access::kWrite, number},
                  {.what = Wait::For::kSignal,
                   .object = number,
                   .address = condition,
                   .until = until,
                   .turn = run.next_turn()});
    signalled = me.wait.signalled;
  }
  lock(me, held);
  return signalled;
}

void signal(ManagedThread& me, const void* condition, bool all) {
  const Inside inside;
  Execution& run = *me.execution;
  const ObjectNumber number = run.objects().number_of(condition, "condition");
  run.reach(me, {PointKind::kSignal, Access::kWrite, number});
  run.wake(number, all);
}

bool wait_for_semaphore(ManagedThread& me, void* semaphore, RealCall try_wait, VirtualTime until) {
  const Inside inside;
  const ObjectNumber number = me.execution->objects().number_of(semaphore, "semaphore");
  for (;;) {
    reach_waiting(
        me, {PointKind::kLock, Access::kWrite, number},
        {.what = Wait::For::kSemaphore, .object = number, .address = semaphore, .until = until});
    // Somebody outside the run may have been faster.
    if (try_wait(semaphore) == 0) return true;
    if (until <= me.execution->now()) return false;
  }
}

void reach_semaphore(ManagedThread& me, const void* semaphore) {
  const Inside inside;
  const ObjectNumber number = me.execution->objects().number_of(semaphore, "semaphore");
  me.execution->reach(me, {PointKind::kSignal, Access::kWrite, number});
}

void run_once(ManagedThread& me, const void* control, const std::function<void()>& initialise) {
  ObjectNumber number = kNoObject;
  Execution& run = *me.execution;
  {
    const Inside inside;
    number = run.objects().number_of(control, "initialisation");
    reach_waiting(me, {PointKind::kOnce, Access::kWrite, number},
                  {.what = Wait::For::kOnce, .object = number, .address = control});
    run.objects()[number].take(me.number, LockMode::kExclusive);
  }
  initialise();
  const Inside inside;
  run.release(me, number);
}

int wait_on_word(ManagedThread& me, const std::uint32_t* address, std::uint32_t expected,
                 VirtualTime until) {
  const Inside inside;
  Execution& run = *me.execution;
  const ObjectNumber number = run.objects().number_of(address, "futex");
  run.reach(me, {PointKind::kWait, Access::kWrite, number});
  if (std::atomic_ref(*const_cast<std::uint32_t*>(address)).load() != expected) return EAGAIN;
  reach_waiting(me, {PointKind::kWoken, Access::kWrite, number},
                {.what = Wait::For::kSignal,
                 .object = number,
                 .address = address,
                 .until = until,
                 .turn = run.next_turn()});
  return me.wait.signalled ? 0 : ETIMEDOUT;
}

int wake_on_word(ManagedThread& me, const std::uint32_t* address, int at_most) {
  const Inside inside;
  Execution& run = *me.execution;
  const ObjectNumber number = run.objects().number_of(address, "futex");
  run.reach(me, {PointKind::kSignal, Access::kWrite, number});
  int woken = 0;
  while (woken < at_most && run.wake(number, false) == 1) ++woken;
  return woken;
}

void sleep_until(ManagedThread& me, VirtualTime time) {
  const Inside inside;
  reach_waiting(me, {PointKind::kSleep, Access::kNone, kNoObject},
                {.what = Wait::For::kTime, .until = time});
}

void let_others_run(ManagedThread& me) {
  const Inside inside;
  me.execution->yield(me);
}

void reach_object(ManagedThread& me, const void* object, Access access) {
  const Inside inside;
  const ObjectNumber number = me.execution->objects().number_of(object, "object");
  me.execution->reach(me, {PointKind::kAnnounced, access, number});
}

}  // namespace rollcall::schedule
