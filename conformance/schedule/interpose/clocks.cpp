// Sleeps and clocks of this process: virtual for the threads of a run.

#include <poll.h>
#include <sched.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>

#include "conformance/schedule/interpose/real.hpp"
#include "conformance/schedule/interpose/virtual_clock.hpp"
#include "conformance/schedule/primitives.hpp"

using rollcall::schedule::clock_of;
using rollcall::schedule::duration_of;
using rollcall::schedule::instant_of;
using rollcall::schedule::kForever;
using rollcall::schedule::kSecond;
using rollcall::schedule::let_others_run;
using rollcall::schedule::managed_thread;
using rollcall::schedule::sleep_until;
using rollcall::schedule::VirtualTime;

namespace {

ROLLCALL_REAL(clock_gettime);
ROLLCALL_REAL(gettimeofday);
ROLLCALL_REAL(time);
ROLLCALL_REAL(nanosleep);
ROLLCALL_REAL(clock_nanosleep);
ROLLCALL_REAL(usleep);
ROLLCALL_REAL(sleep);
ROLLCALL_REAL(poll);
ROLLCALL_REAL(sched_yield);

void sleep_for(VirtualTime duration) {
  sleep_until(*managed_thread, managed_thread->execution->now() + duration);
}

}  // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_clock_gettime(clock, time);
  const VirtualTime now = clock_of(*managed_thread);
  *time = {.tv_sec = now / kSecond, .tv_nsec = now % kSecond};
  return 0;
}

int gettimeofday(timeval* time, void* zone) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_gettimeofday(time, zone);
  const VirtualTime now = clock_of(*managed_thread);
  *time = {.tv_sec = now / kSecond, .tv_usec = now % kSecond / 1'000};
  return 0;
}

time_t time(time_t* time) noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_time(time);
  const time_t now = clock_of(*managed_thread) / kSecond;
  if (time != nullptr) *time = now;
  return now;
}

int nanosleep(const timespec* duration, timespec* left) {
  if (managed_thread == nullptr) [[likely]]
    return real_nanosleep(duration, left);
  sleep_for(duration_of(*duration));
  return 0;
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
  if (managed_thread == nullptr) [[likely]]
    return real_clock_nanosleep(clock, flags, time, left);
  if ((flags & TIMER_ABSTIME) != 0) {
    sleep_until(*managed_thread, instant_of(*time));
  } else {
    sleep_for(duration_of(*time));
  }
  return 0;
}

int usleep(useconds_t microseconds) {
  if (managed_thread == nullptr) [[likely]]
    return real_usleep(microseconds);
  sleep_for(static_cast<VirtualTime>(microseconds) * 1'000);
  return 0;
}

unsigned sleep(unsigned seconds) {
  if (managed_thread == nullptr) [[likely]]
    return real_sleep(seconds);
  sleep_for(seconds * kSecond);
  return 0;
}

int poll(pollfd* descriptors, nfds_t count, int milliseconds) {
  if (managed_thread == nullptr || count > 0) [[likely]] {
    return real_poll(descriptors, count, milliseconds);
  }
  if (milliseconds < 0) {
    sleep_until(*managed_thread, kForever);
  } else {
    sleep_for(static_cast<VirtualTime>(milliseconds) * 1'000'000);
  }
  return 0;
}

int sched_yield() noexcept {
  if (managed_thread == nullptr) [[likely]]
    return real_sched_yield();
  let_others_run(*managed_thread);
  return 0;
}

}  // extern "C"
