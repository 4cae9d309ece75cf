#include "conformance/checker/loose_domains.hpp"

#include <algorithm>
#include <numeric>

namespace rollcall::checker {

using history::DomainNumber;
using history::DomainState;
using history::Operation;
using history::Stamp;

namespace {

void add_reader(SweepProblem& problem, const std::vector<Demand>& demands, Stamp from,
                Stamp until) {
  const auto place = std::partition_point(problem.items.begin(), problem.items.end(),
                                          [&](const SweepItem& item) { return item.from <= from; });
  problem.items.insert(place, {.number = demands.front().observation.reader,
                               .from = from,
                               .until = until,
                               .demands = demands});
}

}  // namespace

SweepResult LooseDomains::run(const SweepProblem& problem) {
  SweepResult result = sweep(problem, segment_.operations, budget_);
  if (result.kind == SweepResult::Kind::kUndecided) is_exhausted_ = true;
  return result;
}

bool LooseDomains::has_results(DomainNumber domain) {
  return run(mutators_of(segment_, chains_, domain)).kind != SweepResult::Kind::kNone;
}

bool LooseDomains::is_certain(DomainNumber domain) {
  return run(mutators_of(segment_, chains_, domain)).endings.size() <= 1;
}

bool LooseDomains::can_be(const std::vector<Demand>& demands, Stamp from, Stamp until) {
  SweepProblem problem = mutators_of(segment_, chains_, demands.front().observation.domain);
  add_reader(problem, demands, from, until);
  return run(problem).kind != SweepResult::Kind::kNone;
}

SweepResult LooseDomains::project(DomainNumber domain, const Constraints& constraints) {
  std::vector<std::uint32_t> observations = constraints.loose;
  for (const Constraint& constraint : constraints.all) {
    observations.push_back(constraint.observation);
  }
  return run_with(observations, domain, constraints);
}

SweepResult LooseDomains::run_with(std::span<const std::uint32_t> observations, DomainNumber domain,
                                   const Constraints& constraints) {
  SweepProblem problem = mutators_of(segment_, chains_, domain);
  for (const std::uint32_t number : observations) {
    const Observation& observation = segment_.observations[number];
    const Operation& reader = segment_.operations[observation.reader];
    if (observation.domain != domain || observation.is_counted()) continue;
    problem.items.push_back(
        {.number = observation.reader,
         .from = reader.invocation,
         .until = reader.response,
         .demands = {{.observation = observation, .asked = constraints.asked_of(number)}}});
  }
  std::stable_sort(problem.items.begin(), problem.items.end(),
                   [](const SweepItem& a, const SweepItem& b) { return a.from < b.from; });
  return run(problem);
}

void LooseDomains::add_outdated(const Constraints& constraints,
                                std::vector<Screen::Final>& finals) {
  std::vector<Screen::Final> outdated;
  for (const Screen::Final& last : finals) {
    if (last.outdated) continue;
    const SweepResult possible = run(mutators_of(segment_, chains_, last.domain));
    if (possible.endings.size() < 2) continue;
    std::vector<std::uint32_t> all(segment_.observations.size());
    std::iota(all.begin(), all.end(), 0U);
    const SweepResult projection = run_with(all, last.domain, constraints);
    for (const SweepResult::Ending& ending : possible.endings) {
      const DomainState& state = ending.states.front();
      if (state == last.state) continue;
      const bool in_projection = std::any_of(
          projection.endings.begin(), projection.endings.end(),
          [&](const SweepResult::Ending& other) { return other.states.front() == state; });
      outdated.push_back({.domain = last.domain,
                          .state = last.state,
                          .outdated = state,
                          .in_projection = in_projection});
    }
  }
  finals.insert(finals.end(), outdated.begin(), outdated.end());
}

void LooseDomains::leave(DomainNumber domain, Outlook& outlook) {
  const SweepProblem problem = mutators_of(segment_, chains_, domain);
  const SweepResult result = run(problem);
  if (!result.endings.empty()) {
    const SweepResult::Ending& ending = result.endings.front();
    outlook.finals.push_back({.domain = domain, .state = ending.states.front()});
    outlook.pending.insert(outlook.pending.end(), ending.not_done.begin(), ending.not_done.end());
    return;
  }
  DomainState state = problem.initial.front();
  for (const SweepItem& item : problem.items) {
    if (item.until != history::kNever) state = after(state, segment_.operations[item.number]);
  }
  outlook.finals.push_back({.domain = domain, .state = state});
}

}  // namespace rollcall::checker
