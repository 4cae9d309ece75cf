#include "conformance/checker/components.hpp"

#include <algorithm>

namespace rollcall::checker {
namespace {

using Node = std::uint32_t;
constexpr std::uint32_t kUnseen = ~0U;

/// Successors of all nodes: the operations, then one barrier for each return. A barrier stands for
/// all operations that had returned by then.
class Successors {
 public:
  Successors(const Segment& segment, std::span<const Arc> arcs) {
    const auto operations = static_cast<Node>(segment.operations.size());
    const auto barriers = static_cast<Node>(segment.returned.size());
    std::vector<Arc> all(arcs.begin(), arcs.end());
    for (Node barrier = 0; barrier < barriers; ++barrier) {
      all.push_back({.from = segment.returned[barrier], .to = operations + barrier});
      if (barrier > 0) {
        all.push_back({.from = operations + barrier - 1, .to = operations + barrier});
      }
    }
    Node passed = 0;
    for (Node operation = 0; operation < operations; ++operation) {
      while (passed < barriers && segment.operations[segment.returned[passed]].response <
                                      segment.operations[operation].invocation) {
        ++passed;
      }
      if (passed > 0) all.push_back({.from = operations + passed - 1, .to = operation});
    }
    begin_.assign(std::size_t{operations} + barriers + 1, 0);
    for (const Arc& arc : all) ++begin_[arc.from + 1];
    for (std::size_t node = 1; node < begin_.size(); ++node) begin_[node] += begin_[node - 1];
    to_.resize(all.size());
    std::vector<std::uint32_t> next(begin_.begin(), begin_.end() - 1);
    for (const Arc& arc : all) to_[next[arc.from]++] = arc.to;
  }

  std::size_t nodes() const { return begin_.size() - 1; }
  std::span<const Node> of(Node node) const {
    return std::span(to_).subspan(begin_[node], begin_[node + 1] - begin_[node]);
  }

 private:
  std::vector<std::uint32_t> begin_;
  std::vector<Node> to_;
};

/// Tarjan's algorithm without recursion.
class Tarjan {
 public:
  explicit Tarjan(const Successors& successors)
      : successors_(successors),
        index_(successors.nodes(), kUnseen),
        low_(successors.nodes(), 0),
        component_(successors.nodes(), kUnseen) {}

  std::vector<std::uint32_t> run() {
    for (Node node = 0; node < index_.size(); ++node) {
      if (index_[node] == kUnseen) visit(node);
    }
    return std::move(component_);
  }

 private:
  struct Frame {
    Node node = 0;
    std::size_t next = 0;  ///< the successor to look at
  };

  void enter(Node node) {
    index_[node] = low_[node] = visited_++;
    path_.push_back(node);
    frames_.push_back({.node = node});
  }

  void visit(Node root) {
    enter(root);
    while (!frames_.empty()) {
      Frame& frame = frames_.back();
      const Node node = frame.node;
      const auto successors = successors_.of(node);
      if (frame.next == successors.size()) {
        leave(node);
        continue;
      }
      const Node successor = successors[frame.next++];
      if (index_[successor] == kUnseen) {
        enter(successor);
      } else if (component_[successor] == kUnseen) {
        low_[node] = std::min(low_[node], index_[successor]);
      }
    }
  }

  void leave(Node node) {
    frames_.pop_back();
    if (!frames_.empty()) {
      const Node parent = frames_.back().node;
      low_[parent] = std::min(low_[parent], low_[node]);
    }
    if (low_[node] != index_[node]) return;
    Node member = 0;
    do {
      member = path_.back();
      path_.pop_back();
      component_[member] = found_;
    } while (member != node);
    ++found_;
  }

  const Successors& successors_;
  std::vector<std::uint32_t> index_;
  std::vector<std::uint32_t> low_;
  std::vector<std::uint32_t> component_;
  std::vector<Node> path_;
  std::vector<Frame> frames_;
  std::uint32_t visited_ = 0;
  std::uint32_t found_ = 0;
};

}  // namespace

std::vector<std::uint32_t> components(const Segment& segment, std::span<const Arc> arcs) {
  const Successors successors(segment, arcs);
  std::vector<std::uint32_t> result = Tarjan(successors).run();
  result.resize(segment.operations.size());
  return result;
}

}  // namespace rollcall::checker
