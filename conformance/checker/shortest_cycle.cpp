#include "conformance/checker/shortest_cycle.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

constexpr std::size_t kNowhere = ~std::size_t{0};

/// Once a cycle is known, how many operations and edges are looked at for a shorter one.
constexpr std::size_t kEffort = 20'000'000;
/// No cycle is shorter.
constexpr std::size_t kShortest = 2;

/// The candidates by their places, with the edges between them.
class LocalGraph {
 public:
  LocalGraph(std::span<const OperationNumber> candidates, std::span<const Edge> edges,
             std::span<const history::Operation> operations)
      : candidates_(candidates), operations_(operations), edges_(candidates.size()) {
    for (const Edge& edge : edges) {
      const std::size_t from = place_of(edge.from);
      if (from != kNowhere && place_of(edge.to) != kNowhere) edges_[from].push_back(edge);
    }
    for (const OperationNumber candidate : candidates) {
      invocations_.push_back(operations[candidate].invocation);
    }
  }

  /// Whether an edge leads from the candidate to one invoked before. Every cycle has such a place,
  /// for real time leads to later ones only.
  bool leads_back(std::size_t place) const {
    return std::any_of(edges_[place].begin(), edges_[place].end(),
                       [&](const Edge& edge) { return edge.to <= candidates_[place]; });
  }

  /// How many operations and edges have been looked at.
  std::size_t effort() const { return effort_; }

  /// A shortest cycle through the candidate at `start`, if it is shorter than `limit`.
  std::vector<Step> through(std::size_t start, std::size_t limit) {
    came_by_.assign(candidates_.size(), {});
    reached_.assign(candidates_.size(), false);
    first_later_ = candidates_.size();
    effort_ += candidates_.size();
    std::vector<std::size_t> front{start};
    for (std::size_t length = 1; length < limit && !front.empty(); ++length) {
      std::vector<std::size_t> next;
      for (const std::size_t place : front) {
        if (expand(place, start, next)) return walk_back(place, start);
      }
      front = std::move(next);
    }
    return {};
  }

 private:
  struct Arrival {
    std::size_t from = kNowhere;
    Step step{};  ///< of the operation it came from
  };

  std::size_t place_of(OperationNumber operation) const {
    const auto found = std::lower_bound(candidates_.begin(), candidates_.end(), operation);
    if (found == candidates_.end() || *found != operation) return kNowhere;
    return static_cast<std::size_t>(found - candidates_.begin());
  }

  /// Returns: whether the start was reached from `place`.
  bool expand(std::size_t place, std::size_t start, std::vector<std::size_t>& next) {
    const auto arrive = [&](std::size_t to, const Step& step) {
      if (reached_[to]) return;
      reached_[to] = true;
      came_by_[to] = {.from = place, .step = step};
      next.push_back(to);
    };
    for (const Edge& edge : edges_[place]) {
      arrive(place_of(edge.to),
             {.operation = edge.from, .because = edge.because, .domain = edge.domain});
      if (reached_[start]) return true;
    }
    effort_ += edges_[place].size() + 1;
    const history::Stamp response = operations_[candidates_[place]].response;
    const auto later = static_cast<std::size_t>(
        std::upper_bound(invocations_.begin(), invocations_.end(), response) -
        invocations_.begin());
    // Those from first_later_ on have been reached.
    for (std::size_t to = later; to < first_later_; ++to) {
      arrive(to, {.operation = candidates_[place]});
    }
    first_later_ = std::min(first_later_, later);
    if (reached_[start]) return true;
    return false;
  }

  std::vector<Step> walk_back(std::size_t last, std::size_t start) const {
    std::vector<Step> steps{came_by_[start].step};
    for (std::size_t place = last; place != start; place = came_by_[place].from) {
      steps.push_back(came_by_[place].step);
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

  std::span<const OperationNumber> candidates_;
  std::span<const history::Operation> operations_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<history::Stamp> invocations_;  ///< by place; sorted
  std::vector<Arrival> came_by_;
  std::vector<bool> reached_;
  std::size_t first_later_ = 0;
  std::size_t effort_ = 0;
};

}  // namespace

std::vector<Step> shortest_cycle(std::span<const OperationNumber> candidates,
                                 std::span<const Edge> edges,
                                 std::span<const history::Operation> operations) {
  LocalGraph graph(candidates, edges, operations);
  std::vector<Step> best;
  std::size_t limit = candidates.size() + 1;
  for (std::size_t start = 0; start < candidates.size(); ++start) {
    if (!best.empty() && (best.size() == kShortest || graph.effort() > kEffort)) break;
    if (!graph.leads_back(start)) continue;
    std::vector<Step> found = graph.through(start, limit);
    if (found.empty()) continue;
    limit = found.size();
    best = std::move(found);
  }
  return best;
}

}  // namespace rollcall::checker
