// Errors of this driver.

#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "api/core/result.hpp"

namespace rollcall::kvm {

/// An error raised by this driver.
inline tl::unexpected<Error> fail_kvm(virErrorNumber code, std::string message) {
  return fail(code, VIR_FROM_QEMU, std::move(message));
}

/// SYSTEM_ERROR saying that `action` failed on `subject`, with `number` (an errno) as int1.
Error system_error(std::string_view action, std::string_view subject, int number);

}  // namespace rollcall::kvm
