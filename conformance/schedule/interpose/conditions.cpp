// pthread_cond_* and sem_* of this process, and a count of the threads that a program starts.

#include <pthread.h>
#include <semaphore.h>

#include <cerrno>

#include "conformance/schedule/interpose/real.hpp"
#include "conformance/schedule/interpose/virtual_clock.hpp"
#include "conformance/schedule/primitives.hpp"

using rollcall::schedule::forget_object;
using rollcall::schedule::instant_of;
using rollcall::schedule::kForever;
using rollcall::schedule::LockCall;
using rollcall::schedule::managed_thread;
using rollcall::schedule::VirtualTime;

namespace {

#define ROLLCALL_REAL_CONDITION(function)                                                 \
  constinit rollcall::schedule::RealFunction<decltype(function),                          \
                                             rollcall::schedule::next_condition_function> \
      real_##function(#function)
ROLLCALL_REAL_CONDITION(pthread_cond_init);
ROLLCALL_REAL_CONDITION(pthread_cond_destroy);
ROLLCALL_REAL_CONDITION(pthread_cond_wait);
ROLLCALL_REAL_CONDITION(pthread_cond_timedwait);
ROLLCALL_REAL_CONDITION(pthread_cond_signal);
ROLLCALL_REAL_CONDITION(pthread_cond_broadcast);
ROLLCALL_REAL(pthread_cond_clockwait);
ROLLCALL_REAL(sem_init);
ROLLCALL_REAL(sem_destroy);
ROLLCALL_REAL(sem_wait);
ROLLCALL_REAL(sem_trywait);
ROLLCALL_REAL(sem_timedwait);
ROLLCALL_REAL(sem_clockwait);
ROLLCALL_REAL(sem_post);
ROLLCALL_REAL(pthread_create);

// Called from inside the scheduler, the mutex functions of this process pass through.
int unlock_mutex(void* mutex) { return pthread_mutex_unlock(static_cast<pthread_mutex_t*>(mutex)); }

// What a wait does with its lock; a recursive one that is held twice is not given back by a wait.
LockCall held_mutex(pthread_mutex_t* mutex) {
  return {.object = mutex, .kind = "mutex", .try_lock = [](void* object) {
            return pthread_mutex_trylock(static_cast<pthread_mutex_t*>(object));
          }};
}

int wait(pthread_cond_t* condition, pthread_mutex_t* mutex, VirtualTime until) {
  const bool signalled =
      wait_for_signal(*managed_thread, condition, held_mutex(mutex), unlock_mutex, until);
  return signalled ? 0 : ETIMEDOUT;
}

int try_semaphore(void* semaphore) {
  return real_sem_trywait(static_cast<sem_t*>(semaphore)) == 0 ? 0 : EBUSY;
}

int wait(sem_t* semaphore, VirtualTime until) {
  if (wait_for_semaphore(*managed_thread, semaphore, try_semaphore, until)) return 0;
  errno = ETIMEDOUT;
  return -1;
}

}  // namespace

extern "C" {

int pthread_cond_init(pthread_cond_t* condition, const pthread_condattr_t* attributes) noexcept {
  forget_object(condition);
  return real_pthread_cond_init(condition, attributes);
}

int pthread_cond_destroy(pthread_cond_t* condition) noexcept {
  forget_object(condition);
  return real_pthread_cond_destroy(condition);
}

int pthread_cond_wait(pthread_cond_t* condition, pthread_mutex_t* mutex) {
  if (managed_thread == nullptr) [[likely]]
    return real_pthread_cond_wait(condition, mutex);
  return wait(condition, mutex, kForever);
}

int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                           const timespec* time) {
  if (managed_thread == nullptr) [[likely]] {
    return real_pthread_cond_timedwait(condition, mutex, time);
  }
  return wait(condition, mutex, instant_of(*time));
}

int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                           const timespec* time) {
  if (managed_thread == nullptr) [[likely]] {
    return real_pthread_cond_clockwait(condition, mutex, clock, time);
  }
  return wait(condition, mutex, instant_of(*time));
}

int pthread_cond_signal(pthread_cond_t* condition) noexcept {
  if (managed_thread != nullptr) [[unlikely]]
    signal(*managed_thread, condition, false);
  return real_pthread_cond_signal(condition);
}

int pthread_cond_broadcast(pthread_cond_t* condition) noexcept {
  if (managed_thread != nullptr) [[unlikely]]
    signal(*managed_thread, condition, true);
  return real_pthread_cond_broadcast(condition);
}

int sem_init(sem_t* semaphore, int is_shared, unsigned value) noexcept {
  forget_object(semaphore);
  return real_sem_init(semaphore, is_shared, value);
}

int sem_destroy(sem_t* semaphore) noexcept {
  forget_object(semaphore);
  return real_sem_destroy(semaphore);
}

int sem_wait(sem_t* semaphore) {
  if (managed_thread == nullptr) [[likely]]
    return real_sem_wait(semaphore);
  return wait(semaphore, kForever);
}

int sem_trywait(sem_t* semaphore) noexcept {
  if (managed_thread != nullptr) [[unlikely]]
    reach_semaphore(*managed_thread, semaphore);
  return real_sem_trywait(semaphore);
}

int sem_timedwait(sem_t* semaphore, const timespec* time) {
  if (managed_thread == nullptr) [[likely]]
    return real_sem_timedwait(semaphore, time);
  return wait(semaphore, instant_of(*time));
}

int sem_clockwait(sem_t* semaphore, clockid_t clock, const timespec* time) {
  if (managed_thread == nullptr) [[likely]]
    return real_sem_clockwait(semaphore, clock, time);
  return wait(semaphore, instant_of(*time));
}

int sem_post(sem_t* semaphore) noexcept {
  if (managed_thread != nullptr) [[unlikely]]
    reach_semaphore(*managed_thread, semaphore);
  return real_sem_post(semaphore);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*body)(void*),
                   void* argument) noexcept {
  if (managed_thread != nullptr) [[unlikely]]
    managed_thread->execution->count_started_thread();
  return real_pthread_create(thread, attributes, body, argument);
}

}  // extern "C"
