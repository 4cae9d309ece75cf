// Small text helpers that the writers share.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace rollcall::report {

/// The width that nothing printed exceeds.
inline constexpr std::size_t kColumns = 100;

/// `text` broken at blanks into lines of at most kColumns, the first after `first`, the others
/// indented as far.
///
/// A word too long for a line of its own is broken anywhere. Every line ends with a newline.
std::string wrap(const std::string& first, const std::string& text);

/// A command line after `first`, broken before options with a backslash where it is too wide, so
/// that a shell takes it.
std::string wrap_command(const std::string& first, const std::string& command);

/// A number with thin groups of three digits, e.g. "65 536".
std::string grouped(std::uint64_t number);

/// A number and the noun it counts, e.g. "1 deviation", "2 deviations".
std::string counted(std::uint64_t number, const std::string& noun);

/// `parts` with `separator` between them.
std::string join(const std::vector<std::string>& parts, const std::string& separator);

/// `word` as a POSIX shell reads it back unchanged.
std::string shell_quoted(const std::string& word);

}  // namespace rollcall::report
