// The generator of programs for properties: what it gives shrinks.

#pragma once

#include <rapidcheck.h>

#include "conformance/workload/generator.hpp"

namespace rollcall::workload {

/// Pre: as generate().
rc::Gen<Program> arbitrary_program(const Setting& setting);

}  // namespace rollcall::workload
