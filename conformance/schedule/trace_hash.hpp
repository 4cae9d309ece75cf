// The hash of a trace: one number by which two runs are known to be equal.

#pragma once

#include <cstdint>

#include "conformance/schedule/run.hpp"

namespace rollcall::schedule {

/// FNV-1a, 64 bits, over thread, kind and object of each step.
inline constexpr std::uint64_t kEmptyTraceHash = 0xCBF29CE484222325ULL;

inline std::uint64_t extend_hash(std::uint64_t hash, const Step& step) {
  const std::uint64_t bytes = step.thread | static_cast<std::uint64_t>(step.kind) << 8 |
                              static_cast<std::uint64_t>(step.object) << 16;
  for (int shift = 0; shift < 48; shift += 8) {
    hash = (hash ^ (bytes >> shift & 0xFF)) * 0x100000001B3ULL;
  }
  return hash;
}

inline std::uint64_t hash_of(const std::vector<Step>& steps) {
  std::uint64_t hash = kEmptyTraceHash;
  for (const Step& step : steps) hash = extend_hash(hash, step);
  return hash;
}

}  // namespace rollcall::schedule
