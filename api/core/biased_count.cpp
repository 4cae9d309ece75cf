#include "api/core/biased_count.hpp"

#include <linux/membarrier.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <mutex>

#include "api/core/check.hpp"

namespace rollcall {
namespace {

long membarrier(int command) noexcept { return syscall(SYS_membarrier, command, 0, 0); }

// Where the kernel or a sandbox has no membarrier(2), every count is shared from the start.
bool can_withdraw() noexcept {
  static const bool registered = membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0;
  return registered;
}

}  // namespace

BiasedCount::BiasedCount(std::uint32_t count) noexcept
    : maker_(can_withdraw() ? this_thread() : nullptr),
      left_(count),
      shared_(maker_.load(std::memory_order_relaxed) == nullptr) {}

bool BiasedCount::drop_shared() noexcept {
  if (!shared_.load(std::memory_order_acquire)) take_over();
  return left_.load(std::memory_order_acquire) == 1 ||
         left_.fetch_sub(1, std::memory_order_acq_rel) == 1;
}

void BiasedCount::take_over() noexcept {
  static std::mutex taking_over;
  const std::lock_guard lock(taking_over);
  if (shared_.load(std::memory_order_relaxed)) return;
  maker_.store(nullptr, std::memory_order_seq_cst);
  ROLLCALL_CHECK(membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED) == 0);
  while (in_step_.load(std::memory_order_acquire)) sched_yield();
  shared_.store(true, std::memory_order_release);
}

}  // namespace rollcall
