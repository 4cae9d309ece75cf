// Patterns for names, as shells have them.

#pragma once

#include <fnmatch.h>

#include <string>

namespace rollcall {

/// Whether the name matches the pattern, as of fnmatch(3).
inline bool matches_pattern(const std::string& pattern, const std::string& name) {
  return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

/// Whether the pattern matches one name alone: itself.
inline bool is_plain_name(const std::string& pattern) {
  return pattern.find_first_of("*?[\\") == std::string::npos;
}

}  // namespace rollcall
