#include "api/core/xml_scan.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace rollcall {
namespace {

bool is_xml_character(std::uint32_t code) {
  if (code < 0x20) return code == '\t' || code == '\n' || code == '\r';
  const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
  return !surrogate && code != 0xFFFE && code != 0xFFFF && code <= 0x10FFFF;
}

// Length in bytes of the valid character at the start of `text`; 0 when there is none.
std::size_t character_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return is_xml_character(first) ? 1 : 0;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  std::uint32_t code = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
    code = (code << 6) | (byte(i) & 0x3Fu);
  }
  constexpr std::array<std::uint32_t, 5> kSmallest = {0, 0, 0x80, 0x800, 0x10000};
  return code >= kSmallest[length] && is_xml_character(code) ? length : 0;
}

bool is_known_reference(std::string_view name) {
  constexpr std::array<std::string_view, 5> kEntities = {"lt", "gt", "amp", "quot", "apos"};
  if (!name.starts_with('#')) {
    return std::find(kEntities.begin(), kEntities.end(), name) != kEntities.end();
  }
  const bool hexadecimal = name.starts_with("#x");
  const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
  std::uint32_t code = 0;
  const auto [end, status] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
  return status == std::errc() && end == digits.data() + digits.size() && is_xml_character(code);
}

class Scanner {
 public:
  Scanner(std::string_view text, std::size_t depth_max) : text_(text), depth_max_(depth_max) {}

  std::optional<XmlFault> run() {
    while (!fault_ && at_ < text_.size()) {
      if (text_[at_] == '<') {
        markup();
      } else {
        character();
      }
    }
    return std::move(fault_);
  }

 private:
  void markup() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) {
      skip_to("-->");
    } else if (rest.starts_with("<![CDATA[")) {
      skip_to("]]>");
    } else if (rest.starts_with("<?")) {
      skip_to("?>");
    } else if (rest.starts_with("<!")) {
      fault("document type declarations are not read");
    } else {
      tag();
    }
  }

  // Leaves an unterminated construct to the parser, which says so.
  void skip_to(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    const std::size_t stop = found == std::string_view::npos ? text_.size() : found + end.size();
    while (!fault_ && at_ < stop) plain_character();
  }

  void tag() {
    const std::size_t start = at_;
    const bool closing = text_.substr(at_).starts_with("</");
    char quote = 0;
    ++at_;
    while (!fault_ && at_ < text_.size()) {
      const char c = text_[at_];
      if (quote == 0 && c == '>') break;
      if (c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      }
      if (c == '<') fault("'<' inside a tag");
      character();
    }
    if (fault_ || at_ == text_.size()) return;
    const bool empty = text_[at_ - 1] == '/';
    ++at_;
    if (closing) {
      depth_ -= depth_ > 0 ? 1 : 0;
    } else if (!empty) {
      ++depth_;
    }
    const std::size_t depth = depth_ + (empty ? 1 : 0);
    if (depth > depth_max_) {
      fault_ =
          XmlFault{start, "more than " + std::to_string(depth_max_) + " nested elements", true};
    }
  }

  // One character where references mean something.
  void character() {
    if (text_[at_] != '&') return plain_character();
    const std::size_t end = text_.find(';', at_);
    // The longest reference is a number of some digits; looking no further keeps the scan linear.
    constexpr std::size_t kReferenceMax = 16;
    if (end == std::string_view::npos || end - at_ > kReferenceMax) {
      return fault("'&' starts no reference");
    }
    if (!is_known_reference(text_.substr(at_ + 1, end - at_ - 1))) {
      return fault("unknown reference '" + std::string(text_.substr(at_, end + 1 - at_)) + "'");
    }
    at_ = end + 1;
  }

  void plain_character() {
    const std::size_t length = character_length(text_.substr(at_));
    if (length == 0) return fault("a character that XML does not allow");
    at_ += length;
  }

  void fault(std::string what) {
    if (!fault_) fault_ = XmlFault{at_, std::move(what), false};
  }

  std::string_view text_;
  std::size_t depth_max_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::optional<XmlFault> fault_;
};

}  // namespace

std::optional<XmlFault> scan_xml(std::string_view text, std::size_t depth_max) {
  return Scanner(text, depth_max).run();
}

}  // namespace rollcall
