// Checks of the flags that a call was given. `call` is how messages name it.

#pragma once

#include "api/core/result.hpp"

namespace rollcall {

/// Errors: INVALID_ARG, naming the bits of `flags` that are not in `known`.
Status require_known(unsigned flags, unsigned known, const char* call);

/// Errors: INVALID_ARG when more than one bit of `group` is set.
Status require_exclusive(unsigned flags, unsigned group, const char* call);

/// Errors: INVALID_ARG when `flag` is set without `needed`.
Status require_with(unsigned flags, unsigned flag, unsigned needed, const char* call);

}  // namespace rollcall
