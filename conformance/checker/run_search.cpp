#include "conformance/checker/run_search.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <unordered_map>

namespace rollcall::checker {
namespace {

using history::Operation;

/// The arcs as places among the members.
struct PlacedArc {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
};

class RunSearch {
 public:
  RunSearch(std::span<const Operation> operations, std::span<const OperationNumber> members,
            std::span<const Arc> arcs, std::span<const RunChoice> choices, std::uint64_t& budget)
      : operations_(operations), members_(members), budget_(budget) {
    for (std::uint32_t place = 0; place < members.size(); ++place) {
      place_of_.emplace(members[place], place);
    }
    arcs_ = placed(arcs);
    for (const RunChoice& choice : choices) {
      choices_.emplace_back();
      for (const auto& run : choice) choices_.back().push_back(placed(run));
    }
    by_response_.resize(members.size());
    std::iota(by_response_.begin(), by_response_.end(), 0U);
    std::sort(by_response_.begin(), by_response_.end(), [this](std::uint32_t a, std::uint32_t b) {
      return member(a).response < member(b).response;
    });
  }

  RunSearchResult run() {
    using Kind = RunSearchResult::Kind;
    if (!settle()) {
      return {.kind = is_exhausted_ ? Kind::kUndecided : Kind::kNone, .order = {}, .runs = {}};
    }
    RunSearchResult result{.kind = Kind::kOrder, .order = {}, .runs = {}};
    for (const std::uint32_t place : order_) result.order.push_back(members_[place]);
    for (const auto& runs : choices_) {
      result.runs.push_back(static_cast<std::size_t>(run_met(runs) - runs.begin()));
    }
    return result;
  }

 private:
  using Run = std::vector<PlacedArc>;

  const Operation& member(std::uint32_t place) const { return operations_[members_[place]]; }

  Run placed(std::span<const Arc> arcs) const {
    Run run;
    for (const Arc& arc : arcs) run.push_back({place_of_.at(arc.from), place_of_.at(arc.to)});
    return run;
  }

  /// Returns: whether some runs of what is still open give an order; it is then in order_.
  bool settle() {
    if (!find_order()) return false;
    const auto open = std::find_if(choices_.begin(), choices_.end(), [this](const auto& runs) {
      return run_met(runs) == runs.end();
    });
    if (open == choices_.end()) return true;
    for (const Run* run : nearest_first(*open)) {
      const std::size_t certain = arcs_.size();
      arcs_.insert(arcs_.end(), run->begin(), run->end());
      if (settle()) return true;
      arcs_.resize(certain);
      if (is_exhausted_) return false;
    }
    return false;
  }

  /// The run that the order found satisfies.
  std::vector<Run>::const_iterator run_met(const std::vector<Run>& runs) const {
    return std::find_if(runs.begin(), runs.end(),
                        [this](const Run& run) { return distance(run) == 0; });
  }

  std::vector<const Run*> nearest_first(const std::vector<Run>& runs) const {
    std::vector<std::pair<std::ptrdiff_t, const Run*>> distances;
    for (const Run& run : runs) distances.emplace_back(distance(run), &run);
    std::stable_sort(distances.begin(), distances.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<const Run*> nearest;
    for (const auto& [distance, run] : distances) nearest.push_back(run);
    return nearest;
  }

  /// By how many places the order found goes against the arcs.
  std::ptrdiff_t distance(const Run& run) const {
    std::ptrdiff_t sum = 0;
    for (const PlacedArc& arc : run) {
      const auto apart = std::ptrdiff_t{position_[arc.from]} - std::ptrdiff_t{position_[arc.to]};
      sum += std::max<std::ptrdiff_t>(apart, 0);
    }
    return sum;
  }

  /// Orders the members by real time and all arcs; the one that was called first comes first.
  bool find_order() {
    const auto count = static_cast<std::uint32_t>(members_.size());
    if (budget_ < count) {
      is_exhausted_ = true;
      return false;
    }
    budget_ -= count;
    link();
    order_.clear();
    position_.assign(count, count);
    std::priority_queue<std::uint32_t, std::vector<std::uint32_t>, std::greater<>> ready;
    for (std::uint32_t place = 0; place < count; ++place) {
      if (waits_for_[place] == 0) ready.push(place);
    }
    std::size_t returned = 0;
    while (!ready.empty()) {
      const std::uint32_t place = ready.top();
      ready.pop();
      while (position_[by_response_[returned]] != count) ++returned;
      if (member(by_response_[returned]).response < member(place).invocation) return false;
      position_[place] = static_cast<std::uint32_t>(order_.size());
      order_.push_back(place);
      for (std::uint32_t next = begin_[place]; next < begin_[place + 1]; ++next) {
        if (--waits_for_[successors_[next]] == 0) ready.push(successors_[next]);
      }
    }
    return order_.size() == count;
  }

  /// Sorts the arcs by where they begin.
  void link() {
    begin_.assign(members_.size() + 1, 0);
    waits_for_.assign(members_.size(), 0);
    for (const PlacedArc& arc : arcs_) {
      ++begin_[arc.from + 1];
      ++waits_for_[arc.to];
    }
    std::partial_sum(begin_.begin(), begin_.end(), begin_.begin());
    successors_.resize(arcs_.size());
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (const PlacedArc& arc : arcs_) successors_[next[arc.from]++] = arc.to;
  }

  std::span<const Operation> operations_;
  std::span<const OperationNumber> members_;
  std::uint64_t& budget_;
  std::unordered_map<OperationNumber, std::uint32_t> place_of_;
  std::vector<std::uint32_t> by_response_;
  Run arcs_;                               ///< what is certain, then what was chosen
  std::vector<std::vector<Run>> choices_;  ///< the runs of each
  bool is_exhausted_ = false;
  // Of the last order:
  std::vector<std::uint32_t> begin_;  ///< of the successors of each place
  std::vector<std::uint32_t> successors_;
  std::vector<std::uint32_t> waits_for_;
  std::vector<std::uint32_t> order_;
  std::vector<std::uint32_t> position_;
};

}  // namespace

RunSearchResult search_runs(std::span<const Operation> operations,
                            std::span<const OperationNumber> members, std::span<const Arc> arcs,
                            std::span<const RunChoice> choices, std::uint64_t& budget) {
  return RunSearch(operations, members, arcs, choices, budget).run();
}

}  // namespace rollcall::checker
