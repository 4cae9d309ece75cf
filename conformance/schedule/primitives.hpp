// Locks, conditions, semaphores, initialisers and sleeps as threads of a run perform them: each
// call is a point, and waits in the model instead of the kernel. The real object is changed along
// with the model, by calls that cannot block, so that threads outside the run and code before and
// after it meet it as it is.

#pragma once

#include "conformance/schedule/execution.hpp"

namespace rollcall::schedule {

/// A real operation on an object that does not block: 0, or an error number; EBUSY when it would.
using RealCall = int (*)(void* object);

struct LockCall {
  void* object = nullptr;
  std::string_view kind;
  RealCall try_lock = nullptr;
  LockMode mode = LockMode::kExclusive;
  VirtualTime until = kForever;
  bool is_recursive = false;
  bool refuses_repetition = false;  ///< EDEADLK for who holds it
};

/// Returns: 0 or an error number: ETIMEDOUT, EDEADLK, or what the real object says but EBUSY.
int lock(ManagedThread& me, const LockCall& call);
/// Returns: 0, EBUSY, or what the real object says.
int try_lock(ManagedThread& me, const LockCall& call);
int unlock(ManagedThread& me, void* object, std::string_view kind, RealCall real_unlock);

/// Waits for a signal of `condition` without the lock.
/// Returns: false when the time was over first. The lock is held again in any case.
bool wait_for_signal(ManagedThread& me, const void* condition, const LockCall& held,
                     RealCall real_unlock, VirtualTime until);
void signal(ManagedThread& me, const void* condition, bool all);

/// Returns: false when the time was over first.
bool wait_for_semaphore(ManagedThread& me, void* semaphore, RealCall try_wait, VirtualTime until);
void reach_semaphore(ManagedThread& me, const void* semaphore);

/// Holds up all who come while the first runs `initialise`.
void run_once(ManagedThread& me, const void* control, const std::function<void()>& initialise);

/// As FUTEX_WAIT: sleeps while the word at `address` is `expected`.
/// Returns: 0, EAGAIN when it is not, or ETIMEDOUT.
int wait_on_word(ManagedThread& me, const std::uint32_t* address, std::uint32_t expected,
                 VirtualTime until);
/// Returns: how many were woken.
int wake_on_word(ManagedThread& me, const std::uint32_t* address, int at_most);

void sleep_until(ManagedThread& me, VirtualTime time);
void let_others_run(ManagedThread& me);
void reach_object(ManagedThread& me, const void* object, Access access);

/// The object at the address begins or ends its life. Outside a run it does nothing.
inline void forget_object(const void* object) {
  if (managed_thread != nullptr) [[unlikely]]
    managed_thread->execution->objects().forget(object);
}

}  // namespace rollcall::schedule
