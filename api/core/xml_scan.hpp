// What is wrong with an XML text that pugixml would not notice, found before it is parsed.

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rollcall {

/// A fault at a byte of the text.
struct XmlFault {
  std::size_t offset = 0;
  std::string what;
  bool is_limit = false;  ///< well-formed so far, but more than we read
};

/// The first of: elements nested deeper than `depth_max`, bytes that are not UTF-8, characters and
/// character references that XML forbids, unknown entities, `<` in an attribute, and document type
/// declarations. Whatever else is ill-formed is left for the parser to find.
///
/// Complexity: one pass; allocates only to report.
std::optional<XmlFault> scan_xml(std::string_view text, std::size_t depth_max);

}  // namespace rollcall
