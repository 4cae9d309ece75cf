#include "conformance/progress_line.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "conformance/report/grades.hpp"
#include "conformance/report/text.hpp"

namespace rollcall::conformance {
namespace {

constexpr double kSecondsBetweenLines = 10;
constexpr double kSecondsBetweenChanges = 0.25;  ///< on a terminal

std::string clock_text(double seconds) {
  const auto whole = static_cast<unsigned>(seconds);
  return fmt::format("{:02}:{:02}", whole / 60, whole % 60);
}

std::string worst_text(const suites::Progress& progress) {
  if (!progress.refuted) return "none refuted";
  return std::string(report::short_name(*progress.refuted)) + " refuted";
}

}  // namespace

std::string progress_text(const suites::Progress& progress) {
  const double rate = static_cast<double>(progress.operations) / std::max(progress.seconds, 1e-3);
  return fmt::format("{}  {} of {}   {} op/s   {} listings judged   worst so far: {}",
                     progress.suite, clock_text(progress.seconds),
                     clock_text(progress.seconds_total),
                     report::grouped(static_cast<std::uint64_t>(rate)),
                     report::grouped(progress.listings), worst_text(progress));
}

std::string progress_text(const suites::SearchProgress& progress) {
  const bool rows = progress.rows_total > 0;
  return fmt::format("{}  {}   {} of {} {}", progress.suite, clock_text(progress.seconds),
                     report::grouped(rows ? progress.rows : progress.programs),
                     report::grouped(rows ? progress.rows_total : progress.programs_total),
                     rows ? "rows" : "programs");
}

ProgressLine::ProgressLine() : is_terminal_(isatty(STDERR_FILENO) != 0) { clear(); }

std::string hunt_progress_text(const HuntProgress& progress) {
  const double rate = static_cast<double>(progress.schedules) / std::max(progress.seconds, 1e-3);
  return fmt::format("{}  {} of {} schedules   {} schedules/s   {}", progress.suite,
                     report::grouped(progress.schedules), report::grouped(progress.schedules_total),
                     report::grouped(static_cast<std::uint64_t>(rate)),
                     report::counted(progress.finds, "find"));
}

bool ProgressLine::is_due(double seconds) {
  if (seconds < next_at_) return false;
  next_at_ = seconds + (is_terminal_ ? kSecondsBetweenChanges : kSecondsBetweenLines);
  return true;
}

void ProgressLine::print(const std::string& text) {
  if (is_terminal_) {
    fmt::print(stderr, "\r{}\033[K", text);
  } else {
    fmt::print(stderr, "{}\n", text);
  }
  is_shown_ = is_terminal_;
}

void ProgressLine::clear() {
  if (is_shown_) fmt::print(stderr, "\r\033[K");
  is_shown_ = false;
  next_at_ = is_terminal_ ? 0 : kSecondsBetweenLines;
}

}  // namespace rollcall::conformance
