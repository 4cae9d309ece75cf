// GLib's locks and conditions of this process, as far as libraries call them: GLib's calls of its
// own functions stay inside it and are met where they wait (futex.cpp). Declared here, since the
// kit builds without GLib; each of these objects is known by its address alone.

#include <cerrno>
#include <cstdint>

#include "conformance/schedule/interpose/real.hpp"
#include "conformance/schedule/interpose/virtual_clock.hpp"
#include "conformance/schedule/primitives.hpp"

using rollcall::schedule::forget_object;
using rollcall::schedule::kClocksAtBegin;
using rollcall::schedule::kForever;
using rollcall::schedule::LockCall;
using rollcall::schedule::LockMode;
using rollcall::schedule::managed_thread;
using rollcall::schedule::RealCall;
using rollcall::schedule::VirtualTime;

// An attempt returns 0 when it was refused.
// clang-format never settles on a shape for a list this long.
// clang-format off
#define ROLLCALL_GLIB_ACTIONS(X) \
  X(g_mutex_init) \
  X(g_mutex_clear) \
  X(g_mutex_lock) \
  X(g_mutex_unlock) \
  X(g_rec_mutex_init) \
  X(g_rec_mutex_clear) \
  X(g_rec_mutex_lock) \
  X(g_rec_mutex_unlock) \
  X(g_rw_lock_init) \
  X(g_rw_lock_clear) \
  X(g_rw_lock_writer_lock) \
  X(g_rw_lock_writer_unlock) \
  X(g_rw_lock_reader_lock) \
  X(g_rw_lock_reader_unlock) \
  X(g_cond_init) \
  X(g_cond_clear) \
  X(g_cond_signal) \
  X(g_cond_broadcast)
// clang-format on
#define ROLLCALL_GLIB_ATTEMPTS(X) \
  X(g_mutex_trylock) X(g_rec_mutex_trylock) X(g_rw_lock_writer_trylock) X(g_rw_lock_reader_trylock)

extern "C" {
#define ROLLCALL_DECLARE_ACTION(name) void name(void* object);
#define ROLLCALL_DECLARE_ATTEMPT(name) int name(void* object);
ROLLCALL_GLIB_ACTIONS(ROLLCALL_DECLARE_ACTION)
ROLLCALL_GLIB_ATTEMPTS(ROLLCALL_DECLARE_ATTEMPT)
void g_cond_wait(void* condition, void* mutex);
int g_cond_wait_until(void* condition, void* mutex, std::int64_t end_microseconds);
}

namespace {

#define ROLLCALL_REAL_GLIB(name)                                                                \
  constinit rollcall::schedule::RealFunction<decltype(name), rollcall::schedule::glib_function> \
      real_##name(#name);
ROLLCALL_GLIB_ACTIONS(ROLLCALL_REAL_GLIB)
ROLLCALL_GLIB_ATTEMPTS(ROLLCALL_REAL_GLIB)
ROLLCALL_REAL_GLIB(g_cond_wait)
ROLLCALL_REAL_GLIB(g_cond_wait_until)

// Called from inside the scheduler, the functions of this file pass through.
LockCall mutex_call(void* mutex) {
  return {.object = mutex, .kind = "GMutex", .try_lock = [](void* object) {
            return g_mutex_trylock(object) != 0 ? 0 : EBUSY;
          }};
}

LockCall recursive_call(void* mutex) {
  return {.object = mutex,
          .kind = "GRecMutex",
          .try_lock = [](void* object) { return g_rec_mutex_trylock(object) != 0 ? 0 : EBUSY; },
          .is_recursive = true};
}

LockCall writer_call(void* lock) {
  return {.object = lock, .kind = "GRWLock", .try_lock = [](void* object) {
            return g_rw_lock_writer_trylock(object) != 0 ? 0 : EBUSY;
          }};
}

LockCall reader_call(void* lock) {
  return {
      .object = lock,
      .kind = "GRWLock",
      .try_lock = [](void* object) { return g_rw_lock_reader_trylock(object) != 0 ? 0 : EBUSY; },
      .mode = LockMode::kShared};
}

template <void (*Unlock)(void*)>
int unlock_real(void* object) {
  Unlock(object);
  return 0;
}

}  // namespace

extern "C" {

void g_mutex_init(void* object) {
  forget_object(object);
  real_g_mutex_init(object);
}

void g_mutex_clear(void* object) {
  forget_object(object);
  real_g_mutex_clear(object);
}

void g_mutex_lock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_mutex_lock(object);
  lock(*managed_thread, mutex_call(object));
}

int g_mutex_trylock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_mutex_trylock(object);
  return try_lock(*managed_thread, mutex_call(object)) == 0;
}

void g_mutex_unlock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_mutex_unlock(object);
  unlock(*managed_thread, object, "GMutex", unlock_real<g_mutex_unlock>);
}

void g_rec_mutex_init(void* object) {
  forget_object(object);
  real_g_rec_mutex_init(object);
}

void g_rec_mutex_clear(void* object) {
  forget_object(object);
  real_g_rec_mutex_clear(object);
}

void g_rec_mutex_lock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rec_mutex_lock(object);
  lock(*managed_thread, recursive_call(object));
}

int g_rec_mutex_trylock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rec_mutex_trylock(object);
  return try_lock(*managed_thread, recursive_call(object)) == 0;
}

void g_rec_mutex_unlock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rec_mutex_unlock(object);
  unlock(*managed_thread, object, "GRecMutex", unlock_real<g_rec_mutex_unlock>);
}

void g_rw_lock_init(void* object) {
  forget_object(object);
  real_g_rw_lock_init(object);
}

void g_rw_lock_clear(void* object) {
  forget_object(object);
  real_g_rw_lock_clear(object);
}

void g_rw_lock_writer_lock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rw_lock_writer_lock(object);
  lock(*managed_thread, writer_call(object));
}

int g_rw_lock_writer_trylock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rw_lock_writer_trylock(object);
  return try_lock(*managed_thread, writer_call(object)) == 0;
}

void g_rw_lock_writer_unlock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rw_lock_writer_unlock(object);
  unlock(*managed_thread, object, "GRWLock", unlock_real<g_rw_lock_writer_unlock>);
}

void g_rw_lock_reader_lock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rw_lock_reader_lock(object);
  lock(*managed_thread, reader_call(object));
}

int g_rw_lock_reader_trylock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rw_lock_reader_trylock(object);
  return try_lock(*managed_thread, reader_call(object)) == 0;
}

void g_rw_lock_reader_unlock(void* object) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_rw_lock_reader_unlock(object);
  unlock(*managed_thread, object, "GRWLock", unlock_real<g_rw_lock_reader_unlock>);
}

void g_cond_init(void* object) {
  forget_object(object);
  real_g_cond_init(object);
}

void g_cond_clear(void* object) {
  forget_object(object);
  real_g_cond_clear(object);
}

void g_cond_wait(void* condition, void* mutex) {
  if (managed_thread == nullptr) [[likely]]
    return real_g_cond_wait(condition, mutex);
  wait_for_signal(*managed_thread, condition, mutex_call(mutex), unlock_real<g_mutex_unlock>,
                  kForever);
}

int g_cond_wait_until(void* condition, void* mutex, std::int64_t end_microseconds) {
  if (managed_thread == nullptr) [[likely]] {
    return real_g_cond_wait_until(condition, mutex, end_microseconds);
  }
  return wait_for_signal(*managed_thread, condition, mutex_call(mutex), unlock_real<g_mutex_unlock>,
                         end_microseconds * 1'000 - kClocksAtBegin);
}

void g_cond_signal(void* condition) {
  if (managed_thread != nullptr) [[unlikely]]
    signal(*managed_thread, condition, false);
  real_g_cond_signal(condition);
}

void g_cond_broadcast(void* condition) {
  if (managed_thread != nullptr) [[unlikely]]
    signal(*managed_thread, condition, true);
  real_g_cond_broadcast(condition);
}

}  // extern "C"
