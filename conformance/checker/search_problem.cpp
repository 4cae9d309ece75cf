#include "conformance/checker/search_problem.hpp"

#include <algorithm>
#include <utility>

namespace rollcall::checker {
namespace {

using history::DomainNumber;
using history::DomainState;
using history::Operation;

class Builder {
 public:
  Builder(const Segment& segment, const VersionChains& chains, const Constraints& constraints)
      : segment_(segment), chains_(chains), constraints_(constraints) {}

  SearchProblem build(const std::vector<OperationNumber>& members) {
    sweep_.items.reserve(members.size());
    for (const OperationNumber number : members) {
      const Operation& member = operation(number);
      sweep_.items.push_back(
          {.number = number, .from = member.invocation, .until = member.response});
      if (!has_effect(member)) continue;
      const auto [place, is_new] =
          place_of_.try_emplace(member.domain, static_cast<std::uint32_t>(sweep_.initial.size()));
      if (is_new) sweep_.initial.push_back(state_before(number, members));
      sweep_.items.back().place = place->second;
    }
    add_demands();
    return {.sweep = std::move(sweep_), .place_of = std::move(place_of_)};
  }

 private:
  const Observation& observation_of(std::uint32_t number) const {
    return segment_.observations[number];
  }
  const Operation& operation(OperationNumber number) const { return segment_.operations[number]; }

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

  /// The item of a member; null for other operations.
  SweepItem* item_of(OperationNumber member) {
    const auto place =
        std::partition_point(sweep_.items.begin(), sweep_.items.end(),
                             [member](const SweepItem& item) { return item.number < member; });
    return place != sweep_.items.end() && place->number == member ? &*place : nullptr;
  }

  void add_demands() {
    const auto add = [&](std::uint32_t number) {
      const Observation& observation = observation_of(number);
      SweepItem* const item = item_of(observation.reader);
      const auto place = place_of_.find(observation.domain);
      if (item == nullptr || place == place_of_.end()) return;
      item->demands.push_back({.place = place->second,
                               .observation = observation,
                               .asked = constraints_.asked_of(number)});
    };
    if (sweep_.items.size() == segment_.operations.size()) {
      add_all_observations(add);
    } else {
      for (const Constraint& constraint : constraints_.all) add(constraint.observation);
      for (const std::uint32_t number : constraints_.loose) add(number);
    }
    for (const CountConstraint& count : constraints_.counts) {
      SweepItem* const item = item_of(count.reader);
      if (item != nullptr) demand_count(*item, count);
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

  const Segment& segment_;
  const VersionChains& chains_;
  const Constraints& constraints_;
  SweepProblem sweep_;
  std::unordered_map<DomainNumber, std::uint32_t> place_of_;
};

}  // namespace

SearchProblem problem_of(const std::vector<OperationNumber>& members, const Segment& segment,
                         const VersionChains& chains, const Constraints& constraints) {
  return Builder(segment, chains, constraints).build(members);
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
