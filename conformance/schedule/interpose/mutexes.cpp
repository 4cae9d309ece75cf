// pthread_mutex_*, pthread_rwlock_* and pthread_once of this process.

#include <pthread.h>

#include <cerrno>

#include "conformance/schedule/interpose/real.hpp"
#include "conformance/schedule/interpose/virtual_clock.hpp"
#include "conformance/schedule/primitives.hpp"

using rollcall::schedule::forget_object;
using rollcall::schedule::instant_of;
using rollcall::schedule::kForever;
using rollcall::schedule::LockCall;
using rollcall::schedule::LockMode;
using rollcall::schedule::managed_thread;
using rollcall::schedule::VirtualTime;

namespace {

ROLLCALL_REAL(pthread_mutex_init);
ROLLCALL_REAL(pthread_mutex_destroy);
ROLLCALL_REAL(pthread_mutex_lock);
ROLLCALL_REAL(pthread_mutex_trylock);
ROLLCALL_REAL(pthread_mutex_timedlock);
ROLLCALL_REAL(pthread_mutex_clocklock);
ROLLCALL_REAL(pthread_mutex_unlock);
ROLLCALL_REAL(pthread_rwlock_init);
ROLLCALL_REAL(pthread_rwlock_destroy);
ROLLCALL_REAL(pthread_rwlock_rdlock);
ROLLCALL_REAL(pthread_rwlock_tryrdlock);
ROLLCALL_REAL(pthread_rwlock_timedrdlock);
ROLLCALL_REAL(pthread_rwlock_clockrdlock);
ROLLCALL_REAL(pthread_rwlock_wrlock);
ROLLCALL_REAL(pthread_rwlock_trywrlock);
ROLLCALL_REAL(pthread_rwlock_timedwrlock);
ROLLCALL_REAL(pthread_rwlock_clockwrlock);
ROLLCALL_REAL(pthread_rwlock_unlock);
ROLLCALL_REAL(pthread_once);

int unlock_mutex(void* mutex) {
  return real_pthread_mutex_unlock(static_cast<pthread_mutex_t*>(mutex));
}
int unlock_rwlock(void* lock) {
  return real_pthread_rwlock_unlock(static_cast<pthread_rwlock_t*>(lock));
}

LockCall mutex_call(pthread_mutex_t* mutex, VirtualTime until = kForever) {
  // The C library keeps the type of a mutex in the low bits of this public field.
  const int type = mutex->__data.__kind & 3;
  return {.object = mutex,
          .kind = "mutex",
          .try_lock =
              [](void* object) {
                return real_pthread_mutex_trylock(static_cast<pthread_mutex_t*>(object));
              },
          .until = until,
          .is_recursive = type == PTHREAD_MUTEX_RECURSIVE,
          .refuses_repetition = type == PTHREAD_MUTEX_ERRORCHECK};
}

LockCall read_call(pthread_rwlock_t* lock, VirtualTime until = kForever) {
  return {.object = lock,
          .kind = "rwlock",
          .try_lock =
              [](void* object) {
                return real_pthread_rwlock_tryrdlock(static_cast<pthread_rwlock_t*>(object));
              },
          .mode = LockMode::kShared,
          .until = until};
}

LockCall write_call(pthread_rwlock_t* lock, VirtualTime until = kForever) {
  return {.object = lock,
          .kind = "rwlock",
          .try_lock =
              [](void* object) {
                return real_pthread_rwlock_trywrlock(static_cast<pthread_rwlock_t*>(object));
              },
          .until = until};
}

}  // namespace

extern "C" {

int pthread_mutex_init(pthread_mutex_t* mutex, const pthread_mutexattr_t* attributes) noexcept {
  forget_object(mutex);
  return real_pthread_mutex_init(mutex, attributes);
}

int pthread_mutex_destroy(pthread_mutex_t* mutex) noexcept {
  forget_object(mutex);
  return real_pthread_mutex_destroy(mutex);
}

int pthread_mutex_lock(pthread_mutex_t* mutex) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_mutex_lock(mutex);
  return lock(*managed_thread, mutex_call(mutex));
}

int pthread_mutex_trylock(pthread_mutex_t* mutex) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_mutex_trylock(mutex);
  return try_lock(*managed_thread, mutex_call(mutex));
}

int pthread_mutex_timedlock(pthread_mutex_t* mutex, const timespec* time) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_mutex_timedlock(mutex, time);
  return lock(*managed_thread, mutex_call(mutex, instant_of(*time)));
}

int pthread_mutex_clocklock(pthread_mutex_t* mutex, clockid_t clock,
                            const timespec* time) noexcept {
  if (managed_thread == nullptr) [[likely]] {
    return real_pthread_mutex_clocklock(mutex, clock, time);
  }
  return lock(*managed_thread, mutex_call(mutex, instant_of(*time)));
}

int pthread_mutex_unlock(pthread_mutex_t* mutex) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_mutex_unlock(mutex);
  return unlock(*managed_thread, mutex, "mutex", unlock_mutex);
}

int pthread_rwlock_init(pthread_rwlock_t* lock, const pthread_rwlockattr_t* attributes) noexcept {
  forget_object(lock);
  return real_pthread_rwlock_init(lock, attributes);
}

int pthread_rwlock_destroy(pthread_rwlock_t* lock) noexcept {
  forget_object(lock);
  return real_pthread_rwlock_destroy(lock);
}

int pthread_rwlock_rdlock(pthread_rwlock_t* rwlock) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_rwlock_rdlock(rwlock);
  return lock(*managed_thread, read_call(rwlock));
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t* rwlock) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_rwlock_tryrdlock(rwlock);
  return try_lock(*managed_thread, read_call(rwlock));
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t* rwlock, const timespec* time) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_rwlock_timedrdlock(rwlock, time);
  return lock(*managed_thread, read_call(rwlock, instant_of(*time)));
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t* rwlock, clockid_t clock,
                               const timespec* time) noexcept {
  if (managed_thread == nullptr) [[likely]] {
    return real_pthread_rwlock_clockrdlock(rwlock, clock, time);
  }
  return lock(*managed_thread, read_call(rwlock, instant_of(*time)));
}

int pthread_rwlock_wrlock(pthread_rwlock_t* rwlock) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_rwlock_wrlock(rwlock);
  return lock(*managed_thread, write_call(rwlock));
}

int pthread_rwlock_trywrlock(pthread_rwlock_t* rwlock) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_rwlock_trywrlock(rwlock);
  return try_lock(*managed_thread, write_call(rwlock));
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t* rwlock, const timespec* time) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_rwlock_timedwrlock(rwlock, time);
  return lock(*managed_thread, write_call(rwlock, instant_of(*time)));
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t* rwlock, clockid_t clock,
                               const timespec* time) noexcept {
  if (managed_thread == nullptr) [[likely]] {
    return real_pthread_rwlock_clockwrlock(rwlock, clock, time);
  }
  return lock(*managed_thread, write_call(rwlock, instant_of(*time)));
}

int pthread_rwlock_unlock(pthread_rwlock_t* rwlock) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_rwlock_unlock(rwlock);
  return unlock(*managed_thread, rwlock, "rwlock", unlock_rwlock);
}

int pthread_once(pthread_once_t* control, void (*initialise)(void)) {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_once(control, initialise);
  int result = 0;
  run_once(*managed_thread, control, [&] { result = real_pthread_once(control, initialise); });
  return result;
}

}  // extern "C"
