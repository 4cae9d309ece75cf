// XmlFile: XML that comes from outside, with errors that say where in it something is wrong.

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "api/core/result.hpp"
#include "api/core/xml_document.hpp"

namespace rollcall {

/// Longest XML that is read, in bytes.
inline constexpr std::size_t kXmlBytesMax = 64 * 1024 * 1024;

/// A document and its text. Nodes of the document point into it.
struct XmlFile {
  std::string path;  ///< what errors call it
  std::string text;
  pugi::xml_document document{};

  pugi::xml_node root() const { return document.document_element(); }
};

/// The document in `text`, whose root element is `root`; an empty `root` allows any.
///
/// Errors: those of parse_xml(), with "PATH:LINE:COLUMN: " before the message.
Result<XmlFile> parse_xml_file(std::string path, std::string text, std::string_view root);

/// The same for a file.
///
/// Errors: SYSTEM_ERROR when the file cannot be read.
Result<XmlFile> read_xml_file(const std::string& path, std::string_view root);

/// The error with "PATH:LINE:COLUMN: " of the element before its message.
Error placed(const XmlFile& file, pugi::xml_node element, Error error);

/// XML_ERROR at that place.
tl::unexpected<Error> bad_element(const XmlFile& file, pugi::xml_node element,
                                  std::string_view message);

/// The decimal number that is all of `text`.
std::optional<std::uint64_t> whole_number(std::string_view text);

}  // namespace rollcall
