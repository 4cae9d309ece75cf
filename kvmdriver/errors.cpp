#include "kvmdriver/errors.hpp"

#include <system_error>

#include <fmt/format.h>

namespace rollcall::kvm {

Error system_error(std::string_view action, std::string_view subject, int number) {
  Error error = make_error(
      VIR_ERR_SYSTEM_ERROR, VIR_FROM_QEMU,
      fmt::format("cannot {} '{}': {}", action, subject, std::generic_category().message(number)));
  error.int1 = number;
  return error;
}

}  // namespace rollcall::kvm
