// Baton: lets one thread wait until another gives it the right to run.

#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace rollcall::schedule {

/// Threading: one thread takes, any other gives; everything done before give() has happened for who
/// took it.
class Baton {
 public:
  void give();
  void take();
  /// Returns: false when nobody gave it in that time.
  bool take_within(std::chrono::milliseconds time);

 private:
  std::atomic<std::uint32_t> given_{0};
};

}  // namespace rollcall::schedule
