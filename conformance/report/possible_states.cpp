#include "conformance/report/possible_states.hpp"

#include <algorithm>

#include "conformance/checker/domain_machine.hpp"

namespace rollcall::report {
namespace {

using checker::OperationNumber;
using history::Call;
using history::DomainState;
using history::Operation;
using history::Outcome;
using history::Stamp;

/// Legal orders beyond these are not looked at: reduced evidence has one or two.
constexpr std::size_t kMostLives = 200;

/// A refusal that another domain's name may explain.
bool may_be_a_clash(Call call) {
  return call == Call::kDefine || call == Call::kCreate || call == Call::kRename;
}

std::optional<Stretch> overlap(const Stretch& left, const Stretch& right) {
  const Stretch both{std::max(left.from, right.from), std::min(left.to, right.to)};
  return both.from <= both.to ? std::optional(both) : std::nullopt;
}

}  // namespace

/// Enumerates the legal orders of one domain's mutators, depth first.
class PossibleStates::Search {
 public:
  Search(const history::History& evidence, history::DomainNumber domain) : evidence_(evidence) {
    for (OperationNumber number = 0; number < evidence.batch.operations.size(); ++number) {
      const Operation& operation = evidence.batch.operations[number];
      if (is_mutator(operation.call) && operation.domain == domain) left_.push_back(number);
    }
    life_.push_back({.state = evidence.host.domains[domain].initial,
                     .era = {},
                     .possible = {0, history::kNever}});
  }

  std::vector<Life> lives() {
    go_on();
    return std::move(lives_);
  }

 private:
  const Operation& operation(OperationNumber number) const {
    return evidence_.batch.operations[number];
  }

  bool may_be_next(OperationNumber number) const {
    return std::none_of(left_.begin(), left_.end(), [&](OperationNumber other) {
      return operation(other).response < operation(number).invocation;
    });
  }

  void go_on() {
    if (lives_.size() >= kMostLives) return;
    const bool ended = std::all_of(left_.begin(), left_.end(), [&](OperationNumber number) {
      return operation(number).outcome == Outcome::kIndeterminate;
    });
    if (ended) add_life();
    for (std::size_t index = 0; index < left_.size(); ++index) {
      const OperationNumber number = left_[index];
      if (!may_be_next(number)) continue;
      left_.erase(left_.begin() + static_cast<std::ptrdiff_t>(index));
      take(number);
      left_.insert(left_.begin() + static_cast<std::ptrdiff_t>(index), number);
    }
  }

  void take(OperationNumber number) {
    const Operation& mutator = operation(number);
    const bool permitted = checker::permits(life_.back().state, mutator);
    if (mutator.outcome == Outcome::kRefused) {
      if (permitted && !may_be_a_clash(mutator.call)) return;
      const Stretch before = life_.back().possible;
      life_.back().possible.from = std::max(before.from, mutator.invocation);
      go_on();
      life_.back().possible = before;
      return;
    }
    if (!permitted) return;
    const Version before = life_.back();
    life_.back().era.before = number;
    life_.push_back(
        {.state = checker::after(before.state, mutator),
         .era = {.after = number, .before = {}},
         .possible = {std::max(before.possible.from, mutator.invocation), history::kNever}});
    go_on();
    life_.pop_back();
    life_.back() = before;
  }

  /// What came later in the order must not have returned earlier.
  void add_life() {
    Life life = life_;
    Stamp latest = history::kNever;
    for (auto version = life.rbegin(); version != life.rend(); ++version) {
      if (version->era.before) latest = std::min(latest, operation(*version->era.before).response);
      version->possible.to = latest;
    }
    lives_.push_back(std::move(life));
  }

  const history::History& evidence_;
  std::vector<OperationNumber> left_;
  Life life_;
  std::vector<Life> lives_;
};

PossibleStates::PossibleStates(const history::History& evidence, history::DomainNumber domain)
    : evidence_(evidence), lives_(Search(evidence, domain).lives()) {}

std::vector<DomainState> PossibleStates::within(const Stretch& window) const {
  std::vector<DomainState> states;
  for (const Life& life : lives_) {
    for (const Version& version : life) {
      if (!overlap(version.possible, window)) continue;
      if (std::find(states.begin(), states.end(), version.state) == states.end()) {
        states.push_back(version.state);
      }
    }
  }
  return states;
}

std::vector<Stretch> PossibleStates::stretches(const Stretch& window,
                                               const Predicate& holds) const {
  std::vector<Stretch> found;
  for (const Life& life : lives_) {
    for (const Version& version : life) {
      const auto part = overlap(version.possible, window);
      if (part && holds(version.state)) found.push_back(*part);
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Stretch& left, const Stretch& right) { return left.from < right.from; });
  std::vector<Stretch> merged;
  for (const Stretch& stretch : found) {
    if (!merged.empty() && stretch.from <= merged.back().to) {
      merged.back().to = std::max(merged.back().to, stretch.to);
    } else {
      merged.push_back(stretch);
    }
  }
  return merged;
}

std::vector<Era> PossibleStates::eras(const Stretch& window, const Predicate& holds) const {
  std::vector<Era> found;
  for (const Life& life : lives_) {
    for (std::size_t first = 0; first < life.size(); ++first) {
      if (!holds(life[first].state)) continue;
      std::size_t last = first;
      while (last + 1 < life.size() && holds(life[last + 1].state)) ++last;
      Era era{.after = life[first].era.after, .before = life[last].era.before};
      const Stretch possible{life[first].possible.from, life[last].possible.to};
      first = last;
      if (!overlap(possible, window)) continue;
      const auto& operations = evidence_.batch.operations;
      if (era.after && operations[*era.after].response < window.from) era.after.reset();
      if (era.before && operations[*era.before].invocation > window.to) era.before.reset();
      if (std::find(found.begin(), found.end(), era) == found.end()) found.push_back(era);
    }
  }
  return found;
}

}  // namespace rollcall::report
