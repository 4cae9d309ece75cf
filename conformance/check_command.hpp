// Judges a recorded history offline: reads it batch by batch, judges, makes the evidence small,
// reports.

#pragma once

#include "conformance/check_options.hpp"

namespace rollcall::conformance {

/// Prints the report and writes the wanted files. Returns: the exit code of the process.
int check_history(const CheckOptions& options);

}  // namespace rollcall::conformance
