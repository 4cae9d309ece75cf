// The version of the kit.

#pragma once

namespace rollcall::report {

/// The version of the project that the kit was built from, e.g. "0.1.0".
const char* version();

}  // namespace rollcall::report
