#include "conformance/report/html_timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>

#include "conformance/history/call_names.hpp"
#include "conformance/report/sighting.hpp"
#include "conformance/report/text.hpp"
#include "conformance/report/timeline.hpp"
#include "conformance/report/xml.hpp"

namespace rollcall::report {
namespace {

using checker::Certificate;
using checker::OperationNumber;
using checker::Step;
using checker::Violation;
using history::DomainNumber;
using history::DomainState;

// All lengths are in pixels; a character of the monospace font is at most kCharacter wide.
constexpr std::size_t kCharacter = 8;
constexpr std::size_t kRow = 36;
constexpr std::size_t kRowWithArrows = 58;
constexpr std::size_t kBar = 24;
constexpr std::size_t kTop = 10;
constexpr std::size_t kGap = 18;
constexpr std::size_t kGapWithArrows = 48;
constexpr std::size_t kLongestLabel = 44;
constexpr std::size_t kLongestName = 60;
/// More operations than these are not drawn, nor more rows below the lanes.
constexpr std::size_t kMostOperations = 60;
constexpr std::size_t kMostRows = 12;
constexpr std::size_t kMostHandovers = 30;

std::string cut(const std::string& text, std::size_t length) {
  if (text.size() <= length) return text;
  std::size_t end = length - 3;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

/// A row below the lanes: when something held.
struct Row {
  std::string name;
  std::vector<Stretch> stretches;
};

/// What all rows have in common.
std::vector<Stretch> intersection(const std::vector<Row>& rows, const Stretch& window) {
  std::vector<Stretch> common{window};
  for (const Row& row : rows) {
    std::vector<Stretch> next;
    for (const Stretch& left : common) {
      for (const Stretch& right : row.stretches) {
        const Stretch both{std::max(left.from, right.from), std::min(left.to, right.to)};
        if (both.from <= both.to) next.push_back(both);
      }
    }
    common = std::move(next);
  }
  return common;
}

class Drawing {
 public:
  Drawing(pugi::xml_node parent, const Violation& violation, const Explanation& explanation,
          const std::string& id, std::span<const Handover> handovers)
      : violation_(violation),
        certificate_(violation.certificate),
        explanation_(explanation),
        cast_(violation.evidence),
        timeline_(lay_out(violation.evidence, drawn_operations(violation))),
        rows_(rows()),
        svg_(parent.append_child("svg")),
        id_(id),
        handovers_(handovers.first(std::min(handovers.size(), kMostHandovers))) {
    std::size_t longest = 0;
    for (const Lane& lane : timeline_.lanes) longest = std::max(longest, lane.name.size());
    for (const Row& row : rows_) {
      longest = std::max(longest, std::min(row.name.size(), kLongestName));
    }
    left_ = longest * kCharacter + 20;
    columns_ = columns(
        timeline_, certificate_.cycle.empty() ? kGap : kGapWithArrows, [this](const Bar& bar) {
          return cut(cast_.label(bar.operation), kLongestLabel).size() * kCharacter + 16;
        });
  }

  void draw() {
    const std::size_t width = x(columns_.empty() ? 0 : columns_.size() - 1) + kGap;
    const std::size_t rows = timeline_.lanes.size() + (rows_.empty() ? 0 : rows_.size() + 1);
    const std::size_t height = kTop * 2 + rows * row_height();
    set_attribute(svg_, "viewBox", fmt::format("0 0 {} {}", width, height));
    set_attribute(svg_, "width", std::to_string(width));
    set_attribute(svg_, "height", std::to_string(height));
    set_attribute(svg_, "role", "img");
    set_attribute(svg_, "aria-labelledby", id_ + "-title " + id_ + "-text");
    set_attribute(append_text(svg_, "title", explanation_.title), "id", id_ + "-title");
    set_attribute(append_text(svg_, "desc", join(explanation_.sentences, "; ")), "id",
                  id_ + "-text");
    if (has_window()) draw_window(height);
    for (std::size_t lane = 0; lane < timeline_.lanes.size(); ++lane) draw_lane(lane);
    for (std::size_t row = 0; row < rows_.size(); ++row) draw_row(row);
    if (!rows_.empty()) draw_common();
    draw_cycle();
    draw_handovers();
  }

 private:
  bool has_window() const {
    const Certificate::Kind kind = certificate_.kind;
    return kind == Certificate::Kind::kMalformed || kind == Certificate::Kind::kNoVersion ||
           kind == Certificate::Kind::kNoInstant;
  }
  Stretch window() const {
    const history::Operation& reader = cast_.operation(certificate_.reader);
    return {reader.invocation, reader.response};
  }
  std::size_t row_height() const { return certificate_.cycle.empty() ? kRow : kRowWithArrows; }
  std::size_t x(std::size_t rank) const { return left_ + columns_[rank]; }
  std::size_t y(std::size_t row) const {
    return kTop + row * row_height() + (row_height() - kBar) / 2;
  }

  std::vector<Row> rows() const;
  pugi::xml_node append_box(pugi::xml_node parent, std::size_t from, std::size_t to,
                            std::size_t top, std::size_t height, const char* style);
  void append_label(pugi::xml_node parent, std::size_t left, std::size_t row,
                    const std::string& text, const char* style = "");
  void draw_window(std::size_t height);
  void draw_lane(std::size_t lane);
  void draw_bar(const Bar& bar, std::size_t lane);
  void draw_row(std::size_t row);
  void draw_stretch(const Stretch& stretch, std::size_t row, const char* style);
  void draw_common();
  void draw_cycle();
  std::pair<double, double> ends_of_arrow(const Bar& first, const Bar& second,
                                          std::size_t number) const;
  void draw_arrow(OperationNumber from, OperationNumber to, std::size_t number);
  void draw_handovers();
  void draw_handover(const Handover& handover, double place);
  std::optional<std::size_t> lane_of(std::uint16_t thread) const;
  void draw_number(double center_x, double center_y, std::size_t number);
  std::pair<const Bar*, std::size_t> find_bar(OperationNumber number) const;

  const Violation& violation_;
  const Certificate& certificate_;
  const Explanation& explanation_;
  Cast cast_;
  Timeline timeline_;
  std::vector<Row> rows_;
  pugi::xml_node svg_;
  std::string id_;
  std::span<const Handover> handovers_;
  std::size_t left_ = 0;
  std::vector<std::size_t> columns_;
};

/// For each domain of the certificate when it can have been as the reader says; where no state of
/// the one domain fits, when it had which state.
std::vector<Row> Drawing::rows() const {
  std::vector<Row> rows;
  const bool is_instant = certificate_.kind == Certificate::Kind::kNoInstant;
  if (!is_instant && certificate_.kind != Certificate::Kind::kNoVersion) return rows;
  std::vector<DomainNumber> domains = certificate_.domains;
  if (domains.empty()) {
    domains.resize(violation_.evidence.host.domains.size());
    std::iota(domains.begin(), domains.end(), DomainNumber{0});
  }
  for (const DomainNumber domain : domains) {
    if (rows.size() >= kMostRows) break;
    const Sighting sighting(cast_, certificate_.reader, domain);
    if (sighting.is_number()) {
      const auto numbers = [&](const DomainState& state) { return sighting.numbers(state); };
      rows.push_back({cast_.domain(domain) + " may be counted",
                      sighting.possible().stretches(sighting.window(), numbers)});
    } else if (is_instant) {
      rows.push_back({sighting.words(), sighting.stretches()});
    } else {
      for (const DomainState& state : sighting.possible().within(sighting.window())) {
        const auto is_it = [&](const DomainState& other) { return other == state; };
        std::string name = cast_.domain(domain) + " may be " + state_words(state);
        if (state.id >= 0) name += fmt::format(", id {}", state.id);
        rows.push_back({std::move(name), sighting.possible().stretches(sighting.window(), is_it)});
      }
    }
  }
  return rows;
}

pugi::xml_node Drawing::append_box(pugi::xml_node parent, std::size_t from, std::size_t to,
                                   std::size_t top, std::size_t height, const char* style) {
  pugi::xml_node box = parent.append_child("rect");
  set_attribute(box, "x", std::to_string(from));
  set_attribute(box, "y", std::to_string(top));
  set_attribute(box, "width", std::to_string(std::max<std::size_t>(to - from, 2)));
  set_attribute(box, "height", std::to_string(height));
  set_attribute(box, "rx", "4");
  set_attribute(box, "class", style);
  return box;
}

void Drawing::append_label(pugi::xml_node parent, std::size_t left, std::size_t row,
                           const std::string& text, const char* style) {
  pugi::xml_node label = append_text(parent, "text", text);
  set_attribute(label, "x", std::to_string(left));
  set_attribute(label, "y", std::to_string(y(row) + kBar - 7));
  if (*style != '\0') set_attribute(label, "class", style);
}

void Drawing::draw_window(std::size_t height) {
  append_box(svg_, x(timeline_.rank_from(window().from)), x(timeline_.rank_until(window().to)), 2,
             height - 4, "window");
}

void Drawing::draw_lane(std::size_t lane) {
  const std::size_t middle = y(lane) + kBar / 2;
  pugi::xml_node line = svg_.append_child("line");
  set_attribute(line, "class", "lane");
  set_attribute(line, "x1", std::to_string(left_));
  set_attribute(line, "x2", std::to_string(x(columns_.size() - 1)));
  set_attribute(line, "y1", std::to_string(middle));
  set_attribute(line, "y2", std::to_string(middle));
  append_label(svg_, 4, lane, timeline_.lanes[lane].name, "faint");
  for (const Bar& bar : timeline_.lanes[lane].bars) draw_bar(bar, lane);
}

void Drawing::draw_bar(const Bar& bar, std::size_t lane) {
  const history::Operation& operation = cast_.operation(bar.operation);
  pugi::xml_node group = svg_.append_child("g");
  const std::string full = cast_.label(bar.operation);
  const std::string until =
      bar.open ? "never returned" : fmt::format("returned at {}", operation.response);
  append_text(group, "title",
              fmt::format("{}: called at {}, {}", full, operation.invocation, until));
  std::string style = is_mutator(operation.call) ? "change" : "read";
  if (bar.open) style += " open";
  append_box(group, x(bar.begin), x(bar.end), y(lane), kBar, style.c_str());
  append_label(group, x(bar.begin) + 8, lane, cut(full, kLongestLabel));
}

void Drawing::draw_stretch(const Stretch& stretch, std::size_t row, const char* style) {
  append_box(svg_, x(timeline_.rank_from(stretch.from)), x(timeline_.rank_until(stretch.to)),
             y(row) + 5, kBar - 10, style);
}

void Drawing::draw_row(std::size_t row) {
  const std::size_t place = timeline_.lanes.size() + row;
  append_label(svg_, 4, place, cut(rows_[row].name, kLongestName));
  for (const Stretch& stretch : rows_[row].stretches) draw_stretch(stretch, place, "true");
}

/// The last row: what all rows above have in common, which is nothing where one instant is wanted.
void Drawing::draw_common() {
  const std::size_t place = timeline_.lanes.size() + rows_.size();
  const bool is_instant = certificate_.kind == Certificate::Kind::kNoInstant;
  const bool is_number = Sighting(cast_, certificate_.reader, 0).is_number();
  append_box(svg_, x(timeline_.rank_from(window().from)), x(timeline_.rank_until(window().to)),
             y(place), kBar, "never");
  append_label(svg_, 4, place, is_instant && !is_number ? "all at once" : "as answered", "faint");
  const bool is_empty = !is_instant || is_number || intersection(rows_, window()).empty();
  if (is_empty) {
    append_label(svg_, x(timeline_.rank_from(window().from)) + 10, place, "never", "verdict");
  }
}

std::pair<const Bar*, std::size_t> Drawing::find_bar(OperationNumber number) const {
  for (std::size_t lane = 0; lane < timeline_.lanes.size(); ++lane) {
    for (const Bar& bar : timeline_.lanes[lane].bars) {
      if (bar.operation == number) return {&bar, lane};
    }
  }
  return {nullptr, 0};
}

void Drawing::draw_cycle() {
  const std::vector<Step>& cycle = certificate_.cycle;
  for (std::size_t index = 0; index < cycle.size(); ++index) {
    draw_arrow(cycle[index].operation, cycle[(index + 1) % cycle.size()].operation, index + 1);
  }
}

/// Where an arrow leaves one bar and meets the other: at the same place where both run at the same
/// time, each arrow of the cycle at another; else at the ends that are near to each other.
std::pair<double, double> Drawing::ends_of_arrow(const Bar& first, const Bar& second,
                                                 std::size_t number) const {
  constexpr double kInset = 14;
  const auto begin = [this](const Bar& bar) { return static_cast<double>(x(bar.begin)); };
  const auto end = [this](const Bar& bar) { return static_cast<double>(x(bar.end)); };
  const double left = std::max(begin(first), begin(second)) + kInset;
  const double right = std::min(end(first), end(second)) - kInset;
  if (left <= right) {
    const auto arrows = static_cast<double>(certificate_.cycle.size());
    const double place = left + (right - left) * static_cast<double>(number) / (arrows + 1);
    return {place, place};
  }
  if (begin(first) < begin(second)) return {end(first) - kInset, begin(second) + kInset};
  return {begin(first) + kInset, end(second) - kInset};
}

/// An arrow from bar to bar: straight, or above the bars when both are on one lane.
void Drawing::draw_arrow(OperationNumber from, OperationNumber to, std::size_t number) {
  const auto [first, first_lane] = find_bar(from);
  const auto [second, second_lane] = find_bar(to);
  if (first == nullptr || second == nullptr) return;
  const auto edge = [this](std::size_t lane, bool bottom) {
    return static_cast<double>(y(lane) + (bottom ? kBar : 0));
  };
  const bool down = second_lane > first_lane;
  const bool level = second_lane == first_lane;
  const auto [x1, x2] = ends_of_arrow(*first, *second, number);
  const double y1 = edge(first_lane, down);
  const double y2 = edge(second_lane, !down && !level);
  const double bend_x = (x1 + x2) / 2;
  const double bend_y = level ? y1 - 24 : (y1 + y2) / 2;
  pugi::xml_node path = svg_.append_child("path");
  set_attribute(path, "class", "arrow");
  set_attribute(
      path, "d",
      fmt::format("M{:.0f} {:.0f}Q{:.0f} {:.0f} {:.0f} {:.0f}", x1, y1, bend_x, bend_y, x2, y2));
  pugi::xml_node tip = svg_.append_child("path");
  set_attribute(tip, "class", "tip");
  set_attribute(tip, "d", fmt::format("M{:.0f} {:.0f}l-5 {}l10 0z", x2, y2, y2 > bend_y ? -8 : 8));
  // Between the first lane and the next, so that it hides no bar in between.
  const double gap = static_cast<double>(row_height() - kBar);
  if (level) {
    draw_number(bend_x, (y1 + bend_y) / 2, number);
  } else {
    const double near_y = y1 + (down ? gap : -gap) * 0.4;
    draw_number(x1 + (x2 - x1) * (near_y - y1) / (y2 - y1), near_y, number);
  }
}

/// Several between the same two events share the room there.
void Drawing::draw_handovers() {
  for (std::size_t first = 0; first < handovers_.size();) {
    std::size_t end = first;
    while (end < handovers_.size() && handovers_[end].after == handovers_[first].after) ++end;
    for (std::size_t i = first; i < end; ++i) {
      draw_handover(handovers_[i],
                    static_cast<double>(i - first + 1) / static_cast<double>(end - first + 1));
    }
    first = end;
  }
}

/// `place`: how far from the event before to the one after.
void Drawing::draw_handover(const Handover& handover, double place) {
  const auto from = lane_of(handover.from);
  const auto to = lane_of(handover.to);
  if (!from || !to || columns_.empty()) return;
  const std::size_t before = timeline_.rank_until(handover.after);
  const std::size_t after = std::min(timeline_.rank_from(handover.after + 1), columns_.size() - 1);
  const auto left = static_cast<double>(handover.after == 0 ? left_ - kGap : x(before));
  const double at = left + place * (static_cast<double>(x(after)) - left);
  const auto middle = [this](std::size_t lane) { return y(lane) + kBar / 2; };
  pugi::xml_node line = svg_.append_child("line");
  set_attribute(line, "class", "handover");
  for (const char* name : {"x1", "x2"}) set_attribute(line, name, fmt::format("{:.0f}", at));
  set_attribute(line, "y1", std::to_string(middle(*from)));
  set_attribute(line, "y2", std::to_string(middle(*to)));
  pugi::xml_node tip = svg_.append_child("path");
  set_attribute(tip, "class", "handover-tip");
  set_attribute(tip, "d",
                fmt::format("M{:.0f} {}l-4 {}l8 0z", at, middle(*to), *to > *from ? -8 : 8));
}

/// The first lane of a thread.
std::optional<std::size_t> Drawing::lane_of(std::uint16_t thread) const {
  for (std::size_t lane = 0; lane < timeline_.lanes.size(); ++lane) {
    for (const Bar& bar : timeline_.lanes[lane].bars) {
      if (cast_.operation(bar.operation).thread == thread) return lane;
    }
  }
  return std::nullopt;
}

void Drawing::draw_number(double center_x, double center_y, std::size_t number) {
  pugi::xml_node circle = svg_.append_child("circle");
  set_attribute(circle, "class", "number");
  set_attribute(circle, "cx", fmt::format("{:.0f}", center_x));
  set_attribute(circle, "cy", fmt::format("{:.0f}", center_y));
  set_attribute(circle, "r", "9");
  pugi::xml_node text = append_text(svg_, "text", std::to_string(number));
  set_attribute(text, "x", fmt::format("{:.0f}", center_x));
  set_attribute(text, "y", fmt::format("{:.0f}", center_y + 5));
  set_attribute(text, "text-anchor", "middle");
}

}  // namespace

std::vector<OperationNumber> drawn_operations(const Violation& violation) {
  const std::size_t count = violation.evidence.batch.operations.size();
  std::vector<OperationNumber> drawn(count);
  std::iota(drawn.begin(), drawn.end(), OperationNumber{0});
  if (count <= kMostOperations) return drawn;
  const Certificate& certificate = violation.certificate;
  std::set<OperationNumber> named(certificate.order.begin(), certificate.order.end());
  for (const Step& step : certificate.cycle) named.insert(step.operation);
  if (certificate.cycle.empty() && certificate.order.empty()) {
    named.insert(certificate.reader);
    const std::set<DomainNumber> domains(certificate.domains.begin(), certificate.domains.end());
    for (const OperationNumber number : drawn) {
      if (domains.contains(violation.evidence.batch.operations[number].domain)) {
        named.insert(number);
      }
    }
  }
  drawn.assign(named.begin(), named.end());
  if (drawn.size() > kMostOperations) drawn.resize(kMostOperations);
  return drawn;
}

void append_timeline(pugi::xml_node parent, const Violation& violation,
                     const Explanation& explanation, const std::string& id,
                     std::span<const Handover> handovers) {
  if (violation.evidence.batch.operations.empty()) return;
  Drawing(parent, violation, explanation, id, handovers).draw();
}

}  // namespace rollcall::report
