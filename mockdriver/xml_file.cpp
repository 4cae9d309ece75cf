#include "mockdriver/xml_file.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "api/core/file.hpp"

namespace rollcall {
namespace {

Error placed_at(const std::string& path, TextPosition position, Error error) {
  error.message = fmt::format("{}:{}:{}: {}", path, position.line, position.column, error.message);
  return error;
}

}  // namespace

Result<XmlFile> parse_xml_file(std::string path, std::string text, std::string_view root) {
  XmlFile file{std::move(path), std::move(text)};
  Result<pugi::xml_document> document = parse_xml(file.text, root, kXmlBytesMax);
  if (!document) {
    Error error = std::move(document.error());
    const bool knows_place = error.int1 > 0;
    const TextPosition place{static_cast<std::size_t>(knows_place ? error.int1 : 1),
                             static_cast<std::size_t>(knows_place ? error.int2 : 1)};
    return fail(placed_at(file.path, place, std::move(error)));
  }
  file.document = *std::move(document);
  return file;
}

Result<XmlFile> read_xml_file(const std::string& path, std::string_view root) {
  return read_file(path, kXmlBytesMax).and_then([&](std::string text) {
    return parse_xml_file(path, std::move(text), root);
  });
}

Error placed(const XmlFile& file, pugi::xml_node element, Error error) {
  return placed_at(file.path, position_of(file.text, element), std::move(error));
}

tl::unexpected<Error> bad_element(const XmlFile& file, pugi::xml_node element,
                                  std::string_view message) {
  return fail(
      placed(file, element, make_error(VIR_ERR_XML_ERROR, VIR_FROM_TEST, std::string(message))));
}

std::optional<std::uint64_t> whole_number(std::string_view text) {
  const char* text_end = text.data() + text.size();
  std::uint64_t number = 0;
  const auto [end, status] = std::from_chars(text.data(), text_end, number);
  if (status != std::errc() || end != text_end) return std::nullopt;
  return number;
}

}  // namespace rollcall
