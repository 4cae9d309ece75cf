// The library below a flawed one, which does what the flaw leaves as it is.

#pragma once

#include "conformance/sut/library.hpp"

namespace rollcall::flawed {

/// The library that ROLLCALL_FLAWED_OVER names by path or soname, librollcall.so.1 by default. It
/// is opened on first use.
///
/// Errors: why it cannot be used.
const tl::expected<sut::Library, std::string>& open_backend();

/// The same. Pre: it could be opened, as it was when a flaw is called.
inline const sut::Library& backend() { return *open_backend(); }

}  // namespace rollcall::flawed
