// Header: what the first line of a history file says. Only format and version must be there.

#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace rollcall::history {

inline constexpr const char* kFormatName = "rollcall-history";
inline constexpr int kFormatVersion = 1;

struct Header {
  std::string library{};
  std::string uri{};
  std::optional<std::uint64_t> seed{};
  /// The unit of the stamps, for people: "ns" or "steps".
  std::string clock{};
};

}  // namespace rollcall::history
