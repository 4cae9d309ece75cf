// Summary: what a run found, as tables for a person and as bars met or not met.

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bench/plan.hpp"
#include "bench/results.hpp"

namespace rollcall::bench {

/// The labels of the two libraries of a run.
struct Contenders {
  std::string ours;
  std::string theirs;
};

/// One measured line: a figure of each library, where it was measured.
struct Row {
  std::string label;
  std::size_t domains = 0;  ///< or what else Table::size_label says
  std::optional<double> ours;
  std::optional<double> theirs;
};

/// Which of the two figures is the better one.
enum class Better { kLower, kHigher };

struct Table {
  std::string title;
  Better better = Better::kLower;
  std::string size_label = "domains";
  std::vector<Row> rows;

  /// Whether any row has a figure.
  bool is_measured() const;
};

/// The tables of a run. Times are medians, listings per domain on the host.
std::vector<Table> tables(const Results& results, const Plan& plan, const Contenders& contenders);

/// Text of a table, at most 100 columns wide; rows without any figure are left out.
std::string render(const Table& table, const Contenders& contenders);

/// A measured figure for a person: two or three significant digits below 100, whole and grouped
/// above.
std::string figure(double value);

/// A whole number with its digits grouped in thousands, e.g. "10 000".
std::string grouped(std::size_t number);

/// A promise on one figure.
struct Bar {
  std::string promise;          ///< e.g. "list and free, no filter, 10 000 domains: 250x libvirt"
  std::optional<double> found;  ///< nothing when it was not measured
  double limit = 0;
  Better better = Better::kHigher;

  bool met() const;
};

/// The promises of the project on this run, each judged by the worst of its cases.
std::vector<Bar> bars(const Results& results, const Plan& plan, const Contenders& contenders);

/// Text of the bars, one line each.
std::string render(const std::vector<Bar>& bars);

}  // namespace rollcall::bench
