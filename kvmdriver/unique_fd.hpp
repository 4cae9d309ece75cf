// UniqueFd: a file descriptor that closes itself.

#pragma once

#include <unistd.h>

#include <utility>

namespace rollcall::kvm {

class UniqueFd {
 public:
  UniqueFd() noexcept = default;
  /// Takes `descriptor` over; negative for none.
  explicit UniqueFd(int descriptor) noexcept : descriptor_(descriptor) {}
  UniqueFd(UniqueFd&& other) noexcept : descriptor_(other.release()) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    reset(other.release());
    return *this;
  }
  ~UniqueFd() { reset(-1); }

  bool is_open() const noexcept { return descriptor_ >= 0; }
  int get() const noexcept { return descriptor_; }

  /// Gives the descriptor away.
  int release() noexcept { return std::exchange(descriptor_, -1); }

  void reset(int descriptor) noexcept {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = descriptor;
  }

 private:
  int descriptor_ = -1;
};

}  // namespace rollcall::kvm
