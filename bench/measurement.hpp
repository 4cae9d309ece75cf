// Measurements of this thread's processor time, and of the memory of a child process that does
// nothing else.

#pragma once

#include <functional>
#include <optional>

namespace rollcall::bench {

/// Processor time of this thread so far. Units: seconds.
double processor_time();

/// What one measurement found.
struct Measurement {
  double seconds = 0;
  double peak_megabytes = 0;  ///< largest resident size of the child; filled in here
  bool as_expected = false;   ///< whether the verdict is the one that the input must get
  bool gave_up = false;
};

/// Runs `measure` in a child of this process.
///
/// Pre: this process has one thread. Returns: nothing when there is no child or it died.
std::optional<Measurement> in_child(const std::function<Measurement()>& measure);

}  // namespace rollcall::bench
