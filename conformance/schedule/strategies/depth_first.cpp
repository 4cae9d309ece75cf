#include "conformance/schedule/strategies/depth_first.hpp"

#include <algorithm>

namespace rollcall::schedule {

std::string DepthFirst::name() const {
  return bound_ == kUnbounded ? "dfs" : "dfs" + std::to_string(bound_);
}

void DepthFirst::begin(const Shape&) {
  is_repetition_ = false;
  repeated_ = 0;
}

ThreadNumber DepthFirst::choose(const Choice& choice) {
  if (is_repetition_) return choice.usual;
  if (choice.step < path_.size()) {
    const Node& node = path_[choice.step];
    repeated_ = choice.step + 1;
    const bool is_known = contains(choice.enabled, node.chosen) &&
                          choice.pending[node.chosen] == node.pending[node.chosen];
    if (is_known) return node.chosen;
    is_diverged_ = is_repetition_ = true;
    return choice.usual;
  }
  Node node = open(choice);
  if (node.left.empty()) {
    is_repetition_ = true;
    ++repetitions_;
    return choice.usual;
  }
  node.branches = node.left.size();
  node.chosen = node.left.back();
  node.left.pop_back();
  path_.push_back(std::move(node));
  ++repeated_;
  return path_.back().chosen;
}

DepthFirst::Node DepthFirst::open(const Choice& choice) const {
  Node node;
  node.current = choice.current;
  node.pending = choice.pending;
  if (!path_.empty()) {
    node.preemptions = preemptions_after(path_.back());
    node.sleepers = sleepers_after(path_.back(), choice);
  }
  node.switch_preempts =
      choice.current != kNobody && !choice.yields && contains(choice.enabled, choice.current);
  const auto sleeps = [&](ThreadNumber thread) {
    return std::any_of(node.sleepers.begin(), node.sleepers.end(),
                       [&](const Sleeper& sleeper) { return sleeper.thread == thread; });
  };
  const bool may_switch = !node.switch_preempts || node.preemptions < bound_;
  for (ThreadNumber thread = kThreadsMax; thread-- > 0;) {
    if (thread == choice.usual || !may_switch || !contains(choice.enabled, thread)) continue;
    if (!sleeps(thread)) node.left.push_back(thread);
  }
  if (!sleeps(choice.usual)) node.left.push_back(choice.usual);
  return node;
}

std::vector<DepthFirst::Sleeper> DepthFirst::sleepers_after(const Node& node,
                                                            const Choice& next) const {
  std::vector<Sleeper> sleepers = node.sleepers;
  std::erase_if(sleepers, [&](const Sleeper& sleeper) {
    return are_dependent(sleeper.point, node.pending[node.chosen]) ||
           std::find(next.released.begin(), next.released.end(), sleeper.point.object) !=
               next.released.end();
  });
  return sleepers;
}

std::uint32_t DepthFirst::preemptions_after(const Node& node) const {
  return node.preemptions + (node.switch_preempts && node.chosen != node.current);
}

void DepthFirst::end() {
  if (repeated_ < path_.size()) is_diverged_ = true;
  while (!path_.empty() && path_.back().left.empty()) path_.pop_back();
  is_exhausted_ = path_.empty() || is_diverged_;
  if (is_exhausted_) return;
  Node& node = path_.back();
  const bool may_sleep =
      bound_ == kUnbounded || (node.switch_preempts && node.chosen == node.current);
  if (uses_sleep_sets_ && may_sleep)
    node.sleepers.push_back({node.chosen, node.pending[node.chosen]});
  node.chosen = node.left.back();
  node.left.pop_back();
}

double DepthFirst::covered() const {
  if (is_exhausted_) return is_diverged_ ? 0.0 : 1.0;
  double share = 0;
  double weight = 1;
  for (const Node& node : path_) {
    const auto branches = static_cast<double>(node.branches);
    const auto done = branches - 1 - static_cast<double>(node.left.size());
    share += weight * done / branches;
    weight /= branches;
  }
  return share;
}

}  // namespace rollcall::schedule
