// Prng: a stream of numbers that depends on its seed alone, the same on every machine and compiler.
//
// SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014).
// Its numbers do not repeat within a period of 2^64, so uuids made of two of them do not either.

#pragma once

#include <cstddef>
#include <cstdint>

#include "api/core/check.hpp"
#include "api/core/uuid.hpp"

namespace rollcall {

/// Threading: none of its own.
class Prng {
 public:
  explicit Prng(std::uint64_t seed) noexcept : state_(seed) {}

  /// The next 64 random bits.
  std::uint64_t next() noexcept {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ULL;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBULL;
    return mixed ^ (mixed >> 31);
  }

  /// A number from 0 up to, not including, `bound`, each as likely as any other.
  ///
  /// Pre: `bound` is not 0.
  std::uint64_t below(std::uint64_t bound) noexcept {
    ROLLCALL_CHECK(bound != 0);
    // Of the first 2^64 mod bound numbers some remainders would have one more than others.
    const std::uint64_t uneven = (0 - bound) % bound;
    std::uint64_t number = next();
    while (number < uneven) number = next();
    return number % bound;
  }

 private:
  std::uint64_t state_;
};

/// The next random uuid (version 4, variant 1).
inline Uuid random_uuid(Prng& prng) noexcept {
  Uuid uuid;
  for (std::size_t half = 0; half < 2; ++half) {
    const std::uint64_t bits = prng.next();
    for (std::size_t i = 0; i < 8; ++i) {
      uuid.bytes[half * 8 + i] = static_cast<std::uint8_t>(bits >> (56 - 8 * i));
    }
  }
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0F) | 0x40);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3F) | 0x80);
  return uuid;
}

}  // namespace rollcall
