// Names of enumerators, in the order of their values: how XML attributes become enumerations.

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace rollcall {

/// The enumerator of that name; nothing when there is none.
///
/// Pre: `names[i]` is the name of the enumerator with value i.
template <typename Enumeration, std::size_t N>
std::optional<Enumeration> enumerator_of(const std::array<std::string_view, N>& names,
                                         std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enumeration>(found - names.begin());
}

/// The reverse.
template <typename Enumeration, std::size_t N>
std::string_view name_of(const std::array<std::string_view, N>& names, Enumeration enumerator) {
  return names[static_cast<std::size_t>(enumerator)];
}

}  // namespace rollcall
