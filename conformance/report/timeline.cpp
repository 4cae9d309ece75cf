#include "conformance/report/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "conformance/report/text.hpp"

namespace rollcall::report {
namespace {

using checker::OperationNumber;
using history::Operation;
using history::Stamp;

/// The lane of a thread that is free from `begin` on; a call that never returned keeps its own.
Lane& free_lane(std::vector<Lane>& lanes, const std::string& name, std::size_t begin) {
  for (Lane& lane : lanes) {
    if (lane.bars.empty() || (!lane.bars.back().open && lane.bars.back().end < begin)) {
      return lane;
    }
  }
  lanes.push_back({.name = lanes.empty() ? name : "", .bars = {}});
  return lanes.back();
}

/// A lane as text: bars with their labels in the middle, e.g. "|--start A--|".
std::string lane_text(const Lane& lane, const std::vector<std::size_t>& columns,
                      const std::vector<std::string>& labels) {
  std::string text;
  for (const Bar& bar : lane.bars) {
    const std::size_t begin = columns[bar.begin];
    const std::size_t end = columns[bar.end];
    const std::string& label = labels[bar.operation];
    text.append(begin - text.size(), ' ').push_back('|');
    const std::size_t dashes = end - begin - 1 - label.size();
    text.append(dashes / 2, '-').append(label).append(dashes - dashes / 2, '-');
    text.push_back(bar.open ? '>' : '|');
  }
  return text;
}

/// The lanes as text with these labels; empty when they are too wide.
std::string lanes_text(const Timeline& timeline, const std::vector<std::string>& labels,
                       std::size_t indent) {
  const auto width_of = [&](const Bar& bar) { return labels[bar.operation].size() + 5; };
  const std::vector<std::size_t> places = columns(timeline, 2, width_of);
  std::size_t name_width = 0;
  for (const Lane& lane : timeline.lanes) name_width = std::max(name_width, lane.name.size());
  if (!places.empty() && indent + name_width + 3 + places.back() + 1 > kColumns) return "";
  std::string text;
  for (const Lane& lane : timeline.lanes) {
    text += fmt::format("{:{}}{:{}}   {}\n", "", indent, lane.name, name_width,
                        lane_text(lane, places, labels));
  }
  return text;
}

}  // namespace

std::size_t Timeline::rank_from(Stamp stamp) const {
  const auto first = std::lower_bound(moments.begin(), moments.end(), Moment{stamp, false});
  return static_cast<std::size_t>(first - moments.begin());
}

std::size_t Timeline::rank_until(Stamp stamp) const {
  const auto after = std::upper_bound(moments.begin(), moments.end(), Moment{stamp, true});
  return after == moments.begin() ? 0 : static_cast<std::size_t>(after - moments.begin()) - 1;
}

Timeline lay_out(const history::History& evidence) {
  std::vector<OperationNumber> all(evidence.batch.operations.size());
  std::iota(all.begin(), all.end(), OperationNumber{0});
  return lay_out(evidence, all);
}

Timeline lay_out(const history::History& evidence, const std::vector<OperationNumber>& shown) {
  Timeline timeline;
  std::vector<Moment>& moments = timeline.moments;
  for (const OperationNumber number : shown) {
    const Operation& operation = evidence.batch.operations[number];
    moments.push_back({operation.invocation, false});
    moments.push_back({operation.response, true});
  }
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  std::map<std::uint16_t, std::vector<Lane>> lanes_of_thread;
  for (const OperationNumber number : shown) {
    const Operation& operation = evidence.batch.operations[number];
    const Bar bar{.operation = number,
                  .begin = timeline.rank_from(operation.invocation),
                  .end = timeline.rank_until(operation.response),
                  .open = operation.response == history::kNever};
    std::vector<Lane>& lanes = lanes_of_thread[operation.thread];
    free_lane(lanes, fmt::format("thread {}", operation.thread), bar.begin).bars.push_back(bar);
  }
  timeline.threads = lanes_of_thread.size();
  for (auto& [thread, lanes] : lanes_of_thread) {
    for (Lane& lane : lanes) timeline.lanes.push_back(std::move(lane));
  }
  return timeline;
}

std::string timeline_text(const Cast& cast, std::size_t indent) {
  const Timeline timeline = lay_out(cast.evidence());
  std::vector<std::string> labels;
  std::vector<std::string> numbers;
  std::string legend;
  for (OperationNumber number = 0; number < cast.evidence().batch.operations.size(); ++number) {
    labels.push_back(cast.label(number));
    numbers.push_back(std::to_string(number + 1));
    legend += wrap(fmt::format("{:{}}{:>3}  ", "", indent, number + 1), labels.back());
  }
  std::string text = lanes_text(timeline, labels, indent);
  if (!text.empty()) return text;
  const std::string numbered = lanes_text(timeline, numbers, indent);
  return numbered.empty() ? "" : numbered + legend;
}

}  // namespace rollcall::report
