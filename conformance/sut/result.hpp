// Results of calls into a library under test, as values: what it returned, or the error it
// reported.

#pragma once

#include <string>
#include <tl/expected.hpp>
#include <type_traits>

#include "conformance/sut/library.hpp"

namespace rollcall::sut {

/// What a failed call reported. `code` is VIR_ERR_OK when the call failed without setting an error.
struct Failure {
  int code = VIR_ERR_OK;
  int domain = VIR_FROM_NONE;
  std::string message;
};

template <class T>
using Expected = tl::expected<T, Failure>;

/// The result of a call that returns nothing but success or failure.
using Outcome = Expected<void>;

/// The error of the calling thread's last failed call.
///
/// Pre: called right after the failing call, on the same thread.
Failure last_failure(const Library& library);

/// A call's integer result: a negative one is a failure.
Expected<int> to_number(const Library& library, int returned);

/// A call's integer result when only success matters: a negative one is a failure.
Outcome to_outcome(const Library& library, int returned);

/// A 0/1 result; a negative one is a failure.
Expected<bool> to_bool(const Library& library, int returned);

/// A string that the library allocated; it is copied and freed. Null is a failure.
Expected<std::string> to_string(const Library& library, char* allocated);

/// Calls an optional function: `name` as the library spells it, then its arguments.
///
/// Returns: what the function returned.
/// Errors:  the library's, for a negative number or a null pointer; VIR_ERR_NO_SUPPORT when the
/// library lacks it.
template <class Returned, class... Parameters>
Expected<Returned> call_optional(const Library& library, const char* name,
                                 Returned (*function)(Parameters...),
                                 std::type_identity_t<Parameters>... arguments) {
  if (function == nullptr) {
    return tl::unexpected(Failure{.code = VIR_ERR_NO_SUPPORT,
                                  .domain = VIR_FROM_NONE,
                                  .message = std::string("the library lacks ") + name});
  }
  const Returned returned = function(arguments...);
  bool failed = false;
  if constexpr (std::is_pointer_v<Returned>) {
    failed = returned == nullptr;
  } else {
    failed = returned < 0;
  }
  if (failed) return tl::unexpected(last_failure(library));
  return returned;
}

/// The code of a result for comparison and display: VIR_ERR_OK on success.
template <class T>
int code_of(const Expected<T>& result) {
  return result ? static_cast<int>(VIR_ERR_OK) : result.error().code;
}

}  // namespace rollcall::sut
