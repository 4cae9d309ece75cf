#include "conformance/checker/verifier.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "conformance/checker/verifier_model.hpp"
#include "conformance/checker/verifier_orders.hpp"
#include "conformance/checker/verifier_region.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::DomainState;
using history::Operation;
using history::Outcome;
using history::Stamp;
using verifying::Answer;
using verifying::Detail;
using verifying::Inversion;
using verifying::NumberRange;
using verifying::Sighting;

class Verifier {
 public:
  Verifier(const history::History& history, std::uint64_t budget)
      : history_(history), budget_(budget), mutators_(history, budget_), owners_(history) {}

  Verification verify(const Certificate& certificate) {
    std::string objection = objection_to(certificate);
    using Result = Verification::Answer;
    if (budget_ == 0) return {Result::kOutOfBudget, "the verifier's budget is used up"};
    return {objection.empty() ? Result::kConfirmed : Result::kRejected, std::move(objection)};
  }

 private:
  std::string objection_to(const Certificate& certificate) {
    if (std::string unknown = unknown_number(certificate); !unknown.empty()) return unknown;
    switch (certificate.kind) {
      case Certificate::Kind::kOrder:
        return order_objection(certificate.order);
      case Certificate::Kind::kMalformed:
        return answer(certificate.reader).malformation().empty() ? "the answer is well-formed" : "";
      case Certificate::Kind::kNoVersion:
        return no_version_objection(certificate);
      case Certificate::Kind::kNoInstant:
        return no_instant_objection(certificate);
      case Certificate::Kind::kCycle:
        return cycle_objection(certificate.cycle);
      case Certificate::Kind::kResult:
        if (certificate.domains.empty()) return "no domain is named";
        return mutators_.have_order(certificate.domains[0], std::nullopt)
                   ? "the mutators have an order with these results"
                   : "";
      case Certificate::Kind::kRegion:
        return region_objection(certificate);
    }
    return "the kind of certificate is unknown";
  }

  const Operation& operation(OperationNumber number) const {
    return history_.batch.operations[number];
  }
  Answer answer(OperationNumber reader) const { return {history_, operation(reader), owners_}; }

  bool changes(OperationNumber number, DomainNumber domain) const {
    return verifying::takes_effect(operation(number)) && operation(number).domain == domain;
  }

  /// Whatever the certificate names must exist, and what it calls a reader must be one.
  std::string unknown_number(const Certificate& certificate) const {
    const auto exists = [this](OperationNumber number) {
      return number < history_.batch.operations.size();
    };
    const auto known = [this](DomainNumber number) {
      return number < history_.host.domains.size();
    };
    const bool operations_exist =
        std::all_of(certificate.order.begin(), certificate.order.end(), exists) &&
        std::all_of(certificate.cycle.begin(), certificate.cycle.end(),
                    [&](const Step& step) { return exists(step.operation); });
    if (!operations_exist) return "an operation does not exist";
    if (!std::all_of(certificate.domains.begin(), certificate.domains.end(), known)) {
      return "a domain does not exist";
    }
    const bool is_about_reader = certificate.kind == Certificate::Kind::kMalformed ||
                                 certificate.kind == Certificate::Kind::kNoVersion ||
                                 certificate.kind == Certificate::Kind::kNoInstant;
    if (!is_about_reader) return "";
    if (!exists(certificate.reader)) return "there is no reader";
    return answer(certificate.reader).speaks() ? "" : "the reader says nothing";
  }

  // What one domain makes possible.

  bool may_be_seen(DomainNumber domain, OperationNumber reader, Stamp begin, Stamp end,
                   const std::function<bool(const DomainState&)>& fits,
                   const std::optional<Inversion>& inversion = std::nullopt) const {
    return mutators_.have_order(
        domain, Sighting{.reader = reader, .begin = begin, .end = end, .fits = fits}, inversion);
  }

  bool may_fit(DomainNumber domain, OperationNumber reader, const Answer& answer, Detail detail,
               const std::optional<Inversion>& inversion = std::nullopt) const {
    return may_be_seen(
        domain, reader, operation(reader).invocation, operation(reader).response,
        [&](const DomainState& state) { return answer.fits(domain, state, detail); }, inversion);
  }

  /// Name and id belong to an answer unless they break the id rule, and that rule alone.
  Detail detail_of(DomainNumber domain, OperationNumber reader, const Answer& answer) const {
    const auto may = [&](Detail detail) { return may_fit(domain, reader, answer, detail); };
    const bool breaks_rule = answer.has_handle(domain) && !may(Detail::kAll) &&
                             may(Detail::kName) && may(Detail::kId) && may(Detail::kRunState);
    return breaks_rule ? Detail::kMembership : Detail::kAll;
  }

  /// Whether all domains, each on its own, can give a number that the answer allows, at instants
  /// between `begin` and `end`; one of them, if any, only with the inversion.
  bool may_number(OperationNumber reader, const Answer& answer, Stamp begin, Stamp end,
                  DomainNumber inverted = history::kNoDomain,
                  const std::optional<Inversion>& inversion = std::nullopt) const {
    std::int64_t least = 0;
    std::int64_t most = 0;
    for (DomainNumber domain = 0; domain < history_.host.domains.size(); ++domain) {
      const auto may_be = [&](bool numbered) {
        return may_be_seen(
            domain, reader, begin, end,
            [&](const DomainState& state) {
              return answer.numbers(state) == numbered &&
                     answer.fits(domain, state, Detail::kMembership);
            },
            domain == inverted ? inversion : std::nullopt);
      };
      const bool in = may_be(true);
      const bool out = may_be(false);
      if (!in && !out) return false;
      least += out ? 0 : 1;
      most += in ? 1 : 0;
    }
    return answer.range().least <= most && least <= answer.range().most;
  }

  /// Whether every id or name of a legacy answer may have been some domain's between `begin` and
  /// `end`.
  bool may_have_keys(OperationNumber reader, const Answer& answer, Stamp begin, Stamp end) const {
    for (std::size_t key = 0; key < answer.keys(); ++key) {
      bool found = false;
      for (DomainNumber domain = 0; !found && domain < history_.host.domains.size(); ++domain) {
        found = may_be_seen(domain, reader, begin, end, [&](const DomainState& state) {
          return answer.key_may_be_of(key, state);
        });
      }
      if (!found) return false;
    }
    std::size_t owners = 0;
    for (DomainNumber domain = 0; domain < history_.host.domains.size(); ++domain) {
      const bool may_own = may_be_seen(domain, reader, begin, end, [&](const DomainState& state) {
        return answer.may_list_id_of(state);
      });
      owners += may_own ? 1 : 0;
    }
    return !answer.lists_ids() || answer.keys() <= owners;
  }

  // The kinds of certificates.

  std::string no_version_objection(const Certificate& certificate) const {
    const OperationNumber reader = certificate.reader;
    const Answer said = answer(reader);
    if (certificate.domains.empty()) {
      const Operation& call = operation(reader);
      const bool possible =
          !said.is_number() || (may_number(reader, said, call.invocation, call.response) &&
                                may_have_keys(reader, said, call.invocation, call.response));
      return possible ? "no domain is named, and the number is possible" : "";
    }
    return may_fit(certificate.domains[0], reader, said, Detail::kAll)
               ? "a state of the domain fits the answer"
               : "";
  }

  std::string no_instant_objection(const Certificate& certificate) const {
    const OperationNumber reader = certificate.reader;
    const Answer said = answer(reader);
    std::vector<DomainNumber> domains = certificate.domains;
    if (said.is_number()) {
      domains.resize(history_.host.domains.size());
      for (DomainNumber domain = 0; domain < domains.size(); ++domain) domains[domain] = domain;
    }
    std::vector<Detail> details;
    std::vector<Stamp> instants = {operation(reader).invocation, operation(reader).response};
    for (const DomainNumber domain : domains) {
      details.push_back(detail_of(domain, reader, said));
      const auto stamps = mutators_.stamps_within(domain, instants[0], instants[1]);
      instants.insert(instants.end(), stamps.begin(), stamps.end());
    }
    // Between two of these stamps no more is possible than at each of them.
    for (const Stamp instant : instants) {
      if (fits_at(instant, reader, said, domains, details)) return "an instant fits the answer";
    }
    return "";
  }

  bool fits_at(Stamp instant, OperationNumber reader, const Answer& said,
               const std::vector<DomainNumber>& domains, const std::vector<Detail>& details) const {
    for (std::size_t index = 0; index < domains.size(); ++index) {
      const auto fits = [&](const DomainState& state) {
        return said.fits(domains[index], state, details[index]);
      };
      if (!may_be_seen(domains[index], reader, instant, instant, fits)) return false;
    }
    return !said.is_number() || (may_number(reader, said, instant, instant) &&
                                 may_have_keys(reader, said, instant, instant));
  }

  /// The region's readers have no order with all mutators, nor with those of its only domain.
  std::string region_objection(const Certificate& certificate) {
    const bool is_of_one = !certificate.domains.empty();
    std::vector<OperationNumber> operations;
    for (OperationNumber number = 0; number < history_.batch.operations.size(); ++number) {
      const bool may_matter = !is_of_one || operation(number).domain == certificate.domains[0];
      if (verifying::takes_effect(operation(number)) && may_matter) operations.push_back(number);
    }
    for (const OperationNumber number : certificate.order) {
      if (!verifying::takes_effect(operation(number)) && answer(number).speaks()) {
        operations.push_back(number);
      }
    }
    std::sort(operations.begin(), operations.end());
    operations.erase(std::unique(operations.begin(), operations.end()), operations.end());
    const auto is_fitting = [&](OperationNumber reader, const std::vector<DomainState>& states) {
      return is_of_one ? are_fitting(reader, states, {certificate.domains[0]})
                       : is_answered(reader, states);
    };
    return verifying::have_order(history_, operations, is_fitting, budget_)
               ? "the operations of the region have an order"
               : "";
  }

  std::string cycle_objection(const std::vector<Step>& cycle) const {
    const auto must_happen = [this](const Step& step) {
      return operation(step.operation).outcome != Outcome::kIndeterminate;
    };
    if (std::none_of(cycle.begin(), cycle.end(), must_happen)) return "nothing in it must happen";
    for (std::size_t index = 0; index < cycle.size(); ++index) {
      const OperationNumber next = cycle[(index + 1) % cycle.size()].operation;
      if (!is_implied(cycle[index], next)) {
        return "step " + std::to_string(index) + " of the cycle is not implied";
      }
    }
    return "";
  }

  /// Whether `next` takes effect only after the operation of the step.
  bool is_implied(const Step& step, OperationNumber next) const {
    const OperationNumber first = step.operation;
    if (step.because == Because::kRealTime) {
      return operation(first).response < operation(next).invocation;
    }
    if (first == next || step.domain >= history_.host.domains.size()) return false;
    const Inversion inversion{.early = first, .late = next};
    switch (step.because) {
      case Because::kChain:
        return changes(first, step.domain) && changes(next, step.domain) &&
               !mutators_.have_order(step.domain, std::nullopt, inversion);
      case Because::kSawEffect:
        return changes(first, step.domain) && excludes(next, step.domain, inversion);
      default:
        return changes(next, step.domain) && excludes(first, step.domain, inversion);
    }
  }

  /// Whether what a reader says of a domain, or of the number of all, excludes an inversion.
  bool excludes(OperationNumber reader, DomainNumber domain, const Inversion& inversion) const {
    const Answer said = answer(reader);
    if (!said.speaks()) return false;
    if (!may_fit(domain, reader, said, detail_of(domain, reader, said), inversion)) return true;
    const Operation& call = operation(reader);
    return said.is_number() &&
           !may_number(reader, said, call.invocation, call.response, domain, inversion);
  }

  std::string order_objection(const std::vector<OperationNumber>& order) const {
    std::vector<bool> passed(history_.batch.operations.size(), false);
    std::vector<DomainState> states;
    for (const history::Domain& domain : history_.host.domains) states.push_back(domain.initial);
    Stamp latest_invocation = 0;
    for (const OperationNumber number : order) {
      const Operation& next = operation(number);
      const std::string name = "operation " + std::to_string(number);
      if (passed[number]) return name + " stands there twice";
      passed[number] = true;
      latest_invocation = std::max(latest_invocation, next.invocation);
      if (next.response < latest_invocation) return name + " returned before one ahead of it began";
      if (verifying::takes_effect(next)) {
        const std::optional<DomainState> state = verifying::after(states[next.domain], next);
        if (!state) return name + " has another result";
        states[next.domain] = *state;
      } else if (!is_answered(number, states)) {
        return name + " has another answer";
      }
    }
    return missing(passed);
  }

  bool is_answered(OperationNumber reader, const std::vector<DomainState>& states) const {
    const Answer said = answer(reader);
    if (!said.speaks()) return true;
    if (!said.fits_all(states)) return false;
    std::vector<DomainNumber> all(states.size());
    std::iota(all.begin(), all.end(), DomainNumber{0});
    return are_fitting(reader, states, all);
  }

  /// Whether what the reader said of each of these domains, for itself, fits the states.
  bool are_fitting(OperationNumber reader, const std::vector<DomainState>& states,
                   const std::vector<DomainNumber>& domains) const {
    const Answer said = answer(reader);
    return std::all_of(domains.begin(), domains.end(), [&](DomainNumber domain) {
      return said.fits(domain, states[domain], Detail::kAll) ||
             (said.fits(domain, states[domain], Detail::kMembership) &&
              detail_of(domain, reader, said) == Detail::kMembership);
    });
  }

  std::string missing(const std::vector<bool>& passed) const {
    for (OperationNumber number = 0; number < passed.size(); ++number) {
      const Operation& left_out = operation(number);
      const bool may_miss = left_out.outcome == Outcome::kIndeterminate ||
                            left_out.call == Call::kLegacyUnion ||
                            (!verifying::takes_effect(left_out) && !answer(number).speaks());
      if (!passed[number] && !may_miss) {
        return "operation " + std::to_string(number) + " is missing";
      }
    }
    return "";
  }

  const history::History& history_;
  std::uint64_t budget_;
  verifying::Mutators mutators_;
  verifying::Owners owners_;
};

}  // namespace

Verification verify(const history::History& history, const Certificate& certificate,
                    std::uint64_t budget) {
  return Verifier(history, budget).verify(certificate);
}

std::string objection(const history::History& history, const Certificate& certificate) {
  return verify(history, certificate).objection;
}

}  // namespace rollcall::checker
