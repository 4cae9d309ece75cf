// RefCounted: base of objects that several owners keep alive by counting.

#pragma once

#include <atomic>
#include <utility>

namespace rollcall {

/// Counts its owners and deletes itself when the last one lets go. Starts with one owner: its
/// maker.
///
/// Threading: retain() and release() from any thread.
class RefCounted {
 public:
  RefCounted(const RefCounted&) = delete;
  RefCounted& operator=(const RefCounted&) = delete;

  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }

  /// Takes a reference unless the last one is gone already: for who must not keep the object, but
  /// is told in time when its memory goes.
  ///
  /// Returns: whether it did.
  bool retain_unless_gone() noexcept {
    int count = references_.load(std::memory_order_relaxed);
    while (count != 0) {
      if (references_.compare_exchange_weak(count, count + 1, std::memory_order_relaxed)) {
        return true;
      }
    }
    return false;
  }

  /// Gives up one reference. Returns: how many remain; with 0 the object is gone.
  int release() noexcept {
    const int remaining = references_.fetch_sub(1, std::memory_order_acq_rel) - 1;
    if (remaining == 0) delete this;
    return remaining;
  }

 protected:
  RefCounted() = default;
  virtual ~RefCounted() = default;

 private:
  std::atomic<int> references_{1};
};

}  // namespace rollcall
