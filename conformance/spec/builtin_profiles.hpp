// The files of conformance/spec/profiles/, compiled in so that the kit needs no data files beside
// it.

#pragma once

#include <span>

namespace rollcall::spec {

/// One profile file.
struct BuiltinProfile {
  const char* file;
  const char* json;
};

/// Every profile file of the source tree, by name.
std::span<const BuiltinProfile> builtin_profiles();

}  // namespace rollcall::spec
