#include "conformance/checker/precedence_graph.hpp"

#include <algorithm>

#include "conformance/checker/shortest_cycle.hpp"

namespace rollcall::checker {

using history::Operation;
using history::Outcome;
using history::Stamp;

std::unordered_set<std::uint32_t> searched_blocks(const Segment& segment,
                                                  const VersionChains& chains,
                                                  const Constraints& constraints) {
  std::unordered_set<std::uint32_t> blocks;
  const auto add = [&](std::uint32_t number) {
    const Observation& observation = segment.observations[number];
    const Operation& reader = segment.operations[observation.reader];
    if (chains.is_loose(observation.domain)) return;
    const auto chain = chains.of(observation.domain);
    const VersionRange met =
        chains.possible(observation.domain, reader.invocation, reader.response);
    for (VersionNumber version = met.first; version <= met.last; ++version) {
      if (chain[version].block != ChainedMutator::kNoBlock) blocks.insert(chain[version].block);
    }
  };
  for (const std::uint32_t number : constraints.loose) add(number);
  for (const CountConstraint& count : constraints.counts) {
    for (std::uint32_t number = count.first_observation; number < count.last_observation;
         ++number) {
      add(number);
    }
  }
  return blocks;
}

PrecedenceGraph::PrecedenceGraph(const Segment& segment, const VersionChains& chains,
                                 const Constraints& constraints)
    : segment_(segment), left_out_(segment.operations.size(), false) {
  edges_.reserve(2 * constraints.all.size());
  add_chains(chains, searched_blocks(segment, chains, constraints));
  add_constraints(chains, constraints);
  leave_out_unwanted();
}

/// Readers that never returned say nothing; mutators that never returned are wanted only where
/// their effect was seen.
void PrecedenceGraph::leave_out_unwanted() {
  for (std::size_t number = 0; number < segment_.operations.size(); ++number) {
    left_out_[number] = segment_.operations[number].response == history::kNever;
  }
  for (const Edge& edge : edges_) left_out_[edge.from] = false;
}

void PrecedenceGraph::cut_back(std::size_t edges) {
  edges_.resize(edges);
  leave_out_unwanted();
}

/// Mutators of one domain that overlap; the others are in real-time order.
void PrecedenceGraph::add_chains(const VersionChains& chains,
                                 const std::unordered_set<std::uint32_t>& searched_blocks) {
  const auto& operations = segment_.operations;
  for (std::size_t number = 0; number < chains.chains(); ++number) {
    const history::DomainNumber domain = chains.domain_of_chain(number);
    const auto chain = chains.of(domain);
    for (std::size_t version = 2; version < chain.size(); ++version) {
      const OperationNumber earlier = chain[version - 1].mutator;
      const OperationNumber later = chain[version].mutator;
      const bool may_be_unwanted = operations[later].response == history::kNever;
      // In which order the mutators of a block go is arbitrary, and left to a search where a reader
      // may have seen it.
      const bool is_arbitrary = chain[version].block != ChainedMutator::kNoBlock &&
                                chain[version].block == chain[version - 1].block &&
                                searched_blocks.contains(chain[version].block);
      if (is_arbitrary) continue;
      if (operations[earlier].response >= operations[later].invocation && !may_be_unwanted) {
        add({.from = earlier, .to = later, .because = Because::kChain, .domain = domain});
      }
    }
  }
}

void PrecedenceGraph::add_constraints(const VersionChains& chains, const Constraints& constraints) {
  for (const Constraint& constraint : constraints.all) {
    const Observation& observation = segment_.observations[constraint.observation];
    const auto chain = chains.of(observation.domain);
    const VersionRange range = constraint.range;
    const Operation& reader = segment_.operations[observation.reader];
    if (range.first > 0) {
      const OperationNumber seen = chain[range.first].mutator;
      if (segment_.operations[seen].response >= reader.invocation) {
        add({.from = seen,
             .to = observation.reader,
             .because = Because::kSawEffect,
             .domain = observation.domain});
      }
    }
    if (range.last + 1 < chain.size()) {
      const OperationNumber missed = chain[range.last + 1].mutator;
      if (reader.response >= segment_.operations[missed].invocation) {
        add({.from = observation.reader,
             .to = missed,
             .because = Because::kMissedEffect,
             .domain = observation.domain});
      }
    }
  }
}

/// Sorts the edges by their origin and counts what every operation waits for.
void PrecedenceGraph::link() {
  const std::size_t operations = segment_.operations.size();
  begin_.assign(operations + 1, 0);
  waits_for_.assign(operations, 0);
  for (const Edge& edge : edges_) {
    if (left_out_[edge.to]) continue;
    ++begin_[edge.from + 1];
    ++waits_for_[edge.to];
  }
  for (std::size_t number = 0; number < operations; ++number) begin_[number + 1] += begin_[number];
  successors_.resize(begin_[operations]);
  for (const Edge& edge : edges_) {
    if (!left_out_[edge.to]) successors_[begin_[edge.from]++] = edge.to;
  }
  for (std::size_t number = operations; number > 0; --number) begin_[number] = begin_[number - 1];
  begin_[0] = 0;
}

std::optional<std::vector<OperationNumber>> PrecedenceGraph::order() {
  link();
  const auto& operations = segment_.operations;
  const auto& returned = segment_.returned;
  placed_.assign(operations.size(), false);
  admitted_ = 0;
  std::size_t first_open = 0;
  std::vector<OperationNumber> order;
  order.reserve(operations.size());
  const auto place = [&](OperationNumber number) {
    placed_[number] = true;
    order.push_back(number);
  };
  const auto admit = [&] {
    while (first_open < returned.size() && placed_[returned[first_open]]) ++first_open;
    const Stamp limit =
        first_open < returned.size() ? operations[returned[first_open]].response : history::kNever;
    while (admitted_ < operations.size() && operations[admitted_].invocation <= limit) {
      const auto number = static_cast<OperationNumber>(admitted_++);
      if (waits_for_[number] == 0 && !left_out_[number]) place(number);
    }
  };
  admit();
  for (std::size_t next = 0; next < order.size(); ++next) {
    const OperationNumber number = order[next];
    for (std::uint32_t edge = begin_[number]; edge < begin_[number + 1]; ++edge) {
      const OperationNumber successor = successors_[edge];
      if (--waits_for_[successor] == 0 && successor < admitted_) place(successor);
    }
    admit();
  }
  const auto left_out = std::count(left_out_.begin(), left_out_.end(), true);
  if (order.size() + static_cast<std::size_t>(left_out) == operations.size()) return order;
  return std::nullopt;
}

PrecedenceGraph::Windows PrecedenceGraph::windows(std::span<const OperationNumber> order) const {
  Windows windows;
  for (const Operation& operation : segment_.operations) {
    windows.earliest.push_back(operation.invocation);
    windows.latest.push_back(operation.response);
  }
  const auto successors_of = [this](OperationNumber number) {
    return std::span(successors_).subspan(begin_[number], begin_[number + 1] - begin_[number]);
  };
  for (const OperationNumber number : order) {
    for (const OperationNumber next : successors_of(number)) {
      windows.earliest[next] = std::max(windows.earliest[next], windows.earliest[number]);
    }
  }
  for (auto place = order.rbegin(); place != order.rend(); ++place) {
    for (const OperationNumber next : successors_of(*place)) {
      windows.latest[*place] = std::min(windows.latest[*place], windows.latest[next]);
    }
  }
  return windows;
}

/// The operations that wait for no return, and those that these wait for: among them is a cycle.
std::vector<OperationNumber> PrecedenceGraph::stuck() const {
  std::vector<bool> is_stuck(segment_.operations.size(), false);
  for (std::size_t number = 0; number < admitted_; ++number) {
    if (!placed_[number] && !left_out_[number]) is_stuck[number] = true;
  }
  std::vector<OperationNumber> result;
  for (const Edge& edge : edges_) {
    if (edge.to < admitted_ && is_stuck[edge.to] && !placed_[edge.from])
      result.push_back(edge.from);
  }
  for (std::size_t number = 0; number < admitted_; ++number) {
    if (is_stuck[number]) result.push_back(static_cast<OperationNumber>(number));
  }
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

std::vector<Step> PrecedenceGraph::cycle() const {
  return shortest_cycle(stuck(), edges_, segment_.operations);
}

}  // namespace rollcall::checker
