// The progress of a long run: on a terminal one line that changes, elsewhere one line every ten
// seconds.

#pragma once

#include <string>

#include "conformance/suites/concurrent/load.hpp"

namespace rollcall::conformance {

/// One line without its end, e.g. "atomicity  00:14 of 00:60   412 033 op/s   ...".
std::string progress_text(const suites::Progress& progress);

/// Prints to stderr.
class ProgressLine {
 public:
  ProgressLine();
  void show(const suites::Progress& progress);
  /// Takes the line away again.
  void clear();

 private:
  bool is_terminal_;
  bool is_shown_ = false;
  double next_line_at_ = 0;  ///< seconds of the suite
};

}  // namespace rollcall::conformance
