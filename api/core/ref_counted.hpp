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
