// Uuid: the 16 bytes that identify a domain for its whole life, whatever its name.

#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace rollcall {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;
};

/// The uuid as 36 characters: lower-case hexadecimal digits in groups of 8-4-4-4-12.
std::string to_string(const Uuid& uuid);

/// Reads a uuid written as 32 hexadecimal digits of either case, with or without hyphens between
/// bytes and white space around it, as libvirt does.
///
/// Returns: nothing when `text` is anything else.
std::optional<Uuid> parse_uuid(std::string_view text);

/// A well-mixed 64-bit hash; good for tables whose size is a power of two.
inline std::uint64_t hash_of(const Uuid& uuid) noexcept {
  std::uint64_t words[2];
  std::memcpy(words, uuid.bytes.data(), sizeof(words));
  std::uint64_t mixed = (words[0] ^ (words[1] >> 29)) * 0x9E3779B97F4A7C15ULL + words[1];
  mixed ^= mixed >> 32;
  mixed *= 0xD6E8FEB86659FD93ULL;
  return mixed ^ (mixed >> 32);
}

}  // namespace rollcall

template <>
struct std::hash<rollcall::Uuid> {
  std::size_t operator()(const rollcall::Uuid& uuid) const noexcept {
    return rollcall::hash_of(uuid);
  }
};
