// Version chains: the states that each domain went through in a segment, and the time in which each
// may have been the current one.

#pragma once

#include <functional>
#include <span>
#include <vector>

#include "conformance/checker/segment.hpp"

namespace rollcall::checker {

/// Index into a chain; 0 is the state at the start of the segment.
using VersionNumber = std::uint32_t;
inline constexpr OperationNumber kNoOperation = ~OperationNumber{0};

struct Version {
  history::DomainState state{};
  AttributeWord attributes = kAbsentBit;
  OperationNumber mutator = kNoOperation;          ///< that made it; none for version 0
  std::uint32_t block = ChainedMutator::kNoBlock;  ///< of the mutator
  /// It can have been current at instants from the one to the other, both included. Both grow
  /// along a chain.
  history::Stamp from = 0;
  history::Stamp until = history::kNever;
};

/// A stretch of a chain, both ends included.
struct VersionRange {
  VersionNumber first = 0;
  VersionNumber last = 0;
};

class VersionChains {
 public:
  /// Builds the chains of all domains that the segment changed or that it has observations of.
  /// `state_of` tells the state of a domain that the segment does not change.
  void build(const Segment& segment, std::size_t domains,
             const std::function<history::DomainState(history::DomainNumber)>& state_of);

  std::span<const Version> of(history::DomainNumber domain) const;
  bool is_loose(history::DomainNumber domain) const;
  /// Whether the segment has a chain of the domain.
  bool has_chain(history::DomainNumber domain) const {
    return domain < slot_of_.size() && slot_of_[domain] != kNoSlot;
  }

  /// The versions that can have been current at some time between `from` and `until`.
  VersionRange possible(history::DomainNumber domain, history::Stamp from,
                        history::Stamp until) const;

  /// Whether a reader between the two instants may have met the domain in a state that depends on
  /// an uncertain order of its mutators.
  bool is_loose_for(history::DomainNumber domain, const history::Operation& reader) const;

  /// Chains are numbered; good for arrays over the domains of a segment.
  std::size_t chains() const { return domains_.size(); }
  std::size_t chain_number(history::DomainNumber domain) const { return slot_of_[domain]; }
  history::DomainNumber domain_of_chain(std::size_t chain) const { return domains_[chain]; }

 private:
  static constexpr std::uint32_t kNoSlot = ~0U;

  void add_slot(history::DomainNumber domain, bool loose);
  void set_windows(std::span<Version> chain, const Segment& segment);
  static void widen_blocks(std::span<Version> chain, const Segment& segment);

  std::vector<std::uint32_t> slot_of_;  ///< by domain
  std::vector<history::DomainNumber> domains_;
  std::vector<bool> loose_;
  std::vector<std::size_t> begin_;  ///< of each slot in versions_, and the end
  std::vector<Version> versions_;
};

}  // namespace rollcall::checker
