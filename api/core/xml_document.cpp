#include "api/core/xml_document.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "api/core/xml_scan.hpp"

namespace rollcall {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr const char* kBlanks = " \t\r\n";

// Text at the top level is parsed rather than skipped, so that junk around the root is noticed.
constexpr unsigned kParseOptions = pugi::parse_default | pugi::parse_comments | pugi::parse_pi |
                                   pugi::parse_ws_pcdata_single | pugi::parse_fragment;

Error fault_error(std::string_view text, const XmlFault& fault) {
  const TextPosition position = position_at(text, fault.offset);
  Error error = make_error(
      fault.is_limit ? VIR_ERR_XML_ERROR : VIR_ERR_XML_DETAIL, VIR_FROM_XML,
      fmt::format("XML line {}, column {}: {}", position.line, position.column, fault.what));
  error.int1 = static_cast<int>(position.line);
  error.int2 = static_cast<int>(position.column);
  return error;
}

std::size_t offset_of(pugi::xml_node node) {
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
}

std::optional<XmlFault> outside_root_fault(const pugi::xml_document& document,
                                           std::size_t text_size) {
  bool has_root = false;
  for (const pugi::xml_node node : document.children()) {
    const bool element = node.type() == pugi::node_element;
    const bool text = node.type() == pugi::node_cdata || node.type() == pugi::node_pcdata;
    if (element && has_root) {
      // The offset is that of the name, one past the '<' that a reader looks for.
      return XmlFault{offset_of(node) - 1, "a second root element"};
    }
    const std::size_t junk =
        text ? std::string_view(node.value()).find_first_not_of(kBlanks) : std::string_view::npos;
    if (junk != std::string_view::npos) {
      return XmlFault{offset_of(node) + junk, "text outside the root element"};
    }
    has_root = has_root || element;
  }
  if (!has_root) return XmlFault{text_size, "no root element"};
  return std::nullopt;
}

bool has_repeated_attribute(pugi::xml_node element) {
  std::vector<std::string_view> names;
  for (const pugi::xml_attribute attribute : element.attributes()) {
    names.emplace_back(attribute.name());
  }
  std::sort(names.begin(), names.end());
  return std::adjacent_find(names.begin(), names.end()) != names.end();
}

struct RepeatedAttributes : pugi::xml_tree_walker {
  bool for_each(pugi::xml_node& node) override {
    if (node.type() != pugi::node_element || !has_repeated_attribute(node)) return true;
    fault = XmlFault{offset_of(node) - 1, fmt::format("<{}> repeats an attribute", node.name())};
    return false;
  }
  std::optional<XmlFault> fault{};
};

struct StringWriter : pugi::xml_writer {
  void write(const void* data, std::size_t size) override {
    text.append(static_cast<const char*>(data), size);
  }
  std::string text;
};

}  // namespace

TextPosition position_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  return {lines + 1, before.size() - line_start + 1};
}

TextPosition position_of(std::string_view text, pugi::xml_node element) {
  return position_at(text, offset_of(element) - 1);  // the offset is that of the name
}

Result<pugi::xml_document> parse_xml(std::string_view text, std::string_view root,
                                     std::size_t bytes_max) {
  if (text.size() > bytes_max) {
    return fail(VIR_ERR_XML_ERROR, VIR_FROM_XML,
                fmt::format("XML of {} bytes is longer than the limit of {} bytes", text.size(),
                            bytes_max));
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (const auto fault = scan_xml(text, kXmlDepthMax)) return fail(fault_error(text, *fault));

  pugi::xml_document document;
  const pugi::xml_parse_result parsed =
      document.load_buffer(text.data(), text.size(), kParseOptions, pugi::encoding_utf8);
  if (!parsed) {
    return fail(fault_error(text, {static_cast<std::size_t>(parsed.offset), parsed.description()}));
  }
  if (const auto fault = outside_root_fault(document, text.size())) {
    return fail(fault_error(text, *fault));
  }
  RepeatedAttributes repeated;
  document.traverse(repeated);
  if (repeated.fault) return fail(fault_error(text, *repeated.fault));

  const std::string_view found = document.document_element().name();
  if (!root.empty() && found != root) {
    return fail(VIR_ERR_XML_ERROR, VIR_FROM_XML,
                fmt::format("root element is <{}> instead of <{}>", found, root));
  }
  return document;
}

std::string print_xml(pugi::xml_node node, XmlLayout layout) {
  StringWriter writer;
  const unsigned spacing = layout == XmlLayout::kIndented ? pugi::format_indent : pugi::format_raw;
  node.print(writer, "  ",
             spacing | pugi::format_no_declaration | pugi::format_attribute_single_quote,
             pugi::encoding_utf8);
  return std::move(writer.text);
}

std::string element_text(pugi::xml_node element) {
  std::string text;
  for (const pugi::xml_node node : element.children()) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) text += node.value();
  }
  return text;
}

pugi::xml_node set_child_text(pugi::xml_node parent, const char* name, const std::string& text) {
  pugi::xml_node child = parent.child(name);
  if (!child) child = parent.append_child(name);
  child.remove_children();
  child.append_child(pugi::node_pcdata).set_value(text.c_str());
  return child;
}

void set_or_remove_child(pugi::xml_node parent, const char* name, const std::string& text) {
  if (!text.empty()) {
    set_child_text(parent, name, text);
    return;
  }
  while (parent.remove_child(name)) {
  }
}

void order_children(pugi::xml_node parent, std::span<const std::string_view> order) {
  std::vector<std::pair<std::size_t, pugi::xml_node>> ranked;
  for (const pugi::xml_node child : parent.children()) ranked.emplace_back(order.size(), child);
  std::size_t rank = order.size();
  for (auto place = ranked.rbegin(); place != ranked.rend(); ++place) {
    if (place->second.type() == pugi::node_element) {
      const auto known = std::find(order.begin(), order.end(), place->second.name());
      rank = static_cast<std::size_t>(known - order.begin());
    }
    place->first = rank;
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [unused, child] : ranked) parent.append_move(child);
}

}  // namespace rollcall
