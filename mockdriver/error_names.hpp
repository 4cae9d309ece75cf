// The names of error codes that rules can make calls answer.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <libvirt/virterror.h>

namespace rollcall {

/// The code of that name, such as "VIR_ERR_NO_DOMAIN", or of that number.
std::optional<virErrorNumber> error_code(std::string_view name);

/// All known names, for messages.
std::string error_names();

}  // namespace rollcall
