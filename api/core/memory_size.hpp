// Amounts of memory as domain XML writes them: a number and a unit.

#pragma once

#include <cstdint>
#include <string_view>

#include "api/core/result.hpp"

namespace rollcall {

/// `number` in `unit` as KiB, rounded up. An empty unit means KiB; others are b, byte(s), and k, M,
/// G, T, P, E alone or with iB (powers of 1024) or B (powers of 1000), in either case. `element` is
/// named in errors.
///
/// Errors: XML_ERROR unless the number is made of digits; INVALID_ARG for an unknown unit;
///         OVERFLOW beyond 64 bits.
Result<std::uint64_t> parse_memory_kib(std::string_view element, std::string_view number,
                                       std::string_view unit);

/// `text` without the white space around it.
std::string_view trim_blanks(std::string_view text) noexcept;

}  // namespace rollcall
