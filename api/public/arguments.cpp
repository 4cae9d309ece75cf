#include "api/public/arguments.hpp"

#include <fmt/format.h>

namespace rollcall {
namespace {

template <typename... Args>
Status require(bool holds, fmt::format_string<Args...> otherwise, Args&&... args) {
  if (holds) return {};
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_DOMAIN,
              fmt::format(otherwise, std::forward<Args>(args)...));
}

}  // namespace

Status must_be_given(const char* argument, bool given) {
  return require(given, "argument '{}' must not be null", argument);
}

Status is_null(const char* argument, const void* pointer) {
  return require(pointer == nullptr, "argument '{}' must be null here", argument);
}

Status not_empty(const char* argument, const char* text) {
  return require(text != nullptr && *text != '\0', "argument '{}' must not be {}", argument,
                 text == nullptr ? "null" : "empty");
}

Status not_negative(const char* argument, int number) {
  return require(number >= 0, "argument '{}' must not be negative, but is {}", argument, number);
}

Status no_flags(unsigned flags) {
  return require(flags == 0, "this call takes no flags, but was given {:#x}", flags);
}

Status not_both(unsigned flags, Flag one, Flag other) {
  return require((flags & one.bit) == 0 || (flags & other.bit) == 0,
                 "flags '{}' and '{}' exclude each other", one.name, other.name);
}

Status needs(unsigned flags, Flag one, Flag required) {
  return require((flags & one.bit) == 0 || (flags & required.bit) != 0, "flag '{}' needs flag '{}'",
                 one.name, required.name);
}

}  // namespace rollcall
