#include "api/core/memory_size.hpp"

#include <charconv>
#include <optional>
#include <string>

#include <fmt/format.h>

namespace rollcall {
namespace {

constexpr std::uint64_t kKib = 1024;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

struct Unit {
  std::uint64_t base = 1;
  int power = 0;
};

std::optional<Unit> parse_unit(std::string_view text) {
  if (text.empty()) return Unit{kKib, 1};
  const std::string unit = lower_case(text);
  if (unit == "b" || unit == "byte" || unit == "bytes") return Unit{};
  const std::size_t prefix = std::string_view("kmgtpe").find(unit[0]);
  if (prefix == std::string_view::npos) return std::nullopt;
  const std::string_view suffix = std::string_view(unit).substr(1);
  const int power = static_cast<int>(prefix) + 1;
  if (suffix.empty() || suffix == "ib") return Unit{kKib, power};
  if (suffix == "b") return Unit{1000, power};
  return std::nullopt;
}

}  // namespace

std::string_view trim_blanks(std::string_view text) noexcept {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

Result<std::uint64_t> parse_memory_kib(std::string_view element, std::string_view number,
                                       std::string_view unit) {
  const std::string_view digits = trim_blanks(number);
  const char* digits_end = digits.data() + digits.size();
  std::uint64_t bytes = 0;
  const auto [end, status] = std::from_chars(digits.data(), digits_end, bytes);
  if (end != digits_end || status == std::errc::invalid_argument) {
    return fail(VIR_ERR_XML_ERROR, VIR_FROM_DOMAIN,
                fmt::format("'{}' in <{}> is no amount of memory", number, element));
  }
  const std::optional<Unit> scale = parse_unit(unit);
  if (!scale) {
    return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
                fmt::format("unknown unit '{}' of <{}>", unit, element));
  }
  bool overflow = status == std::errc::result_out_of_range;
  for (int i = 0; i < scale->power && !overflow; ++i) {
    overflow = __builtin_mul_overflow(bytes, scale->base, &bytes);
  }
  if (overflow) {
    return fail(VIR_ERR_OVERFLOW, VIR_FROM_DOMAIN,
                fmt::format("{} {} in <{}> is more than 64 bits can count", digits,
                            unit.empty() ? "KiB" : unit, element));
  }
  return bytes / kKib + (bytes % kKib != 0 ? 1 : 0);
}

}  // namespace rollcall
