// Attributes: the attributes of one XML element, each read once and checked; in the end, those that
// nobody read are refused.

#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

#include "api/core/result.hpp"
#include "mockdriver/xml_file.hpp"

namespace rollcall {

/// The first thing that is wrong is remembered, and what is read after it does not matter.
class Attributes {
 public:
  Attributes(const XmlFile& file, pugi::xml_node element) : file_(file), element_(element) {}

  bool has(const char* name) const { return !element_.attribute(name).empty(); }

  /// Each returns its default when the element lacks the attribute.
  std::string text(const char* name, std::string_view otherwise = {});
  std::uint64_t number(const char* name, std::uint64_t least, std::uint64_t otherwise,
                       std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
  std::uint64_t duration_ns(const char* name, std::uint64_t otherwise);
  /// A decimal fraction from 0 to 1, in millionths.
  std::uint32_t probability_ppm(const char* name, std::uint32_t otherwise);
  /// The index of the value in `words`, 0 without the attribute.
  std::size_t word(const char* name, std::initializer_list<std::string_view> words);

  void require(const char* name);
  void exclude(const char* name, const char* other);

  /// Whether all was right, and all attributes were read.
  Status finish();

 private:
  std::optional<std::string> take(const char* name);
  void complain(const std::string& message);

  const XmlFile& file_;
  const pugi::xml_node element_;
  std::vector<std::string> known_;
  std::optional<Error> error_;
};

/// 'a', 'b' or 'c'.
std::string alternatives(const std::vector<std::string>& words);

}  // namespace rollcall
