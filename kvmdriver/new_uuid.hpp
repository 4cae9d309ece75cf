// Uuids that nobody has had before.

#pragma once

#include "api/core/uuid.hpp"

namespace rollcall::kvm {

/// A random uuid, from the kernel's generator.
Uuid new_uuid();

}  // namespace rollcall::kvm
