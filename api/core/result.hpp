// Result<T>: a value or the Error that prevented it. Stands in for std::expected, which C++20
// lacks.

#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "api/core/error.hpp"

namespace rollcall {

template <typename T>
using Result = tl::expected<T, Error>;

/// What a function returns that either succeeds without a value or fails.
using Status = Result<void>;

/// Wraps an error for returning from a function whose return type is a Result.
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

/// Short for fail(make_error(...)).
inline tl::unexpected<Error> fail(virErrorNumber code, virErrorDomain domain, std::string message) {
  return fail(make_error(code, domain, std::move(message)));
}

}  // namespace rollcall
