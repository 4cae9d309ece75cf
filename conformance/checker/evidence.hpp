// Evidence: cuts out of a segment the self-contained history that a certificate speaks of. Left out
// is only what can be left out soundly: readers, whole domains that nothing kept speaks of, and
// mutators that come after all that is kept.

#pragma once

#include <functional>

#include "conformance/checker/version_chain.hpp"

namespace rollcall::checker {

class Evidence {
 public:
  using StateOf = std::function<history::DomainState(history::DomainNumber)>;

  /// `state_of` tells the state of domains that the segment does not change.
  Evidence(const history::Host& host, const Segment& segment, const VersionChains& chains,
           StateOf state_of)
      : host_(host), segment_(segment), chains_(chains), state_of_(std::move(state_of)) {}

  /// The part of the segment that the certificate needs, and the certificate for it.
  Violation violation(const Certificate& certificate) const;

  /// The whole segment. Pre: it keeps entries.
  history::History whole() const;

 private:
  history::Host host_with(const std::vector<bool>& domains) const;
  std::vector<bool> domains_of(const Certificate& certificate) const;
  bool is_counting(OperationNumber reader) const;
  std::vector<bool> readers_of(const Certificate& certificate) const;
  history::Stamp end_of(const Certificate& certificate) const;
  std::vector<history::Entry> entries_of(OperationNumber reader,
                                         const std::vector<bool>& domains) const;
  std::vector<history::Entry> restored_entries(OperationNumber reader,
                                               const std::vector<bool>& domains) const;
  const Version* current(history::DomainNumber domain, const history::Operation& reader) const;

  const history::Host& host_;
  const Segment& segment_;
  const VersionChains& chains_;
  StateOf state_of_;
};

}  // namespace rollcall::checker
