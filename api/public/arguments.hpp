// Checks of the arguments that the public API forbids outright, whatever the driver. An entry point
// makes them the first step of its work: `check_all(...).and_then(...)`.

#pragma once

#include "api/core/result.hpp"

namespace rollcall {

/// One flag bit and the name that messages give it.
struct Flag {
  unsigned bit;
  const char* name;
};

/// All checks below: Errors: VIR_ERR_INVALID_ARG. `argument`: its name in the public header.

/// A pointer must not be null; it is `given`.
Status must_be_given(const char* argument, bool given);
inline Status not_null(const char* argument, const void* pointer) {
  return must_be_given(argument, pointer != nullptr);
}
/// A pointer must be null.
Status is_null(const char* argument, const void* pointer);
/// A string must be neither null nor empty.
Status not_empty(const char* argument, const char* text);
/// A number must not be negative.
Status not_negative(const char* argument, int number);
/// The call takes no flags.
Status no_flags(unsigned flags);
/// Two flags must not both be set.
Status not_both(unsigned flags, Flag one, Flag other);
/// One flag must not be set without another one.
Status needs(unsigned flags, Flag one, Flag required);

/// The first of `checks` that failed, or success.
template <typename... Checks>
Status check_all(Checks... checks) {
  Status verdict;
  const auto add = [&verdict](Status& check) {
    if (verdict && !check) verdict = std::move(check);
  };
  (add(checks), ...);
  return verdict;
}

}  // namespace rollcall
