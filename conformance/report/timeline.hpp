// Timeline: a piece of evidence laid out for the eye. Threads are lanes; calls and returns become
// ranks, so that what matters, their order, is as wide as its labels need.

#pragma once

#include <string>
#include <vector>

#include "conformance/report/cast.hpp"

namespace rollcall::report {

/// An operation on a lane, from one rank to another.
struct Bar {
  checker::OperationNumber operation = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  /// It never returned: the bar has no end.
  bool open = false;
};

/// The calls of one thread, none of which overlap.
struct Lane {
  std::string name;
  std::vector<Bar> bars;
};

/// A point at which something is called or returns. Calls at a stamp come before returns at it:
/// these do not precede each other.
struct Moment {
  history::Stamp stamp = 0;
  bool is_return = false;

  friend auto operator<=>(const Moment&, const Moment&) = default;
};

struct Timeline {
  /// The distinct moments of the evidence in order; a rank is an index into them.
  std::vector<Moment> moments;
  std::vector<Lane> lanes;
  /// How many threads the lanes are of.
  std::size_t threads = 0;

  /// The rank of the first moment from a stamp on, and of the last until a stamp.
  std::size_t rank_from(history::Stamp stamp) const;
  std::size_t rank_until(history::Stamp stamp) const;
};

/// The operations of `shown`, or all of them.
Timeline lay_out(const history::History& evidence);
Timeline lay_out(const history::History& evidence,
                 const std::vector<checker::OperationNumber>& shown);

/// For each rank its column, so that every bar is as wide as `width_of` says and ranks are at least
/// `gap` apart.
template <typename WidthOf>
std::vector<std::size_t> columns(const Timeline& timeline, std::size_t gap, WidthOf width_of) {
  std::vector<std::size_t> columns(timeline.moments.size(), 0);
  for (std::size_t rank = 0; rank < columns.size(); ++rank) {
    if (rank > 0) columns[rank] = columns[rank - 1] + gap;
    for (const Lane& lane : timeline.lanes) {
      for (const Bar& bar : lane.bars) {
        if (bar.end != rank) continue;
        const std::size_t wanted = columns[bar.begin] + width_of(bar);
        if (columns[rank] < wanted) columns[rank] = wanted;
      }
    }
  }
  return columns;
}

/// The timeline as lines of text, `indent` blanks before each. Where labels are too wide for
/// kColumns, numbers stand on the lanes and the labels below; empty where even these are too wide.
std::string timeline_text(const Cast& cast, std::size_t indent);

}  // namespace rollcall::report
