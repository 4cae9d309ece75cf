// The progress of a long run: on a terminal one line that changes, elsewhere one line every ten
// seconds.

#pragma once

#include <cstdint>
#include <string>

#include "conformance/suites/concurrent/load.hpp"

namespace rollcall::conformance {

/// One line without its end, e.g. "atomicity  00:14 of 00:60   412 033 op/s   ...".
std::string progress_text(const suites::Progress& progress);

/// E.g. "lifecycle  04:12   2 311 of 5 655 rows", or "... 212 of 1 000 programs".
std::string progress_text(const suites::SearchProgress& progress);

/// How far a search under the scheduler has come in a suite.
struct HuntProgress {
  std::string suite;
  double seconds = 0;
  std::uint64_t schedules = 0;
  std::uint64_t schedules_total = 0;
  std::uint64_t finds = 0;
};

/// E.g. "atomicity  12 000 of 80 000 schedules   9 812 schedules/s   1 find".
std::string hunt_progress_text(const HuntProgress& progress);

/// Prints to stderr.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine() { clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  /// `Progress`: suites::Progress or suites::SearchProgress.
  template <typename Progress>
  void show(const Progress& progress) {
    show(progress.seconds, [&] { return progress_text(progress); });
  }
  /// Shows a text that `write` makes, unless the last one was shown too short a time ago; `seconds`
  /// have gone since the work began.
  template <typename Write>
  void show(double seconds, const Write& write) {
    if (is_due(seconds)) print(write());
  }
  /// Takes the line away again.
  void clear();

 private:
  bool is_due(double seconds);
  void print(const std::string& text);

  bool is_terminal_;
  bool is_shown_ = false;
  double next_at_ = 0;  ///< seconds of the work
};

}  // namespace rollcall::conformance
