// How an error of the C API becomes a libvirtError.

#pragma once

#include <pybind11/pybind11.h>

#include <string>

#include "python/core/library.hpp"

namespace rollcall::python {

/// What libvirtError.err holds: code, domain, message, level, three strings and two numbers.
pybind11::tuple error_tuple(const virError& error);

/// Raises the last error of this thread in `library`. `function` is named when there is none.
///
/// Pre: no call of the library came between in this thread.
[[noreturn]] void throw_last_error(const Library& library, const char* function);

/// Raises a libvirtError of our own.
[[noreturn]] void throw_error(int code, const std::string& message);

/// Raises VIR_ERR_NO_SUPPORT: the library was built without that function.
[[noreturn]] void throw_missing(const Library& library, const char* function);

/// Adds the functions of virterror.h.
void bind_errors(pybind11::module_& module);

}  // namespace rollcall::python
