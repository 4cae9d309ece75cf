// BruteForce: judges a small history by trying all orders of its operations. Slow, plain and exact:
// what the judge is compared with in tests.

#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "conformance/checker/verdict.hpp"
#include "conformance/checker/verifier_model.hpp"

namespace rollcall::checker {

class BruteForce {
 public:
  /// Pre: at most 64 operations. `history` must outlive this object.
  explicit BruteForce(const history::History& history);

  /// Whether the history keeps a promise.
  bool keeps(Property property) const;

  /// An order of the whole history, but for indeterminate operations that are left out; nothing
  /// when there is none.
  std::optional<std::vector<OperationNumber>> order() const;

  /// Whether the mutators that took effect have an order in which they could.
  bool results_are_possible() const;

  /// Whether what a certificate other than an order or a cycle claims is true. Pre: it names what
  /// exists, and its reader is one.
  bool is_true(const Certificate& certificate) const;

 private:
  using States = std::vector<history::DomainState>;
  using IsAnswered = std::function<bool(OperationNumber, const States&)>;

  std::optional<std::vector<OperationNumber>> order_of(
      const std::vector<OperationNumber>& operations, const IsAnswered& is_answered) const;
  bool have_order(const std::vector<OperationNumber>& operations,
                  const IsAnswered& is_answered) const {
    return order_of(operations, is_answered).has_value();
  }
  std::vector<OperationNumber> with_mutators(std::vector<OperationNumber> readers) const;
  std::vector<OperationNumber> mutators_of(history::DomainNumber domain) const;
  /// Whether a state that the domain may have had during the reader fits.
  bool may_be_seen(OperationNumber reader, history::DomainNumber domain,
                   const std::function<bool(const history::DomainState&)>& fits) const;
  bool may_fit(OperationNumber reader, history::DomainNumber domain,
               verifying::Detail detail) const;
  bool have_order_of_region(const Certificate& region) const;
  bool is_answered(OperationNumber reader, const States& states) const;
  bool fits(OperationNumber reader, history::DomainNumber domain,
            const history::DomainState& state) const;
  bool keeps_entries(OperationNumber reader) const;
  bool keeps_number(OperationNumber reader) const;
  bool keeps_keys(OperationNumber reader) const;
  bool keeps_instant(OperationNumber reader) const;
  bool keeps_projection(history::DomainNumber domain) const;

  const history::History& history_;
  verifying::Owners owners_;
  std::vector<OperationNumber> readers_;  ///< those whose answers say something
  std::vector<OperationNumber> mutators_;
  std::map<OperationNumber, verifying::Answer> answers_;
  /// Readers and domains whose handle breaks the id rule.
  std::set<std::pair<OperationNumber, history::DomainNumber>> wrong_handles_;
};

}  // namespace rollcall::checker
