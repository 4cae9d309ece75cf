#include "mockdriver/attributes.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "mockdriver/duration.hpp"

namespace rollcall {
namespace {

constexpr std::size_t kPpmDigits = 6;

// "0.25" is 250000.
std::optional<std::uint32_t> parse_ppm(const std::string& text) {
  constexpr std::uint32_t kOne = 1'000'000;
  const std::size_t dot = std::min(text.find('.'), text.size());
  const std::optional<std::uint64_t> whole = whole_number(std::string_view(text).substr(0, dot));
  std::string fraction = dot == text.size() ? "0" : text.substr(dot + 1);
  if (!whole || *whole > 1 || fraction.empty() || fraction.size() > kPpmDigits) return std::nullopt;
  fraction.resize(kPpmDigits, '0');
  const std::optional<std::uint64_t> millionths = whole_number(fraction);
  if (!millionths || (*whole == 1 && *millionths != 0)) return std::nullopt;
  return static_cast<std::uint32_t>(*whole * kOne + *millionths);
}

}  // namespace

std::string alternatives(const std::vector<std::string>& words) {
  std::string line;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) line += i + 1 == words.size() ? " or " : ", ";
    line += "'" + words[i] + "'";
  }
  return line;
}

std::optional<std::string> Attributes::take(const char* name) {
  known_.emplace_back(name);
  const pugi::xml_attribute attribute = element_.attribute(name);
  if (!attribute) return std::nullopt;
  return attribute.value();
}

void Attributes::complain(const std::string& message) {
  if (error_) return;
  error_ = bad_element(file_, element_, fmt::format("<{}> {}", element_.name(), message)).value();
}

std::string Attributes::text(const char* name, std::string_view otherwise) {
  const std::optional<std::string> value = take(name);
  if (value && value->empty()) complain(fmt::format("has an empty attribute '{}'", name));
  return value.value_or(std::string(otherwise));
}

std::uint64_t Attributes::number(const char* name, std::uint64_t least, std::uint64_t otherwise,
                                 std::uint64_t most) {
  const std::optional<std::string> value = take(name);
  if (!value) return otherwise;
  const std::optional<std::uint64_t> number = whole_number(*value);
  if (number && *number >= least && *number <= most) return *number;
  complain(fmt::format("has {}='{}', which is to be a whole number from {} to {}", name, *value,
                       least, most));
  return otherwise;
}

std::uint64_t Attributes::duration_ns(const char* name, std::uint64_t otherwise) {
  const std::optional<std::string> value = take(name);
  if (!value) return otherwise;
  if (const std::optional<std::uint64_t> duration_ns = parse_duration_ns(*value)) {
    return *duration_ns;
  }
  complain(fmt::format("has {}='{}', which is to be {}", name, *value, kDurationForm));
  return otherwise;
}

std::uint32_t Attributes::probability_ppm(const char* name, std::uint32_t otherwise) {
  const std::optional<std::string> value = take(name);
  if (!value) return otherwise;
  if (const std::optional<std::uint32_t> ppm = parse_ppm(*value)) return *ppm;
  complain(
      fmt::format("has {}='{}', which is to be a number from 0 to 1 with at most {} digits "
                  "after the point",
                  name, *value, kPpmDigits));
  return otherwise;
}

std::size_t Attributes::word(const char* name, std::initializer_list<std::string_view> words) {
  const std::optional<std::string> value = take(name);
  if (!value) return 0;
  const auto* found = std::find(words.begin(), words.end(), *value);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  complain(fmt::format("has {}='{}', which is to be {}", name, *value,
                       alternatives({words.begin(), words.end()})));
  return 0;
}

void Attributes::require(const char* name) {
  if (!has(name)) complain(fmt::format("needs the attribute '{}'", name));
}

void Attributes::exclude(const char* name, const char* other) {
  if (has(name) && has(other)) {
    complain(fmt::format("has both '{}' and '{}', which exclude each other", name, other));
  }
}

Status Attributes::finish() {
  for (const pugi::xml_attribute attribute : element_.attributes()) {
    if (std::find(known_.begin(), known_.end(), attribute.name()) != known_.end()) continue;
    complain(known_.empty() ? fmt::format("takes no attributes, but has '{}'", attribute.name())
                            : fmt::format("has an attribute '{}', but it takes only {}",
                                          attribute.name(), alternatives(known_)));
  }
  if (error_) return fail(*error_);
  return {};
}

}  // namespace rollcall
