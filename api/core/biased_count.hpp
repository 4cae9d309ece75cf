// BiasedCount: counts down to zero from several threads, at the price of a plain store for the
// thread that made it.
//
// While only the maker counts, no read-modify-write is needed. The first other thread takes the
// count over: it withdraws the maker's privilege, makes every running thread of the process pass a
// memory barrier (membarrier(2)), waits for a step that the maker may be in, and from then on all
// use one atomic. The idea is biased reference counting (J. Choi, T. Shull, J. Torrellas, PACT
// 2018); taking over at once instead of queueing keeps the moment of zero prompt.

#pragma once

#include <atomic>
#include <cstdint>

namespace rollcall {

/// Threading: drop() from any thread.
class BiasedCount {
 public:
  /// `count`: how many times drop() will be called. The calling thread is the privileged one.
  explicit BiasedCount(std::uint32_t count) noexcept;

  /// Returns: whether this was the last of them; what all others did before theirs has then
  /// happened.
  bool drop() noexcept {
    if (maker_.load(std::memory_order_relaxed) != this_thread()) return drop_shared();
    in_step_.store(true, std::memory_order_relaxed);
    // The processor may still look at `maker_` before others see `in_step_`; who takes over makes
    // up for it.
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (maker_.load(std::memory_order_relaxed) != this_thread()) {
      in_step_.store(false, std::memory_order_release);
      return drop_shared();
    }
    const std::uint32_t left = left_.load(std::memory_order_relaxed) - 1;
    left_.store(left, std::memory_order_relaxed);
    in_step_.store(false, std::memory_order_release);
    return left == 0;
  }

 private:
  /// A different address for every running thread.
  static const void* this_thread() noexcept {
    static constinit thread_local char address __attribute__((tls_model("initial-exec"))) = 0;
    return &address;
  }

  bool drop_shared() noexcept;
  void take_over() noexcept;

  std::atomic<const void*> maker_;  // null once withdrawn
  std::atomic<std::uint32_t> left_;
  std::atomic<bool> in_step_{false};  // the maker is between its look at `maker_` and its store
  std::atomic<bool> shared_;          // `left_` is everybody's
};

}  // namespace rollcall
