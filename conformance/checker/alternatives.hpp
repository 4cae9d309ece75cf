// Alternatives: what the precedence graph leaves open. An answer with holes fits several runs of
// versions of its domain; a number may come about in several ways; groups have no certain order.
// Most are settled by the time windows of the operations, or by the runs that are nearest to where
// the operations stand in an order that the graph permits.

#pragma once

#include <optional>
#include <span>
#include <vector>

#include "conformance/checker/components.hpp"
#include "conformance/checker/precedence_graph.hpp"
#include "conformance/checker/run_search.hpp"

namespace rollcall::checker {

class Alternatives {
 public:
  /// All are borrowed; the graph is given the edges of runs that are chosen.
  Alternatives(const Segment& segment, const VersionChains& chains, const Constraints& constraints,
               const std::vector<std::vector<OperationNumber>>& groups, PrecedenceGraph& graph);

  /// Looks at the order from now on, one that the graph permits.
  void take(std::span<const OperationNumber> order);

  /// Whether the order taken leaves some alternative unsatisfied.
  bool are_open();
  /// By operation: whether it is a reader or in a group that are_open() found unsatisfied.
  const std::vector<bool>& unsatisfied() const { return unsatisfied_; }
  /// Where an operation stands in the order taken.
  std::uint32_t position(OperationNumber number) const { return position_[number]; }

  /// How far the time windows decide.
  struct Narrowing {
    bool is_possible = true;  ///< an alternative remains for every answer
    /// If not: one of the operations that exclude each other; none if it could not be told.
    OperationNumber contradiction = kNoOperation;
  };
  /// Drops the runs that the time windows of the operations exclude, until none is left to drop.
  Narrowing narrow(std::vector<OperationNumber>& order);

  /// Tries to satisfy all answers by the runs that are nearest to where they stand in the order.
  ///
  /// Returns: whether that worked; if not, nothing is known, and order and graph are as before.
  bool repair(std::vector<OperationNumber>& order);

  /// All that must be, and all that the alternatives that are left could demand.
  std::vector<Arc> arcs() const { return arcs(runs_); }
  /// The same with the alternatives that narrow() has dropped: all that a contradiction can be
  /// about.
  std::vector<Arc> all_arcs() const { return arcs(constraints_.runs); }

  /// Tries to satisfy the answers of the members of a component, where only runs are open.
  ///
  /// Pre: `members` ascend. Returns: an order of those that the graph does not leave out, which
  /// makes the graph demand the runs that it satisfies; nothing about them is known when it is
  /// undecided.
  RunSearchResult choose_runs(std::span<const OperationNumber> members, std::uint64_t& budget);
  /// Whether nothing but runs is open between the members.
  bool are_runs_alone(std::span<const OperationNumber> members) const;

 private:
  const Observation& observation_of(std::uint32_t number) const {
    return segment_.observations[number];
  }
  OperationNumber reader_of(std::uint32_t observation) const {
    return segment_.observations[observation].reader;
  }
  const history::Operation& operation(OperationNumber number) const {
    return segment_.operations[number];
  }

  /// Returns: whether runs were dropped; nothing when none is left.
  std::optional<bool> drop_excluded_runs(const Constraint& constraint,
                                         const PrecedenceGraph::Windows& windows);
  bool is_excluded(const Observation& observation, const VersionRange& run,
                   const PrecedenceGraph::Windows& windows) const;
  /// What the answers with holes of some members can have seen; by answer.
  struct OpenRuns {
    std::vector<std::uint32_t> observations;
    std::vector<std::vector<VersionRange>> runs;
    std::vector<RunChoice> choices;
    bool are_all = true;
  };
  OpenRuns open_runs(std::span<const OperationNumber> members) const;
  static void keep_inside(std::vector<Arc>& arcs, std::span<const OperationNumber> members);
  void add_edges(const Observation& observation, const VersionRange& run);
  bool add_nearest_runs();
  VersionRange nearest_run(const Constraint& constraint) const;
  VersionNumber version_met(history::DomainNumber domain, OperationNumber reader) const;
  bool is_satisfied(const Constraint& constraint) const;
  bool is_satisfied(const CountConstraint& count) const;
  std::vector<Arc> arcs(const std::vector<std::vector<VersionRange>>& runs) const;
  void add_arcs(std::vector<Arc>& arcs, const Observation& observation,
                const VersionRange& run) const;
  void add_arcs(std::vector<Arc>& arcs, const CountConstraint& count) const;

  const Segment& segment_;
  const VersionChains& chains_;
  const Constraints& constraints_;
  const std::vector<std::vector<OperationNumber>>& groups_;
  PrecedenceGraph& graph_;
  /// The runs of versions that answers with holes may still have seen.
  std::vector<std::vector<VersionRange>> runs_;
  std::vector<std::uint32_t> position_;
  std::vector<bool> unsatisfied_;
};

}  // namespace rollcall::checker
