// KeyLocks: who is working on which domain or name.
//
// An operation takes the keys of all that it changes at once, so two operations never wait for each
// other in a circle.

#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "api/core/result.hpp"

namespace rollcall::kvm {

/// Threading: every member from any thread.
class KeyLocks {
 public:
  /// Keys that are held until this goes.
  class Held {
   public:
    Held(Held&& other) noexcept
        : locks_(std::exchange(other.locks_, nullptr)), keys_(std::move(other.keys_)) {}
    Held& operator=(Held&&) = delete;
    ~Held() {
      if (locks_ != nullptr) locks_->release(keys_);
    }

   private:
    friend class KeyLocks;
    Held(KeyLocks& locks, std::vector<std::string> keys) : locks_(&locks), keys_(std::move(keys)) {}

    KeyLocks* locks_;
    std::vector<std::string> keys_;
  };

  /// Waits until nobody holds any of `keys`, for at most `patience`, and holds them all.
  ///
  /// Pre:    the keys differ; the caller holds none.
  /// Errors: OPERATION_TIMEOUT.
  Result<Held> acquire(std::vector<std::string> keys, std::chrono::milliseconds patience);

 private:
  void release(const std::vector<std::string>& keys);

  std::mutex mutex_;  // guards held_
  std::condition_variable released_;
  std::set<std::string> held_;
};

}  // namespace rollcall::kvm
