#include "api/core/connection_uri.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

namespace rollcall {
namespace {

bool is_scheme_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.';
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded.push_back(text[i]);
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    unsigned char byte = 0;
    const char* digits = text.data() + i + 1;
    if (std::from_chars(digits, digits + 2, byte, 16).ptr != digits + 2) return std::nullopt;
    decoded.push_back(static_cast<char>(byte));
    i += 2;
  }
  return decoded;
}

auto malformed(std::string_view uri, std::string_view why) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
              fmt::format("the URI '{}' is malformed: {}", uri, why));
}

Status read_query(std::string_view query, ConnectionUri& uri) {
  while (!query.empty()) {
    const std::string_view item = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(item.size() + 1, query.size()));
    const std::size_t equals = std::min(item.find('='), item.size());
    const auto key = percent_decoded(item.substr(0, equals));
    const auto value = percent_decoded(item.substr(std::min(equals + 1, item.size())));
    if (!key || !value) return malformed(uri.text, "a '%' is not followed by two hex digits");
    if (key->empty()) return malformed(uri.text, "a query parameter has no name");
    if (!uri.query.emplace(*key, *value).second) {
      return malformed(uri.text, fmt::format("the query parameter '{}' stands there twice", *key));
    }
  }
  return {};
}

}  // namespace

Result<ConnectionUri> parse_connection_uri(std::string_view text) {
  ConnectionUri uri;
  uri.text = text;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return malformed(text, "there is no ':' after a scheme");
  const std::string_view scheme = text.substr(0, colon);
  const std::size_t plus = std::min(scheme.find('+'), scheme.size());
  uri.scheme = scheme.substr(0, plus);
  uri.transport = scheme.substr(std::min(plus + 1, scheme.size()));
  if (uri.scheme.empty() || !std::all_of(uri.scheme.begin(), uri.scheme.end(), is_scheme_letter)) {
    return malformed(text, "the scheme before ':' must be letters and digits");
  }
  std::string_view rest = text.substr(colon + 1);
  rest = rest.substr(0, rest.find('#'));
  const std::size_t question = std::min(rest.find('?'), rest.size());
  if (Status read = read_query(rest.substr(std::min(question + 1, rest.size())), uri); !read) {
    return fail(std::move(read.error()));
  }
  rest = rest.substr(0, question);
  if (rest.substr(0, 2) == "//") {
    rest.remove_prefix(2);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    uri.server = rest.substr(0, slash);
    rest.remove_prefix(slash);
  }
  const auto path = percent_decoded(rest);
  if (!path) return malformed(text, "a '%' is not followed by two hex digits");
  uri.path = *path;
  return uri;
}

}  // namespace rollcall
