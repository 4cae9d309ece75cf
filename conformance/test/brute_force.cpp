#include "conformance/test/brute_force.hpp"

#include <algorithm>
#include <set>

namespace rollcall::checker {
namespace {

using history::DomainNumber;
using history::DomainState;
using history::Operation;
using history::Outcome;
using verifying::Detail;

using Key = std::vector<std::uint64_t>;

/// Tells positions of the search apart: the operations that are placed, and the states.
Key key_of(std::uint64_t placed, const std::vector<DomainState>& states) {
  Key key = {placed};
  verifying::add_to_key(key, states);
  return key;
}

/// Tries every order: at each point, any operation that no unplaced one precedes in real time.
class Search {
 public:
  using IsAnswered = std::function<bool(OperationNumber, const std::vector<DomainState>&)>;

  Search(const history::History& history, const std::vector<OperationNumber>& operations,
         const IsAnswered& is_answered)
      : history_(history), operations_(operations), is_answered_(is_answered) {}

  bool succeeds(std::uint64_t placed, const std::vector<DomainState>& states) {
    if (is_complete(placed)) return true;
    if (!visited_.insert(key_of(placed, states)).second) return false;
    for (std::size_t index = 0; index < operations_.size(); ++index) {
      if (!may_be_next(index, placed)) continue;
      const Operation& next = operation(index);
      const std::uint64_t placed_then = placed | std::uint64_t{1} << index;
      if (!verifying::takes_effect(next)) {
        if (is_answered_(operations_[index], states) && succeeds(placed_then, states)) {
          return take(index);
        }
        continue;
      }
      const auto state = verifying::after(states[next.domain], next);
      if (!state) continue;
      std::vector<DomainState> states_then = states;
      states_then[next.domain] = *state;
      if (succeeds(placed_then, states_then)) return take(index);
    }
    return false;
  }

  /// The order found, last first.
  const std::vector<OperationNumber>& reversed_order() const { return reversed_order_; }

 private:
  bool take(std::size_t index) {
    reversed_order_.push_back(operations_[index]);
    return true;
  }

  const Operation& operation(std::size_t index) const {
    return history_.batch.operations[operations_[index]];
  }
  static bool is_placed(std::size_t index, std::uint64_t placed) {
    return (placed >> index & 1U) != 0;
  }

  bool is_complete(std::uint64_t placed) const {
    for (std::size_t index = 0; index < operations_.size(); ++index) {
      if (!is_placed(index, placed) && operation(index).outcome != Outcome::kIndeterminate) {
        return false;
      }
    }
    return true;
  }

  bool may_be_next(std::size_t index, std::uint64_t placed) const {
    if (is_placed(index, placed)) return false;
    for (std::size_t other = 0; other < operations_.size(); ++other) {
      if (!is_placed(other, placed) && operation(other).response < operation(index).invocation) {
        return false;
      }
    }
    return true;
  }

  const history::History& history_;
  const std::vector<OperationNumber>& operations_;
  const IsAnswered& is_answered_;
  std::set<Key> visited_;
  std::vector<OperationNumber> reversed_order_;
};

}  // namespace

BruteForce::BruteForce(const history::History& history) : history_(history), owners_(history) {
  const auto& operations = history.batch.operations;
  for (OperationNumber number = 0; number < operations.size(); ++number) {
    if (verifying::takes_effect(operations[number])) {
      mutators_.push_back(number);
      continue;
    }
    const auto place = answers_.try_emplace(number, history, operations[number], owners_).first;
    if (place->second.speaks()) readers_.push_back(number);
  }
  for (const OperationNumber reader : readers_) {
    for (DomainNumber domain = 0; domain < history.host.domains.size(); ++domain) {
      if (answers_.at(reader).has_handle(domain) && !may_fit(reader, domain, Detail::kAll)) {
        wrong_handles_.emplace(reader, domain);
      }
    }
  }
}

bool BruteForce::may_be_seen(OperationNumber reader, DomainNumber domain,
                             const std::function<bool(const DomainState&)>& fits) const {
  std::vector<OperationNumber> operations = mutators_of(domain);
  operations.push_back(reader);
  return have_order(operations,
                    [&](OperationNumber, const States& states) { return fits(states[domain]); });
}

bool BruteForce::may_fit(OperationNumber reader, DomainNumber domain, Detail detail) const {
  return may_be_seen(reader, domain, [&](const DomainState& state) {
    return answers_.at(reader).fits(domain, state, detail);
  });
}

std::optional<std::vector<OperationNumber>> BruteForce::order_of(
    const std::vector<OperationNumber>& operations, const IsAnswered& is_answered) const {
  States states;
  for (const history::Domain& domain : history_.host.domains) states.push_back(domain.initial);
  Search search(history_, operations, is_answered);
  if (!search.succeeds(0, states)) return std::nullopt;
  const std::vector<OperationNumber>& reversed = search.reversed_order();
  return std::vector<OperationNumber>(reversed.rbegin(), reversed.rend());
}

std::vector<OperationNumber> BruteForce::with_mutators(std::vector<OperationNumber> readers) const {
  readers.insert(readers.end(), mutators_.begin(), mutators_.end());
  return readers;
}

std::optional<std::vector<OperationNumber>> BruteForce::order() const {
  return order_of(with_mutators(readers_), [this](OperationNumber reader, const States& states) {
    return is_answered(reader, states);
  });
}

std::vector<OperationNumber> BruteForce::mutators_of(DomainNumber domain) const {
  std::vector<OperationNumber> result;
  for (const OperationNumber mutator : mutators_) {
    if (history_.batch.operations[mutator].domain == domain) result.push_back(mutator);
  }
  return result;
}

bool BruteForce::results_are_possible() const {
  return have_order(mutators_, [](OperationNumber, const States&) { return true; });
}

bool BruteForce::fits(OperationNumber reader, DomainNumber domain, const DomainState& state) const {
  const bool excused =
      wrong_handles_.contains({reader, domain}) && may_fit(reader, domain, Detail::kName) &&
      may_fit(reader, domain, Detail::kId) && may_fit(reader, domain, Detail::kRunState);
  return answers_.at(reader).fits(domain, state, excused ? Detail::kMembership : Detail::kAll);
}

bool BruteForce::is_answered(OperationNumber reader, const States& states) const {
  for (DomainNumber domain = 0; domain < states.size(); ++domain) {
    if (!fits(reader, domain, states[domain])) return false;
  }
  return answers_.at(reader).fits_all(states);
}

bool BruteForce::keeps_entries(OperationNumber reader) const {
  for (DomainNumber domain = 0; domain < history_.host.domains.size(); ++domain) {
    const auto may = [&](Detail detail) { return may_fit(reader, domain, detail); };
    if (!std::all_of(std::begin(verifying::kDetails), std::end(verifying::kDetails), may)) {
      return false;
    }
  }
  return keeps_number(reader) && keeps_keys(reader);
}

bool BruteForce::keeps_keys(OperationNumber reader) const {
  const verifying::Answer& answer = answers_.at(reader);
  for (std::size_t key = 0; key < answer.keys(); ++key) {
    bool found = false;
    for (DomainNumber domain = 0; domain < history_.host.domains.size(); ++domain) {
      found = found || may_be_seen(reader, domain, [&](const DomainState& state) {
                return answer.key_may_be_of(key, state);
              });
    }
    if (!found) return false;
  }
  std::size_t owners = 0;
  for (DomainNumber domain = 0; domain < history_.host.domains.size(); ++domain) {
    const bool may_own = may_be_seen(
        reader, domain, [&](const DomainState& state) { return answer.may_list_id_of(state); });
    owners += may_own ? 1 : 0;
  }
  return !answer.lists_ids() || answer.keys() <= owners;
}

bool BruteForce::keeps_number(OperationNumber reader) const {
  const verifying::Answer& answer = answers_.at(reader);
  if (!answer.is_number()) return true;
  std::int64_t least = 0;
  std::int64_t most = 0;
  for (DomainNumber domain = 0; domain < history_.host.domains.size(); ++domain) {
    const auto may_be = [&](bool numbered) {
      return may_be_seen(reader, domain, [&](const DomainState& state) {
        return answer.numbers(state) == numbered;
      });
    };
    least += may_be(false) ? 0 : 1;
    most += may_be(true) ? 1 : 0;
  }
  return answer.range().least <= most && least <= answer.range().most;
}

bool BruteForce::keeps_instant(OperationNumber reader) const {
  return have_order(with_mutators({reader}), [this](OperationNumber number, const States& states) {
    return is_answered(number, states);
  });
}

bool BruteForce::keeps_projection(DomainNumber domain) const {
  std::vector<OperationNumber> operations = mutators_of(domain);
  operations.insert(operations.end(), readers_.begin(), readers_.end());
  return have_order(operations, [&](OperationNumber number, const States& states) {
    return fits(number, domain, states[domain]);
  });
}

bool BruteForce::have_order_of_region(const Certificate& region) const {
  std::vector<OperationNumber> operations =
      region.domains.empty() ? mutators_ : mutators_of(region.domains[0]);
  for (const OperationNumber reader : readers_) {
    const bool is_inside =
        std::find(region.order.begin(), region.order.end(), reader) != region.order.end();
    if (is_inside) operations.push_back(reader);
  }
  return have_order(operations, [&](OperationNumber reader, const States& states) {
    return region.domains.empty() ? is_answered(reader, states)
                                  : fits(reader, region.domains[0], states[region.domains[0]]);
  });
}

bool BruteForce::is_true(const Certificate& certificate) const {
  const auto always = [](OperationNumber, const States&) { return true; };
  switch (certificate.kind) {
    case Certificate::Kind::kMalformed:
      return !answers_.at(certificate.reader).malformation().empty();
    case Certificate::Kind::kNoVersion:
      return certificate.domains.empty()
                 ? !keeps_instant(certificate.reader)
                 : !may_fit(certificate.reader, certificate.domains[0], Detail::kAll);
    case Certificate::Kind::kNoInstant:
      return !keeps_instant(certificate.reader);
    case Certificate::Kind::kRegion:
      return !have_order_of_region(certificate);
    default:
      return !have_order(mutators_of(certificate.domains[0]), always);
  }
}

bool BruteForce::keeps(Property property) const {
  const auto all_readers = [this](auto&& keeps_it) {
    return std::all_of(readers_.begin(), readers_.end(), [&](OperationNumber reader) {
      return is_mutator(history_.batch.operations[reader].call) || keeps_it(reader);
    });
  };
  const bool well_formed = all_readers(
      [this](OperationNumber reader) { return answers_.at(reader).malformation().empty(); });
  if (property == Property::kWellFormed) return well_formed;
  if (property != Property::kIdentity && !well_formed) return false;
  switch (property) {
    case Property::kEntries:
      return all_readers([this](OperationNumber reader) { return keeps_entries(reader); });
    case Property::kIdentity:
      return wrong_handles_.empty();
    case Property::kSnapshots:
      return all_readers([this](OperationNumber reader) { return keeps_instant(reader); });
    case Property::kProjections:
      for (DomainNumber domain = 0; domain < history_.host.domains.size(); ++domain) {
        if (!keeps_projection(domain)) return false;
      }
      return all_readers(
          [this](OperationNumber reader) { return keeps_number(reader) && keeps_keys(reader); });
    default:
      return order().has_value();
  }
}

}  // namespace rollcall::checker
