// GuestGuard: ends the guests of a test's root with the test, even when the test is killed.

#pragma once

#include <cstdio>
#include <string>

namespace rollcall::kvm {

class GuestGuard {
 public:
  /// Guards the guests whose pid files are in ROOT/run. Throws when the guard does not start.
  explicit GuestGuard(const std::string& root);
  GuestGuard(const GuestGuard&) = delete;
  GuestGuard& operator=(const GuestGuard&) = delete;
  ~GuestGuard();

 private:
  FILE* input_;
};

}  // namespace rollcall::kvm
