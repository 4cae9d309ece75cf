// syscall() of this process, for the sake of futexes: GLib, libstdc++ and others build locks and
// initialisers of their own on them. All other system calls pass through.

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdarg>

#include "conformance/schedule/interpose/real.hpp"
#include "conformance/schedule/interpose/virtual_clock.hpp"
#include "conformance/schedule/primitives.hpp"

using rollcall::schedule::duration_of;
using rollcall::schedule::instant_of;
using rollcall::schedule::kForever;
using rollcall::schedule::managed_thread;
using rollcall::schedule::VirtualTime;

namespace {

ROLLCALL_REAL(syscall);

struct FutexCall {
  std::uint32_t* address;
  int operation;
  std::uint32_t value;
  const timespec* time;
};

int wait_on(const FutexCall& call) {
  VirtualTime until = kForever;
  if (call.time != nullptr) {
    // FUTEX_WAIT takes a duration, FUTEX_WAIT_BITSET an instant.
    const bool is_duration = (call.operation & FUTEX_CMD_MASK) == FUTEX_WAIT;
    until = is_duration ? managed_thread->execution->now() + duration_of(*call.time)
                        : instant_of(*call.time);
  }
  const int error = wait_on_word(*managed_thread, call.address, call.value, until);
  if (error == 0) return 0;
  errno = error;
  return -1;
}

}  // namespace

extern "C" long syscall(long number, ...) noexcept {
  std::va_list list;
  va_start(list, number);
  long arguments[6];
  for (long& argument : arguments) argument = va_arg(list, long);
  va_end(list);
  const auto [a, b, c, d, e, f] = arguments;
  if (managed_thread != nullptr && number == SYS_futex) [[unlikely]] {
    const FutexCall call{reinterpret_cast<std::uint32_t*>(a), static_cast<int>(b),
                         static_cast<std::uint32_t>(c), reinterpret_cast<const timespec*>(d)};
    switch (call.operation & FUTEX_CMD_MASK) {
      case FUTEX_WAIT:
      case FUTEX_WAIT_BITSET:
        return wait_on(call);
      case FUTEX_WAKE:
      case FUTEX_WAKE_BITSET: {
        const int woken = wake_on_word(*managed_thread, call.address, static_cast<int>(call.value));
        return woken + real_syscall(number, a, b, static_cast<long>(call.value) - woken, d, e, f);
      }
      default:
        break;
    }
  }
  return real_syscall(number, a, b, c, d, e, f);
}
