// Bytes as hexadecimal words, the way that protocol dumps show them.

#pragma once

#include <cctype>
#include <string>
#include <string_view>

#include "api/rpc/wire/xdr_writer.hpp"

namespace rollcall::rpc {

/// The bytes that `text` writes as pairs of hexadecimal digits; blanks are ignored.
inline Bytes from_hex(std::string_view text) {
  Bytes bytes;
  std::string digits;
  for (const char c : text) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) continue;
    digits.push_back(c);
    if (digits.size() < 2) continue;
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(digits, nullptr, 16)));
    digits.clear();
  }
  return bytes;
}

}  // namespace rollcall::rpc
