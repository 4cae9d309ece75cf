// Random numbers for synthetic histories: the same sequence on every compiler, from one word of
// state (splitmix64: a Weyl sequence and a mixing function).

#pragma once

#include <cstdint>

namespace rollcall::workload {

/// Spreads the bits of a word; no two words give the same result.
constexpr std::uint64_t mixed(std::uint64_t word) {
  word = (word ^ (word >> 30U)) * 0xbf58476d1ce4e5b9U;
  word = (word ^ (word >> 27U)) * 0x94d049bb133111ebU;
  return word ^ (word >> 31U);
}

class SyntheticRandom {
 public:
  explicit SyntheticRandom(std::uint64_t seed) : state_(mixed(seed)) {}

  std::uint64_t next() { return mixed(state_ += 0x9e3779b97f4a7c15U); }

  /// A number from 0 to bound - 1. Pre: bound > 0.
  std::uint32_t below(std::uint32_t bound) {
    return static_cast<std::uint32_t>(((next() >> 32U) * bound) >> 32U);
  }

  bool percent(unsigned share) { return below(100) < share; }

 private:
  std::uint64_t state_;
};

}  // namespace rollcall::workload
