#include "conformance/checker/order_search.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "conformance/checker/components.hpp"
#include "conformance/checker/precedence_graph.hpp"

namespace rollcall::checker {
namespace {

using history::DomainNumber;
using history::DomainState;
using history::Operation;
using Kind = Certificate::Kind;

/// How often a quick attempt is made to satisfy all alternatives before the exact search.
constexpr int kRepairs = 16;

/// A segment of no more operations can be searched as a whole when its parts leave a doubt.
constexpr std::size_t kSmallSegment = 64;

class OrderSearch {
 public:
  OrderSearch(const Segment& segment, const VersionChains& chains, const Constraints& constraints,
              std::span<const OperationNumber> pending, std::uint64_t budget)
      : segment_(segment),
        chains_(chains),
        constraints_(constraints),
        pending_(pending),
        budget_(budget),
        runs_(constraints.runs),
        graph_(segment, chains, constraints) {}

  OrderVerdict run() {
    std::optional<std::vector<OperationNumber>> order = graph_.order();
    if (!order) {
      verdict_.certificate = {.kind = Kind::kCycle, .cycle = graph_.cycle()};
      return std::move(verdict_);
    }
    find_groups();
    take(*order);
    if (has_alternatives() && !settle_alternatives(*order)) return std::move(verdict_);
    if (is_doubtful(*order)) {
      search_whole("the order found contradicts an answer");
      return std::move(verdict_);
    }
    verdict_.certificate = {.kind = Kind::kOrder, .order = std::move(*order)};
    add_pending();
    return std::move(verdict_);
  }

 private:
  const Observation& observation_of(std::uint32_t number) const {
    return segment_.observations[number];
  }
  OperationNumber reader_of(std::uint32_t observation) const {
    return segment_.observations[observation].reader;
  }
  const Operation& operation(OperationNumber number) const { return segment_.operations[number]; }

  void take(std::span<const OperationNumber> order) {
    position_.assign(segment_.operations.size(), 0);
    for (std::size_t place = 0; place < order.size(); ++place) {
      position_[order[place]] = static_cast<std::uint32_t>(place);
    }
  }

  /// Finds an order that satisfies all alternatives.
  ///
  /// Returns: whether there is one; else the verdict says why not.
  bool settle_alternatives(std::vector<OperationNumber>& order) {
    if (narrow(order) && repair(order)) return true;
    if (!verdict_.certificate.order.empty() || !verdict_.undecided.empty()) return false;
    if (!search_components()) return false;
    std::optional<std::vector<OperationNumber>> joined = graph_.order();
    if (!joined) {
      search_whole("the orders of separate parts could not be joined");
      return false;
    }
    order = std::move(*joined);
    return true;
  }

  std::vector<OperationNumber> all_operations() const {
    std::vector<OperationNumber> all(segment_.operations.size());
    std::iota(all.begin(), all.end(), OperationNumber{0});
    return all;
  }

  /// Whether an order in which something was left open proves to be wrong.
  bool is_doubtful(const std::vector<OperationNumber>& order) {
    const bool is_certain = constraints_.runs.empty() && constraints_.counts.empty() &&
                            groups_.empty() && pending_.empty();
    return !is_certain && !is_legal(order, problem_of(all_operations()), segment_.operations);
  }

  /// Searches a small segment at once, and gives the verdict; of a larger one says `doubt`.
  void search_whole(const char* doubt) {
    verdict_ = {};
    verdict_.keeps_chains = false;
    searched_pending_.clear();
    const std::vector<OperationNumber> all = all_operations();
    if (all.size() > kSmallSegment) {
      verdict_.undecided = doubt;
      return;
    }
    std::optional<std::vector<OperationNumber>> order = search(all);
    if (!order) return;
    verdict_.certificate = {.kind = Kind::kOrder, .order = std::move(*order)};
    add_pending();
  }

  /// Drops the runs that the time windows of the operations exclude, until none is left to drop.
  ///
  /// Returns: whether an alternative remains for every answer; else the verdict says so.
  bool narrow(std::vector<OperationNumber>& order) {
    for (bool is_changed = true; is_changed;) {
      is_changed = false;
      const PrecedenceGraph::Windows windows = graph_.windows(order);
      for (const Constraint& constraint : constraints_.all) {
        if (constraint.holes == Constraint::kNone) continue;
        auto& runs = runs_[constraint.holes];
        const std::size_t before = runs.size();
        const Observation& observation = observation_of(constraint.observation);
        std::erase_if(
            runs, [&](const VersionRange& run) { return is_excluded(observation, run, windows); });
        if (runs.size() == before) continue;
        if (runs.empty()) {
          refute_by_component(observation.reader);
          return false;
        }
        is_changed = true;
        add_edges(observation, {.first = runs.front().first, .last = runs.back().last});
      }
      if (!is_changed) break;
      std::optional<std::vector<OperationNumber>> next = graph_.order();
      if (!next) {
        refute_by_cycle();
        return false;
      }
      order = std::move(*next);
      take(order);
    }
    return true;
  }

  /// The edges that narrowing has added follow from several domains together, so that only a search
  /// could confirm them.
  void refute_by_cycle() {
    const std::vector<Step> cycle = graph_.cycle();
    if (cycle.empty()) {
      verdict_.undecided = "the operations that exclude each other could not be told";
    } else {
      refute_by_component(cycle.front().operation);
    }
  }

  bool is_excluded(const Observation& observation, const VersionRange& run,
                   const PrecedenceGraph::Windows& windows) const {
    const auto chain = chains_.of(observation.domain);
    const OperationNumber reader = observation.reader;
    const bool too_late =
        run.first > 0 && windows.earliest[chain[run.first].mutator] > windows.latest[reader];
    const bool too_early = run.last + 1 < chain.size() &&
                           windows.earliest[reader] > windows.latest[chain[run.last + 1].mutator];
    return too_late || too_early;
  }

  void add_edges(const Observation& observation, const VersionRange& run) {
    std::vector<Arc> arcs;
    add_arcs(arcs, observation, run);
    for (const Arc& arc : arcs) {
      graph_.add({.from = arc.from, .to = arc.to});
      graph_.leave_out(arc.from, false);
    }
  }

  /// Tries to satisfy all answers by the runs that are nearest to where they stand in the order.
  ///
  /// Returns: whether that worked; if not, nothing is known.
  bool repair(std::vector<OperationNumber>& order) {
    const std::size_t certain_edges = graph_.edges().size();
    const std::vector<OperationNumber> certain_order = order;
    if (!has_alternatives()) return true;
    for (int round = 0; round < kRepairs && add_nearest_runs(); ++round) {
      std::optional<std::vector<OperationNumber>> next = graph_.order();
      if (!next) break;
      order = std::move(*next);
      take(order);
    }
    if (!has_alternatives()) return true;
    graph_.cut_back(certain_edges);
    order = certain_order;
    take(order);
    has_alternatives();
    return false;
  }

  /// Returns: whether an answer with holes was not satisfied, and edges added to that end.
  bool add_nearest_runs() {
    const std::size_t edges = graph_.edges().size();
    for (const Constraint& constraint : constraints_.all) {
      if (constraint.holes != Constraint::kNone && !is_satisfied(constraint)) {
        add_edges(observation_of(constraint.observation), nearest_run(constraint));
      }
    }
    return graph_.edges().size() > edges;
  }

  VersionRange nearest_run(const Constraint& constraint) const {
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

  /// The operations on common cycles with this one, alternatives included, have no legal order.
  void refute_by_component(OperationNumber member) {
    const std::vector<std::uint32_t> component_of = components(segment_, all_arcs());
    verdict_.certificate = {.kind = Kind::kRegion};
    for (OperationNumber number = 0; number < component_of.size(); ++number) {
      if (component_of[number] == component_of[member]) {
        verdict_.certificate.order.push_back(number);
      }
    }
  }

  /// Whether the graph leaves something open that the order found does not happen to satisfy.
  bool has_alternatives() {
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
  VersionNumber version_met(DomainNumber domain, OperationNumber reader) const {
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

  bool is_satisfied(const Constraint& constraint) const {
    const Observation& observation = observation_of(constraint.observation);
    const VersionNumber version = version_met(observation.domain, observation.reader);
    const auto& runs = runs_[constraint.holes];
    return std::any_of(runs.begin(), runs.end(), [&](const VersionRange& run) {
      return run.first <= version && version <= run.last;
    });
  }

  bool is_satisfied(const CountConstraint& count) const {
    const Reading reading(operation(count.reader));
    std::int64_t matches = 0;
    for (std::uint32_t number = count.first_observation; number < count.last_observation;
         ++number) {
      const DomainNumber domain = observation_of(number).domain;
      if (chains_.is_loose_for(domain, operation(count.reader))) return false;
      const Version& version = chains_.of(domain)[version_met(domain, count.reader)];
      if (reading.counts(observation_of(number), version.state, version.attributes)) ++matches;
    }
    return count.permits(matches);
  }

  void find_groups() {
    for (const ChangedDomain& changed : segment_.changed) {
      if (changed.loose) groups_.push_back(members_of(changed.domain));
    }
    std::unordered_map<std::uint32_t, std::vector<OperationNumber>> of_block;
    for (const std::uint32_t block : searched_blocks(segment_, chains_, constraints_)) {
      of_block.try_emplace(block);
    }
    if (of_block.empty()) return;
    for (const ChainedMutator& chained : segment_.chained) {
      const auto found = of_block.find(chained.block);
      if (found != of_block.end()) found->second.push_back(chained.number);
    }
    for (const Observation& observation : segment_.observations)
      add_to_blocks(observation, of_block);
    for (auto& [block, members] : of_block) {
      std::sort(members.begin(), members.end());
      members.erase(std::unique(members.begin(), members.end()), members.end());
      groups_.push_back(std::move(members));
    }
    std::sort(groups_.begin(), groups_.end());
  }

  /// Adds the reader to the blocks that it may have met, with all mutators that it may have met.
  void add_to_blocks(
      const Observation& observation,
      std::unordered_map<std::uint32_t, std::vector<OperationNumber>>& of_block) const {
    if (chains_.is_loose(observation.domain)) return;
    const Operation& reader = operation(observation.reader);
    const auto chain = chains_.of(observation.domain);
    const VersionRange met =
        chains_.possible(observation.domain, reader.invocation, reader.response);
    for (VersionNumber version = met.first; version <= met.last; ++version) {
      const auto found = of_block.find(chain[version].block);
      if (found == of_block.end()) continue;
      found->second.push_back(observation.reader);
      for (VersionNumber other = met.first + 1; other <= met.last; ++other) {
        found->second.push_back(chain[other].mutator);
      }
    }
  }

  /// All operations that say or change something of a loose domain.
  std::vector<OperationNumber> members_of(DomainNumber domain) const {
    std::vector<OperationNumber> members;
    for (OperationNumber number = 0; number < segment_.operations.size(); ++number) {
      if (has_effect(operation(number)) && operation(number).domain == domain) {
        members.push_back(number);
      }
    }
    for (const Observation& observation : segment_.observations) {
      if (observation.domain == domain) members.push_back(observation.reader);
    }
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
  }

  /// All that must be, and all that the alternatives could demand.
  std::vector<Arc> all_arcs() const {
    std::vector<Arc> arcs;
    for (const Edge& edge : graph_.edges()) arcs.push_back({.from = edge.from, .to = edge.to});
    for (const Constraint& constraint : constraints_.all) {
      if (constraint.holes == Constraint::kNone) continue;
      const Observation& observation = observation_of(constraint.observation);
      for (const VersionRange& run : runs_[constraint.holes]) add_arcs(arcs, observation, run);
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

  void add_arcs(std::vector<Arc>& arcs, const Observation& observation,
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
  void add_arcs(std::vector<Arc>& arcs, const CountConstraint& count) const {
    const Reading reading(operation(count.reader));
    const Operation& call = operation(count.reader);
    for (std::uint32_t number = count.first_observation; number < count.last_observation;
         ++number) {
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

  /// Returns: whether all have an order; they are then added to the graph.
  bool search_components() {
    const std::vector<std::uint32_t> component_of = components(segment_, all_arcs());
    std::unordered_map<std::uint32_t, std::vector<OperationNumber>> wanted;
    std::vector<std::uint32_t> order_of_search;
    for (OperationNumber number = 0; number < unsatisfied_.size(); ++number) {
      const bool is_new = unsatisfied_[number] && wanted.try_emplace(component_of[number]).second;
      if (is_new) order_of_search.push_back(component_of[number]);
    }
    for (OperationNumber number = 0; number < component_of.size(); ++number) {
      const auto found = wanted.find(component_of[number]);
      if (found != wanted.end()) found->second.push_back(number);
    }
    for (const std::uint32_t component : order_of_search) {
      const std::optional<std::vector<OperationNumber>> found = search(wanted.at(component));
      if (!found) return false;
      for (const OperationNumber number : *found) graph_.leave_out(number, false);
      chain_up(*found);
    }
    keep_satisfied(component_of, wanted);
    return true;
  }

  /// Components that the order found satisfies keep their order.
  void keep_satisfied(
      const std::vector<std::uint32_t>& component_of,
      const std::unordered_map<std::uint32_t, std::vector<OperationNumber>>& searched) {
    std::unordered_map<std::uint32_t, std::vector<OperationNumber>> kept;
    const auto keep = [&](OperationNumber reader) {
      if (!searched.contains(component_of[reader])) kept.try_emplace(component_of[reader]);
    };
    for (const Constraint& constraint : constraints_.all) {
      if (constraint.holes != Constraint::kNone) keep(reader_of(constraint.observation));
    }
    for (const CountConstraint& count : constraints_.counts) keep(count.reader);
    for (OperationNumber number = 0; number < component_of.size(); ++number) {
      const auto found = kept.find(component_of[number]);
      if (found != kept.end() && !graph_.is_left_out(number)) found->second.push_back(number);
    }
    for (auto& [component, members] : kept) {
      std::sort(members.begin(), members.end(), [this](OperationNumber a, OperationNumber b) {
        return position_[a] < position_[b];
      });
      chain_up(members);
    }
  }

  void chain_up(std::span<const OperationNumber> order) {
    for (std::size_t place = 1; place < order.size(); ++place) {
      graph_.add({.from = order[place - 1], .to = order[place]});
    }
  }

  /// A legal order of the members alone; when there is none, the verdict says so.
  std::optional<std::vector<OperationNumber>> search(const std::vector<OperationNumber>& members) {
    const SweepProblem problem = problem_of(members);
    SweepResult result = sweep(problem, segment_.operations, budget_);
    if (result.kind == SweepResult::Kind::kNone) {
      verdict_.certificate = {.kind = Kind::kRegion, .order = members};
      return std::nullopt;
    }
    if (result.kind == SweepResult::Kind::kUndecided) {
      verdict_.undecided = "the exact search over " + std::to_string(members.size()) +
                           " operations used up its budget";
      return std::nullopt;
    }
    note_ending(result, members);
    return std::move(result.order);
  }

  /// What the component makes of its loose domains and of indeterminate mutators.
  void note_ending(const SweepResult& result, const std::vector<OperationNumber>& members) {
    const SweepResult::Ending& ending = result.endings.front();
    bool decides_something = false;
    for (const OperationNumber number : members) {
      const DomainNumber domain = operation(number).domain;
      const bool is_pending = operation(number).response == history::kNever;
      if (!has_effect(operation(number))) continue;
      if (!chains_.is_loose(domain) && !is_pending) continue;
      decides_something = true;
      const bool is_left = std::find(ending.not_done.begin(), ending.not_done.end(), number) !=
                           ending.not_done.end();
      searched_pending_.insert_or_assign(number, !is_left);
      if (chains_.is_loose(domain) || !is_left) {
        const DomainState& state = ending.states[place_of_.at(domain)];
        verdict_.outlook.finals.push_back(chains_.is_loose(domain)
                                              ? Screen::Final{.domain = domain, .state = state}
                                              : after_pending(domain, number));
      }
    }
    if (decides_something && result.endings.size() > 1) verdict_.outlook.is_certain = false;
  }

  SweepProblem problem_of(const std::vector<OperationNumber>& members) {
    SweepProblem problem;
    place_of_.clear();
    std::unordered_map<OperationNumber, std::size_t> item_of;
    for (const OperationNumber number : members) {
      const Operation& member = operation(number);
      item_of.emplace(number, problem.items.size());
      problem.items.push_back(
          {.number = number, .from = member.invocation, .until = member.response});
      if (!has_effect(member)) continue;
      const auto [place, is_new] =
          place_of_.try_emplace(member.domain, static_cast<std::uint32_t>(problem.initial.size()));
      if (is_new) problem.initial.push_back(state_before(number, members));
      problem.items.back().place = place->second;
    }
    add_demands(problem, item_of);
    return problem;
  }

  /// The state of the domain before its first mutator among the members.
  DomainState state_before(OperationNumber mutator,
                           const std::vector<OperationNumber>& members) const {
    const DomainNumber domain = operation(mutator).domain;
    const auto chain = chains_.of(domain);
    if (chains_.is_loose(domain)) return chain.front().state;
    for (std::size_t version = 1; version < chain.size(); ++version) {
      if (std::binary_search(members.begin(), members.end(), chain[version].mutator)) {
        return chain[version - 1].state;
      }
    }
    return chain.back().state;
  }

  void add_demands(SweepProblem& problem,
                   const std::unordered_map<OperationNumber, std::size_t>& item_of) const {
    const auto add = [&](std::uint32_t number) {
      const Observation& observation = observation_of(number);
      const auto item = item_of.find(observation.reader);
      const auto place = place_of_.find(observation.domain);
      if (item == item_of.end() || place == place_of_.end()) return;
      problem.items[item->second].demands.push_back({.place = place->second,
                                                     .observation = observation,
                                                     .asked = constraints_.asked_of(number)});
    };
    if (item_of.size() == segment_.operations.size()) {
      add_all_observations(add);
    } else {
      for (const Constraint& constraint : constraints_.all) add(constraint.observation);
      for (const std::uint32_t number : constraints_.loose) add(number);
    }
    for (const CountConstraint& count : constraints_.counts) {
      const auto item = item_of.find(count.reader);
      if (item != item_of.end()) demand_count(problem.items[item->second], count);
    }
  }

  /// Also those that any version in the chain fulfils, since the chain is one order of several.
  template <typename Add>
  void add_all_observations(const Add& add) const {
    for (std::uint32_t number = 0; number < segment_.observations.size(); ++number) {
      if (!observation_of(number).is_counted()) add(number);
    }
    for (const Constraint& constraint : constraints_.all) {
      if (constraint.of_count) add(constraint.observation);
    }
  }

  /// Of domains without a mutator in the problem, it is certain whether they match.
  void demand_count(SweepItem& item, const CountConstraint& count) const {
    const Operation& call = operation(count.reader);
    const Reading reading(call);
    NumberDemand wanted{.demands = {}, .least = count.least, .most = count.most};
    for (std::uint32_t number = count.first_observation; number < count.last_observation;
         ++number) {
      Observation observation = observation_of(number);
      observation.seen = true;
      const auto place = place_of_.find(observation.domain);
      if (place != place_of_.end()) {
        wanted.demands.push_back({.place = place->second, .observation = observation});
        continue;
      }
      const auto chain = chains_.of(observation.domain);
      const VersionRange met = chains_.possible(observation.domain, call.invocation, call.response);
      const Version& version = chain[met.first];
      if (!reading.counts(observation, version.state, version.attributes)) continue;
      --wanted.least;
      --wanted.most;
    }
    item.numbers.push_back(std::move(wanted));
  }

  /// The indeterminate mutators that no component decided: done where an edge wants them.
  void add_pending() {
    Outlook& outlook = verdict_.outlook;
    for (const OperationNumber number : pending_) {
      const auto searched = searched_pending_.find(number);
      const bool is_done =
          searched != searched_pending_.end() ? searched->second : !graph_.is_left_out(number);
      if (!is_done) outlook.pending.push_back(number);
      const DomainNumber domain = operation(number).domain;
      if (is_done && searched == searched_pending_.end() && !chains_.is_loose(domain)) {
        outlook.finals.push_back(after_pending(domain, number));
      }
    }
  }

  /// How an indeterminate mutator leaves a domain on which it comes last and was seen.
  Screen::Final after_pending(DomainNumber domain, OperationNumber mutator) const {
    const auto chain = chains_.of(domain);
    const bool was_seen = std::any_of(
        constraints_.all.begin(), constraints_.all.end(), [&](const Constraint& constraint) {
          return !constraint.of_count && observation_of(constraint.observation).domain == domain &&
                 chain[constraint.range.first].mutator == mutator;
        });
    return {.domain = domain,
            .state = chain.back().state,
            .outdated = chain[chain.size() - 2].state,
            .in_projection = !was_seen};
  }

  const Segment& segment_;
  const VersionChains& chains_;
  const Constraints& constraints_;
  std::span<const OperationNumber> pending_;
  std::uint64_t budget_;
  /// The runs of versions that answers with holes may still have seen.
  std::vector<std::vector<VersionRange>> runs_;
  PrecedenceGraph graph_;
  /// Operations that one search must decide together: those of a loose domain, and the mutators of
  /// a block with the readers that may have seen their order.
  std::vector<std::vector<OperationNumber>> groups_;
  std::vector<std::uint32_t> position_;  ///< in the order that the graph alone permits
  std::vector<bool> unsatisfied_;        ///< readers with an alternative that must be searched
  std::unordered_map<DomainNumber, std::uint32_t> place_of_;  ///< in the problem at hand
  /// Indeterminate mutators that a search decided, and whether they took effect.
  std::unordered_map<OperationNumber, bool> searched_pending_;
  OrderVerdict verdict_;
};

}  // namespace

OrderVerdict search_order(const Segment& segment, const VersionChains& chains,
                          const Constraints& constraints, std::span<const OperationNumber> pending,
                          std::uint64_t budget) {
  return OrderSearch(segment, chains, constraints, pending, budget).run();
}

SweepProblem mutators_of(const Segment& segment, const VersionChains& chains, DomainNumber domain) {
  SweepProblem problem{.initial = {chains.of(domain).front().state}, .items = {}};
  for (OperationNumber number = 0; number < segment.operations.size(); ++number) {
    const Operation& operation = segment.operations[number];
    if (!has_effect(operation) || operation.domain != domain) continue;
    problem.items.push_back(
        {.number = number, .from = operation.invocation, .until = operation.response});
  }
  return problem;
}

}  // namespace rollcall::checker
