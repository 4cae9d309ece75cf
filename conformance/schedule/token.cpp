#include "conformance/schedule/token.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rollcall::schedule {
namespace {

constexpr std::string_view kFormat = "R1";
constexpr std::string_view kNoChoices = "-";
constexpr int kHexadecimal = 16;

// Of all before it. FNV-1a, folded to 16 bits: for accidents, not for forgery.
std::string check_of(std::string_view body) {
  std::uint32_t hash = 2166136261U;
  for (const char character : body) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 16777619U;
  }
  return fmt::format("{:04x}", (hash ^ hash >> 16) & 0xFFFF);
}

// Takes a token apart from left to right; the first error stays.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // All up to the next point, which is skipped.
  std::string_view field(std::string_view name) {
    const std::size_t end = text_.find('.', at_);
    if (end == std::string_view::npos) {
      fail(fmt::format("the field after '{}' is missing", name));
      return {};
    }
    const std::string_view found = text_.substr(at_, end - at_);
    at_ = end + 1;
    return found;
  }

  template <class Number>
  Number number(std::string_view name, int base) {
    const std::size_t begin = at_;
    const std::string_view digits = field(name);
    Number value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    if (error != std::errc() || end != digits.data() + digits.size()) {
      fail(fmt::format("'{}' is no {}", digits, name), begin);
    }
    return value;
  }

  std::vector<Switch> switches() {
    const std::size_t begin = at_;
    const std::string_view choices = field("choices");
    std::vector<Switch> found;
    if (choices == kNoChoices) return found;
    const char* next = choices.data();
    const char* const end = next + choices.size();
    std::uint32_t step = 0;
    while (next < end) {
      std::uint32_t distance = 0;
      const auto [letter, error] = std::from_chars(next, end, distance);
      const bool is_thread =
          letter < end && *letter >= 'a' && static_cast<std::size_t>(*letter - 'a') < kThreadsMax;
      if (error != std::errc() || !is_thread || (distance == 0 && !found.empty())) {
        fail("a choice is a number of steps and the letter of a thread",
             begin + static_cast<std::size_t>(next - choices.data()));
        return {};
      }
      step += distance;
      found.push_back({step, static_cast<ThreadNumber>(*letter - 'a')});
      next = letter + 1;
    }
    return found;
  }

  // All up to the check, which is the last field.
  std::string_view scenario() {
    const std::size_t end = std::max(text_.rfind('.'), at_);
    if (end >= text_.size() || text_.substr(end + 1) != check_of(text_.substr(0, end))) {
      fail("the end does not fit the rest; something was cut off or changed", text_.size());
      return {};
    }
    return text_.substr(at_, end - at_);
  }

  void fail(const std::string& what) { fail(what, at_); }
  void fail(const std::string& what, std::size_t where) {
    if (error_.empty()) error_ = fmt::format("replay token, character {}: {}", where + 1, what);
  }
  const std::string& error() const { return error_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::string error_;
};

std::string choices_text(const std::vector<Switch>& switches) {
  if (switches.empty()) return std::string(kNoChoices);
  std::string text;
  std::uint32_t last = 0;
  for (const Switch& change : switches) {
    text += fmt::format("{}{}", change.step - last, static_cast<char>('a' + change.to));
    last = change.step;
  }
  return text;
}

}  // namespace

std::string to_text(const Token& token) {
  const std::string body =
      fmt::format("{}.{:x}.{:x}.{}.{}.{}", kFormat, token.build, token.seed, token.strategy,
                  choices_text(token.switches), token.scenario);
  return body + '.' + check_of(body);
}

tl::expected<Token, std::string> token_from(std::string_view text) {
  Reader reader(text);
  const std::string_view format = reader.field("format");
  if (format != kFormat) {
    reader.fail(fmt::format("'{}' is no format this program reads; it reads {}", format, kFormat),
                0);
  }
  Token token;
  token.build = reader.number<std::uint32_t>("build", kHexadecimal);
  token.seed = reader.number<std::uint64_t>("seed", kHexadecimal);
  token.strategy = reader.field("strategy");
  token.switches = reader.switches();
  token.scenario = reader.scenario();
  if (!reader.error().empty()) return tl::unexpected(reader.error());
  return token;
}

}  // namespace rollcall::schedule
