#include "conformance/schedule/baton.hpp"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <ctime>

namespace rollcall::schedule {
namespace {

// One futex and not a semaphore: a hand-over is then two system calls and one context switch.
void wait_while_zero(std::atomic<std::uint32_t>& word, const timespec* time) {
  syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, time, nullptr, 0);
}

}  // namespace

void Baton::give() {
  given_.store(1, std::memory_order_release);
  syscall(SYS_futex, &given_, FUTEX_WAKE_PRIVATE, 1, nullptr, nullptr, 0);
}

void Baton::take() {
  while (given_.exchange(0, std::memory_order_acquire) == 0) wait_while_zero(given_, nullptr);
}

bool Baton::take_within(std::chrono::milliseconds time) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point end = Clock::now() + time;
  while (given_.exchange(0, std::memory_order_acquire) == 0) {
    const auto left = std::chrono::nanoseconds(end - Clock::now()).count();
    if (left <= 0) return false;
    const timespec limit{.tv_sec = left / 1'000'000'000, .tv_nsec = left % 1'000'000'000};
    wait_while_zero(given_, &limit);
  }
  return true;
}

}  // namespace rollcall::schedule
