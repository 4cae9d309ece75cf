// Reading and printing XML with limits: what every XML that comes from outside passes through.
//
// pugixml does the parsing, but forgives much and knows no limits. So the text is scanned first, in
// one pass and without allocating: nesting depth, characters, references and document types are
// judged before a node is made.

#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "api/core/result.hpp"

namespace rollcall {

/// Deepest nesting of elements that is read; libxml2, and so libvirt, stops at the same depth.
inline constexpr std::size_t kXmlDepthMax = 256;

/// Parses a document of UTF-8 text whose root element is `root`; an empty `root` allows any.
///
/// Errors: XML_DETAIL when ill-formed, with line and column in the message and as int1 and int2;
///         both count from 1, columns in bytes.
///         XML_ERROR for another root, more than `bytes_max` bytes, or deeper than kXmlDepthMax.
Result<pugi::xml_document> parse_xml(std::string_view text, std::string_view root,
                                     std::size_t bytes_max);

/// Where something stands in a text. Both count from 1, columns in bytes.
struct TextPosition {
  std::size_t line;
  std::size_t column;
};

/// The position of the byte at `offset`.
TextPosition position_at(std::string_view text, std::size_t offset);

/// The position of an element, that of its '<', in the text that parse_xml() made its document of.
TextPosition position_of(std::string_view text, pugi::xml_node element);

/// How a node is printed.
enum class XmlLayout {
  kIndented,  ///< two blanks per level, one element a line, as libvirt prints
  kCompact,   ///< no white space but what the text itself has
};

/// The node as text without an XML declaration. Attributes are in single quotes.
std::string print_xml(pugi::xml_node node, XmlLayout layout);

/// The text directly in an element, without that of its children.
std::string element_text(pugi::xml_node element);

/// Gives `parent` exactly one text in its first child called `name`, adding that child at the end
/// when missing.
pugi::xml_node set_child_text(pugi::xml_node parent, const char* name, const std::string& text);

/// Like set_child_text, but removes every such child when the text is empty.
void set_or_remove_child(pugi::xml_node parent, const char* name, const std::string& text);

/// Sorts the children of `parent` by the place of their name in `order`; names not in it come last,
/// as they were. Comments stay before the element they precede.
void order_children(pugi::xml_node parent, std::span<const std::string_view> order);

}  // namespace rollcall
