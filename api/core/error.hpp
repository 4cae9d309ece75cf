// Error: why an operation could not be done, with everything libvirt's virError can carry.
//
// Errors travel as values (see result.hpp) up to the C entry points, which turn them into the
// caller's last error.

#pragma once

#include <string>
#include <utility>

#include <libvirt/virterror.h>

namespace rollcall {

/// An operating error: the caller asked for something that cannot be done. Bugs of ours are CHECKs
/// instead.
struct Error {
  int code = VIR_ERR_INTERNAL_ERROR;  ///< virErrorNumber
  int domain = VIR_FROM_NONE;         ///< virErrorDomain: the part of the library that raised it
  virErrorLevel level = VIR_ERR_ERROR;
  std::string message;  ///< one complete sentence, values in quotes
  std::string str1{};
  std::string str2{};
  std::string str3{};
  int int1 = -1;
  int int2 = -1;
};

/// An Error of the usual level, raised by the part of the library that `domain` (VIR_FROM_*) names.
inline Error make_error(virErrorNumber code, virErrorDomain domain, std::string message) {
  Error error;
  error.code = code;
  error.domain = domain;
  error.message = std::move(message);
  return error;
}

}  // namespace rollcall
