// Loose domains: those with mutators that overlap and could have taken effect in several orders.
// What chains of versions tell of others, a sweep over the domain's own operations tells of them.

#pragma once

#include "conformance/checker/order_search.hpp"
#include "conformance/checker/search_problem.hpp"

namespace rollcall::checker {

class LooseDomains {
 public:
  /// All searches together take at most `budget` steps; after that, everything seems possible.
  LooseDomains(const Segment& segment, const VersionChains& chains, std::uint64_t budget)
      : segment_(segment), chains_(chains), budget_(budget) {}

  bool is_exhausted() const { return is_exhausted_; }

  /// Whether some order of the domain's mutators gives their results.
  bool has_results(history::DomainNumber domain);

  /// Whether all such orders leave the domain in one state.
  bool is_certain(history::DomainNumber domain);

  /// Whether the domain that all demands are about can have fulfilled them at some instant between
  /// `from` and `until`.
  bool can_be(const std::vector<Demand>& demands, history::Stamp from, history::Stamp until);

  /// The legal orders of the domain's mutators and of all that readers said of it.
  SweepResult project(history::DomainNumber domain, const Constraints& constraints);

  /// Adds to the finals every other state in which the mutators alone may leave a domain.
  void add_outdated(const Constraints& constraints, std::vector<Screen::Final>& finals);

  /// A state in which the mutators may leave the domain, and those that may then take effect yet.
  void leave(history::DomainNumber domain, Outlook& outlook);

 private:
  SweepResult run(const SweepProblem& problem);
  /// The legal orders of the domain's mutators and of those observations that are of it.
  SweepResult run_with(std::span<const std::uint32_t> observations, history::DomainNumber domain,
                       const Constraints& constraints);

  const Segment& segment_;
  const VersionChains& chains_;
  std::uint64_t budget_;
  bool is_exhausted_ = false;
};

}  // namespace rollcall::checker
