// Library: one shared library with libvirt's C API, loaded at run time. Several may be loaded in
// one process; every object of the module knows the library that it came from.

#pragma once

#include <string>

#include "python/core/functions.hpp"

namespace rollcall::python {

/// The loaded library: its functions are members.
///
/// Threading: immutable once opened.
class Library : public Functions {
 public:
  /// The library of that path or soname; "" means our own. Loaded once, and kept until the process
  /// ends, since it may own threads.
  ///
  /// Pre:       the GIL is held.
  /// Errors:    throws libvirtError (VIR_ERR_NO_SUPPORT) when it cannot be loaded or lacks what
  ///            no program can do without.
  static const Library& open(const std::string& path_or_soname);

  /// Has the library keep its errors for who asks, instead of printing them.
  void print_no_errors() const;

  const std::string& name() const noexcept { return name_; }

 private:
  Library(std::string name, void* handle);

  std::string name_;
};

}  // namespace rollcall::python
