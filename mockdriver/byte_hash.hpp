// FNV-1a, 64 bits: the same number for the same bytes on every machine; finds damage, not malice.

#pragma once

#include <cstdint>
#include <string_view>

namespace rollcall {

inline constexpr std::uint64_t kEmptyByteHash = 0xCBF29CE484222325ULL;

/// Returns: the hash of what `hash` stands for with `bytes` behind it.
inline std::uint64_t extend_byte_hash(std::uint64_t hash, std::string_view bytes) noexcept {
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return hash;
}

}  // namespace rollcall
