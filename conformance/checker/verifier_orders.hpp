// The legal orders of one domain's mutators, alone or with one reader: all that an edge of a
// cycle or a reader without a fitting state claims something about.

#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "conformance/checker/verdict.hpp"
#include "conformance/checker/verifier_model.hpp"

namespace rollcall::checker::verifying {

/// A reader as one domain sees it: it may stand where `fits` holds, at an instant of its window.
struct Sighting {
  OperationNumber reader = 0;
  history::Stamp begin = 0;
  history::Stamp end = 0;
  std::function<bool(const history::DomainState&)> fits;
};

/// An order that is asked for: `late` has taken effect at a point where `early` has not.
struct Inversion {
  OperationNumber early = 0;
  OperationNumber late = 0;
};

/// The mutators of every domain that took effect, by invocation. What was refused is an answer like
/// any other, and no answer counts against another in E.
class Mutators {
 public:
  /// Searches take from `budget`, which must outlive this object; once it is used up, the answers
  /// mean nothing.
  Mutators(const history::History& history, std::uint64_t& budget);

  const std::vector<OperationNumber>& of(history::DomainNumber domain) const {
    return of_domain_[domain];
  }

  /// Whether the domain's mutators have an order that respects real time and their results, with
  /// the sighting among them if there is one, and with the inversion if one is asked for.
  bool have_order(history::DomainNumber domain, const std::optional<Sighting>& sighting,
                  const std::optional<Inversion>& inversion = std::nullopt) const;

  /// The stamps of the domain's mutators that lie in a window.
  std::vector<history::Stamp> stamps_within(history::DomainNumber domain, history::Stamp begin,
                                            history::Stamp end) const;

 private:
  const history::History& history_;
  std::uint64_t& budget_;
  std::vector<std::vector<OperationNumber>> of_domain_;
};

}  // namespace rollcall::checker::verifying
