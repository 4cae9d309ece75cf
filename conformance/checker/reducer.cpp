#include "conformance/checker/reducer.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "conformance/checker/judge.hpp"
#include "conformance/checker/smaller_history.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainNumber;
using history::History;
using history::Operation;
using history::Outcome;

/// Whether an operation can be taken away soundly: it changes nothing.
bool is_droppable(const Operation& operation) {
  return !is_mutator(operation.call) || operation.outcome == Outcome::kRefused;
}

/// What a certificate is about.
struct Focus {
  std::set<OperationNumber> operations;
  std::set<DomainNumber> domains;
};

Focus focus_of(const Violation& violation) {
  const Certificate& certificate = violation.certificate;
  Focus focus;
  focus.domains.insert(certificate.domains.begin(), certificate.domains.end());
  focus.operations.insert(certificate.order.begin(), certificate.order.end());
  for (const Step& step : certificate.cycle) {
    focus.operations.insert(step.operation);
    if (step.domain != history::kNoDomain) focus.domains.insert(step.domain);
  }
  if (certificate.kind == Certificate::Kind::kMalformed ||
      certificate.kind == Certificate::Kind::kNoVersion ||
      certificate.kind == Certificate::Kind::kNoInstant) {
    focus.operations.insert(certificate.reader);
  }
  for (const OperationNumber number : focus.operations) {
    const Operation& operation = violation.evidence.batch.operations[number];
    if (is_mutator(operation.call)) focus.domains.insert(operation.domain);
  }
  return focus;
}

/// Takes away what it can, step by step; every step is judged again and taken back if it loses the
/// violation.
class Reduction {
 public:
  Reduction(const Violation& violation, Property property)
      : current_(violation), property_(property) {
    const Focus focus = focus_of(violation);
    for (const OperationNumber number : focus.operations) {
      if (operations()[number].call == Call::kLegacyUnion) options_.judge_legacy_unions = true;
    }
  }

  Violation run() {
    attempt_to_focus();
    while (drop_readers() || drop_domains() || attempt(without_ends(current_.evidence))) {
    }
    return current_;
  }

 private:
  const std::vector<Operation>& operations() const { return current_.evidence.batch.operations; }

  /// Goes on with a smaller history if it still refutes the property.
  bool attempt(const History& candidate) {
    const auto size = [](const History& history) {
      return std::pair(history.batch.operations.size(), history.host.domains.size());
    };
    if (size(candidate) >= size(current_.evidence)) return false;
    Judgement judgement = judge(candidate, options_);
    Finding& finding = judgement.of(property_);
    if (!finding.violation) return false;
    current_ = std::move(*finding.violation);
    return true;
  }

  /// First of all, everything that the certificate does not speak of: the rest is then small enough
  /// to be tried piece by piece.
  void attempt_to_focus() {
    const Focus focus = focus_of(current_);
    std::vector<bool> dropped(operations().size());
    for (OperationNumber number = 0; number < dropped.size(); ++number) {
      dropped[number] = is_droppable(operations()[number]) && !focus.operations.contains(number);
    }
    const History readers = without_operations(current_.evidence, dropped);
    if (can_lose_domains(readers)) {
      std::vector<bool> others(readers.host.domains.size());
      for (DomainNumber domain = 0; domain < others.size(); ++domain) {
        others[domain] = !focus.domains.contains(domain);
      }
      if (attempt(without_ends(without_domains(readers, others)))) return;
    }
    attempt(readers);
  }

  static bool can_lose_domains(const History& history) {
    return std::none_of(history.batch.operations.begin(), history.batch.operations.end(),
                        [](const Operation& operation) { return numbers_domains(operation.call); });
  }

  bool drop_readers() {
    return drop_pieces(
        [this] {
          std::vector<std::size_t> droppable;
          for (std::size_t number = 0; number < operations().size(); ++number) {
            if (is_droppable(operations()[number])) droppable.push_back(number);
          }
          return droppable;
        },
        [this](const std::vector<std::size_t>& piece) {
          std::vector<bool> dropped(operations().size());
          for (const std::size_t number : piece) dropped[number] = true;
          return without_operations(current_.evidence, dropped);
        });
  }

  bool drop_domains() {
    if (!can_lose_domains(current_.evidence)) return false;
    return drop_pieces(
        [this] {
          std::vector<std::size_t> all(current_.evidence.host.domains.size());
          for (std::size_t domain = 0; domain < all.size(); ++domain) all[domain] = domain;
          return all;
        },
        [this](const std::vector<std::size_t>& piece) {
          std::vector<bool> dropped(current_.evidence.host.domains.size());
          for (const std::size_t domain : piece) dropped[domain] = true;
          return without_domains(current_.evidence, dropped);
        });
  }

  /// Takes away pieces of what `list` gives, large ones first. Returns: whether any could go.
  template <typename List, typename Without>
  bool drop_pieces(const List& list, const Without& without) {
    bool dropped_any = false;
    for (std::size_t size = list().size(); size > 0; size /= 2) {
      for (std::size_t begin = 0; begin < list().size();) {
        const std::vector<std::size_t> all = list();
        const std::size_t end = std::min(begin + size, all.size());
        const std::vector<std::size_t> piece(all.begin() + static_cast<std::ptrdiff_t>(begin),
                                             all.begin() + static_cast<std::ptrdiff_t>(end));
        if (attempt(without(piece))) {
          dropped_any = true;
        } else {
          begin = end;
        }
      }
    }
    return dropped_any;
  }

  Violation current_;
  const Property property_;
  JudgeOptions options_{};
};

}  // namespace

Violation reduce(const Violation& violation, Property property) {
  return Reduction(violation, property).run();
}

}  // namespace rollcall::checker
