// Library: the public C API of one shared library, loaded at run time. The kit reaches a library
// under test through this class alone, so it cannot know whose library it judges.

#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "conformance/sut/functions.hpp"

namespace rollcall::sut {

/// The loaded library: its functions are members, called as `library.virDomainCreate(raw)`.
///
/// Threading: immutable once opened; any thread may call through it.
class Library : public Functions {
 public:
  /// Loads a library by path or soname, initialises it and silences its default error printing.
  ///
  /// Returns:   the library; it stays loaded until the process ends, since it may own threads and
  /// thread-local data. Errors:    one sentence that names the library, and the symbol when a
  /// required one is missing. Threading: several libraries with the same symbol names may be open
  /// in one process.
  static tl::expected<Library, std::string> open(const std::string& path_or_soname);

  /// The path or soname the library was opened by.
  const std::string& name() const { return name_; }

  /// The version that the library says it implements, as "9.0.0".
  const std::string& version() const { return version_; }

  /// Names of the optional functions that the library does not have, in the order of the list.
  const std::vector<std::string>& missing() const { return missing_; }

 private:
  Library() = default;

  std::string name_;
  std::string version_;
  std::vector<std::string> missing_;
};

}  // namespace rollcall::sut
