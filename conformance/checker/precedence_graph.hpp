// Precedence graph (grade L): which operation of a segment must take effect before which. Real time
// is kept implicit: an operation may be placed once all that returned before its invocation are.

#pragma once

#include <optional>
#include <span>
#include <unordered_set>
#include <vector>

#include "conformance/checker/constraint.hpp"

namespace rollcall::checker {

/// `from` must take effect before `to`.
struct Edge {
  OperationNumber from = 0;
  OperationNumber to = 0;
  Because because = Because::kChain;
  history::DomainNumber domain = history::kNoDomain;
};

/// The blocks whose inner order some reader may have seen.
std::unordered_set<std::uint32_t> searched_blocks(const Segment& segment,
                                                  const VersionChains& chains,
                                                  const Constraints& constraints);

class PrecedenceGraph {
 public:
  /// The graph of all constraints of the segment; of those with holes, of their hulls.
  PrecedenceGraph(const Segment& segment, const VersionChains& chains,
                  const Constraints& constraints);

  void add(const Edge& edge) { edges_.push_back(edge); }
  std::span<const Edge> edges() const { return edges_; }

  /// Leaves out an indeterminate mutator, which then never takes effect; or puts it back in.
  void leave_out(OperationNumber operation, bool out) { left_out_[operation] = out; }
  bool is_left_out(OperationNumber operation) const { return left_out_[operation]; }

  /// A total order that respects all edges and real time; nothing when there is none.
  std::optional<std::vector<OperationNumber>> order();

  /// The earliest and the latest instant at which each operation can take effect.
  struct Windows {
    std::vector<history::Stamp> earliest;
    std::vector<history::Stamp> latest;
  };
  /// Pre: `order` is what order() has just returned.
  Windows windows(std::span<const OperationNumber> order) const;

  /// Forgets the edges added after the first `edges`.
  void cut_back(std::size_t edges);

  /// A short cycle. Pre: order() has just returned nothing.
  std::vector<Step> cycle() const;

 private:
  void add_chains(const VersionChains& chains,
                  const std::unordered_set<std::uint32_t>& searched_blocks);
  void add_constraints(const VersionChains& chains, const Constraints& constraints);
  void leave_out_unwanted();
  void link();
  std::vector<OperationNumber> stuck() const;

  const Segment& segment_;
  std::vector<Edge> edges_;
  std::vector<bool> left_out_;
  // Of the last call of order():
  std::vector<std::uint32_t> begin_;  ///< of the successors of each operation
  std::vector<OperationNumber> successors_;
  std::vector<std::uint32_t> waits_for_;  ///< how many explicit predecessors are not placed
  std::vector<bool> placed_;
  std::size_t admitted_ = 0;  ///< operations before this one do not wait for real time
};

}  // namespace rollcall::checker
