// RandomNumbers: a stream of numbers that depends on its seed alone (SplitMix64: Steele, Lea,
// Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).

#pragma once

#include <bit>
#include <cstdint>

#include "conformance/schedule/point.hpp"

namespace rollcall::schedule {

class RandomNumbers {
 public:
  explicit RandomNumbers(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31);
  }

  /// From 0 up to, not including, `bound`, which is small against 2^64 and not 0.
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(next() % bound); }

  bool one_in(std::uint32_t bound) { return below(bound) == 0; }

  /// Pre: `set` is not empty.
  ThreadNumber member_of(ThreadSet set) {
    for (auto skipped = below(static_cast<std::uint32_t>(std::popcount(set))); skipped > 0;
         --skipped) {
      set &= set - 1;
    }
    return static_cast<ThreadNumber>(std::countr_zero(set));
  }

 private:
  std::uint64_t state_;
};

}  // namespace rollcall::schedule
