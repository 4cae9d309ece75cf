// The histories on which the judge is measured, beside the plain search where that can keep up.

#pragma once

#include <string>
#include <vector>

#include "bench/summary.hpp"
#include "conformance/workload/synthetic_history.hpp"

namespace rollcall::bench {

struct CheckedHistory {
  std::string label;  ///< e.g. "right, 8 threads"
  workload::SyntheticPlan plan;
  bool searched = false;  ///< given to the plain search too
};

/// 30 percent listings on 1,000 domains; all of it, or a hundredth when `quick`.
std::vector<CheckedHistory> checked_histories(bool quick);

inline constexpr const char* kRight = "right";
inline constexpr const char* kWrong = "wrong";
/// Label of a history, e.g. "right, 8 threads".
std::string history_label(const char* kind, unsigned threads);

inline constexpr const char* kCheck = "check";
inline constexpr const char* kCheckSeconds = "check_s";
inline constexpr const char* kCheckPeak = "check_peak_mb";
inline constexpr const char* kCheckGaveUp = "check_gave_up";

/// The columns of the tables on the checker.
Contenders checkers();

/// Judging and searching each history, once each, in a child process. Counters: kCheckSeconds
/// (processor time, without making the history), kCheckPeak, and kCheckGaveUp of the search.
void register_checker(const std::vector<CheckedHistory>& histories);

std::vector<Table> checker_tables(const Results& results,
                                  const std::vector<CheckedHistory>& histories);
std::vector<Bar> checker_bars(const Results& results, bool quick);

}  // namespace rollcall::bench
