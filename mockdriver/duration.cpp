#include "mockdriver/duration.hpp"

#include <algorithm>
#include <utility>

#include "mockdriver/xml_file.hpp"

namespace rollcall {

std::optional<std::uint64_t> parse_duration_ns(std::string_view text) {
  constexpr std::uint64_t kSecond = 1'000'000'000;
  constexpr std::pair<std::string_view, std::uint64_t> kUnits[] = {{"ns", 1},
                                                                   {"us", 1'000},
                                                                   {"ms", 1'000'000},
                                                                   {"s", kSecond},
                                                                   {"min", 60 * kSecond},
                                                                   {"h", 3600 * kSecond},
                                                                   {"d", 24 * 3600 * kSecond}};
  constexpr std::uint64_t kMost = 100ULL * 365 * 24 * 3600 * kSecond;
  const std::size_t unit_at = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::optional<std::uint64_t> number = whole_number(text.substr(0, unit_at));
  for (const auto& [unit, length_ns] : kUnits) {
    if (unit != text.substr(unit_at)) continue;
    if (!number || *number > kMost / length_ns) return std::nullopt;
    return *number * length_ns;
  }
  return std::nullopt;
}

}  // namespace rollcall
