#include "conformance/checker/alternatives.hpp"

#include <algorithm>
#include <utility>

namespace rollcall::checker {

using history::DomainNumber;
using history::Operation;

namespace {

/// How often a quick attempt is made to satisfy all answers before the exact search.
constexpr int kRepairs = 16;

}  // namespace

Alternatives::Alternatives(const Segment& segment, const VersionChains& chains,
                           const Constraints& constraints,
                           const std::vector<std::vector<OperationNumber>>& groups,
                           PrecedenceGraph& graph)
    : segment_(segment),
      chains_(chains),
      constraints_(constraints),
      groups_(groups),
      graph_(graph),
      runs_(constraints.runs) {}

void Alternatives::take(std::span<const OperationNumber> order) {
  position_.assign(segment_.operations.size(), 0);
  for (std::size_t place = 0; place < order.size(); ++place) {
    position_[order[place]] = static_cast<std::uint32_t>(place);
  }
}

Alternatives::Narrowing Alternatives::narrow(std::vector<OperationNumber>& order) {
  for (bool is_changed = true; is_changed;) {
    is_changed = false;
    const PrecedenceGraph::Windows windows = graph_.windows(order);
    for (const Constraint& constraint : constraints_.all) {
      if (constraint.holes == Constraint::kNone) continue;
      const std::optional<bool> dropped = drop_excluded_runs(constraint, windows);
      if (!dropped) return {false, reader_of(constraint.observation)};
      is_changed = is_changed || *dropped;
    }
    if (!is_changed) break;
    std::optional<std::vector<OperationNumber>> next = graph_.order();
    if (!next) {
      // The edges that narrowing has added follow from several domains together, so that only a
      // search could confirm the cycle.
      const std::vector<Step> cycle = graph_.cycle();
      return {false, cycle.empty() ? kNoOperation : cycle.front().operation};
    }
    order = std::move(*next);
    take(order);
  }
  return {};
}

std::optional<bool> Alternatives::drop_excluded_runs(const Constraint& constraint,
                                                     const PrecedenceGraph::Windows& windows) {
  auto& runs = runs_[constraint.holes];
  const Observation& observation = observation_of(constraint.observation);
  const std::size_t dropped = std::erase_if(
      runs, [&](const VersionRange& run) { return is_excluded(observation, run, windows); });
  if (runs.empty()) return std::nullopt;
  if (dropped == 0) return false;
  add_edges(observation, {.first = runs.front().first, .last = runs.back().last});
  return true;
}

bool Alternatives::is_excluded(const Observation& observation, const VersionRange& run,
                               const PrecedenceGraph::Windows& windows) const {
  const auto chain = chains_.of(observation.domain);
  const OperationNumber reader = observation.reader;
  const bool too_late =
      run.first > 0 && windows.earliest[chain[run.first].mutator] > windows.latest[reader];
  const bool too_early = run.last + 1 < chain.size() &&
                         windows.earliest[reader] > windows.latest[chain[run.last + 1].mutator];
  return too_late || too_early;
}

void Alternatives::add_edges(const Observation& observation, const VersionRange& run) {
  std::vector<Arc> arcs;
  add_arcs(arcs, observation, run);
  for (const Arc& arc : arcs) {
    graph_.add({.from = arc.from, .to = arc.to});
    graph_.leave_out(arc.from, false);
  }
}

bool Alternatives::repair(std::vector<OperationNumber>& order) {
  const std::size_t certain_edges = graph_.edges().size();
  const std::vector<OperationNumber> certain_order = order;
  if (!are_open()) return true;
  bool is_possible = true;
  for (int round = 0; round < kRepairs && add_nearest_runs(); ++round) {
    std::optional<std::vector<OperationNumber>> next = graph_.order();
    is_possible = next.has_value();
    if (!is_possible) break;
    order = std::move(*next);
    take(order);
  }
  if (is_possible && !are_open()) return true;
  graph_.cut_back(certain_edges);
  order = certain_order;
  take(order);
  are_open();
  return false;
}

/// Returns: whether an answer with holes was not satisfied, and edges added to that end.
bool Alternatives::add_nearest_runs() {
  const std::size_t edges = graph_.edges().size();
  for (const Constraint& constraint : constraints_.all) {
    if (constraint.holes != Constraint::kNone && !is_satisfied(constraint)) {
      add_edges(observation_of(constraint.observation), nearest_run(constraint));
    }
  }
  return graph_.edges().size() > edges;
}

VersionRange Alternatives::nearest_run(const Constraint& constraint) const {
  const Observation& observation = observation_of(constraint.observation);
  const VersionNumber version = version_met(observation.domain, observation.reader);
  const auto distance = [&](const VersionRange& run) {
    return version < run.first ? run.first - version : version - run.last;
  };
  const auto& runs = runs_[constraint.holes];
  return *std::min_element(
      runs.begin(), runs.end(),
      [&](const VersionRange& a, const VersionRange& b) { return distance(a) < distance(b); });
}

bool Alternatives::are_open() {
  unsatisfied_.assign(segment_.operations.size(), false);
  bool some = false;
  const auto complain = [&](OperationNumber reader) { unsatisfied_[reader] = some = true; };
  for (const Constraint& constraint : constraints_.all) {
    if (constraint.holes != Constraint::kNone && !is_satisfied(constraint)) {
      complain(reader_of(constraint.observation));
    }
  }
  for (const CountConstraint& count : constraints_.counts) {
    if (!is_satisfied(count)) complain(count.reader);
  }
  for (const auto& group : groups_) {
    for (const OperationNumber member : group) complain(member);
  }
  return some;
}

/// The version of a domain that a reader meets in the order found.
VersionNumber Alternatives::version_met(DomainNumber domain, OperationNumber reader) const {
  const Operation& call = operation(reader);
  const VersionRange met = chains_.possible(domain, call.invocation, call.response);
  const auto chain = chains_.of(domain);
  VersionNumber version = met.first;
  while (version < met.last && !graph_.is_left_out(chain[version + 1].mutator) &&
         position_[chain[version + 1].mutator] < position_[reader]) {
    ++version;
  }
  return version;
}

bool Alternatives::is_satisfied(const Constraint& constraint) const {
  const Observation& observation = observation_of(constraint.observation);
  const VersionNumber version = version_met(observation.domain, observation.reader);
  const auto& runs = runs_[constraint.holes];
  return std::any_of(runs.begin(), runs.end(), [&](const VersionRange& run) {
    return run.first <= version && version <= run.last;
  });
}

bool Alternatives::is_satisfied(const CountConstraint& count) const {
  const Reading reading(operation(count.reader));
  std::int64_t matches = 0;
  for (std::uint32_t number = count.first_observation; number < count.last_observation; ++number) {
    const DomainNumber domain = observation_of(number).domain;
    if (chains_.is_loose_for(domain, operation(count.reader))) return false;
    const Version& version = chains_.of(domain)[version_met(domain, count.reader)];
    if (reading.counts(observation_of(number), version.state, version.attributes)) ++matches;
  }
  return count.permits(matches);
}

std::vector<Arc> Alternatives::arcs(const std::vector<std::vector<VersionRange>>& runs) const {
  std::vector<Arc> arcs;
  for (const Edge& edge : graph_.edges()) arcs.push_back({.from = edge.from, .to = edge.to});
  for (const Constraint& constraint : constraints_.all) {
    if (constraint.holes == Constraint::kNone) continue;
    const Observation& observation = observation_of(constraint.observation);
    for (const VersionRange& run : runs[constraint.holes]) add_arcs(arcs, observation, run);
  }
  for (const CountConstraint& count : constraints_.counts) add_arcs(arcs, count);
  for (const auto& members : groups_) {
    for (std::size_t next = 0; next < members.size(); ++next) {
      const std::size_t previous = next == 0 ? members.size() - 1 : next - 1;
      arcs.push_back({.from = members[previous], .to = members[next]});
    }
  }
  return arcs;
}

bool Alternatives::are_runs_alone(std::span<const OperationNumber> members) const {
  const auto is_member = [members](OperationNumber number) {
    return std::binary_search(members.begin(), members.end(), number);
  };
  return std::none_of(constraints_.counts.begin(), constraints_.counts.end(),
                      [&](const CountConstraint& count) { return is_member(count.reader); }) &&
         std::none_of(groups_.begin(), groups_.end(), [&](const auto& group) {
           return std::any_of(group.begin(), group.end(), is_member);
         });
}

RunSearchResult Alternatives::choose_runs(std::span<const OperationNumber> members,
                                          std::uint64_t& budget) {
  // A mutator that never returned and that nothing wants does best not to take effect: it may do so
  // yet after everything else.
  std::vector<OperationNumber> wanted(members.begin(), members.end());
  std::erase_if(wanted, [this](OperationNumber number) { return graph_.is_left_out(number); });
  std::vector<Arc> certain;
  for (const Edge& edge : graph_.edges()) certain.push_back({.from = edge.from, .to = edge.to});
  keep_inside(certain, wanted);

  const OpenRuns open = open_runs(wanted);
  RunSearchResult result = search_runs(segment_.operations, wanted, certain, open.choices, budget);
  if (result.kind == RunSearchResult::Kind::kNone && !open.are_all) {
    result.kind = RunSearchResult::Kind::kUndecided;
  }
  for (std::size_t choice = 0; choice < result.runs.size(); ++choice) {
    add_edges(observation_of(open.observations[choice]), open.runs[choice][result.runs[choice]]);
  }
  return result;
}

/// The arcs with both ends among the members: what leads out of a component closes no cycle.
void Alternatives::keep_inside(std::vector<Arc>& arcs, std::span<const OperationNumber> members) {
  std::erase_if(arcs, [members](const Arc& arc) {
    return !std::binary_search(members.begin(), members.end(), arc.from) ||
           !std::binary_search(members.begin(), members.end(), arc.to);
  });
}

/// The runs between which the answers of the members can choose, without those that want a mutator
/// which is left out.
Alternatives::OpenRuns Alternatives::open_runs(std::span<const OperationNumber> members) const {
  OpenRuns open;
  for (const Constraint& constraint : constraints_.all) {
    if (constraint.holes == Constraint::kNone) continue;
    const Observation& observation = observation_of(constraint.observation);
    if (!std::binary_search(members.begin(), members.end(), observation.reader)) continue;
    const auto chain = chains_.of(observation.domain);
    std::vector<VersionRange> runs = runs_[constraint.holes];
    const std::size_t left_out = std::erase_if(runs, [&](const VersionRange& run) {
      return run.first > 0 && graph_.is_left_out(chain[run.first].mutator);
    });
    open.are_all = open.are_all && left_out == 0;
    open.choices.emplace_back();
    for (const VersionRange& run : runs) {
      std::vector<Arc>& arcs = open.choices.back().emplace_back();
      add_arcs(arcs, observation, run);
      keep_inside(arcs, members);
    }
    open.observations.push_back(constraint.observation);
    open.runs.push_back(std::move(runs));
  }
  return open;
}

void Alternatives::add_arcs(std::vector<Arc>& arcs, const Observation& observation,
                            const VersionRange& run) const {
  const auto chain = chains_.of(observation.domain);
  if (run.first > 0) {
    arcs.push_back({.from = chain[run.first].mutator, .to = observation.reader});
  }
  if (run.last + 1 < chain.size()) {
    arcs.push_back({.from = observation.reader, .to = chain[run.last + 1].mutator});
  }
}

/// A count may want any mutator that changes whether its domain matches before it or after it.
void Alternatives::add_arcs(std::vector<Arc>& arcs, const CountConstraint& count) const {
  const Reading reading(operation(count.reader));
  const Operation& call = operation(count.reader);
  for (std::uint32_t number = count.first_observation; number < count.last_observation; ++number) {
    const DomainNumber domain = observation_of(number).domain;
    if (chains_.is_loose_for(domain, call)) continue;
    const auto chain = chains_.of(domain);
    const VersionRange met = chains_.possible(domain, call.invocation, call.response);
    for (VersionNumber version = met.first + 1; version <= met.last; ++version) {
      const auto counts = [&](const Version& at) {
        return reading.counts(observation_of(number), at.state, at.attributes);
      };
      if (counts(chain[version - 1]) == counts(chain[version])) continue;
      arcs.push_back({.from = chain[version].mutator, .to = count.reader});
      arcs.push_back({.from = count.reader, .to = chain[version].mutator});
    }
  }
}

}  // namespace rollcall::checker
