#include "conformance/checker/version_chain.hpp"

#include <algorithm>

namespace rollcall::checker {

using history::DomainNumber;
using history::DomainState;
using history::Stamp;

void VersionChains::build(const Segment& segment, std::size_t domains,
                          const std::function<DomainState(DomainNumber)>& state_of) {
  for (const DomainNumber domain : domains_) slot_of_[domain] = kNoSlot;
  slot_of_.resize(domains, kNoSlot);
  domains_.clear();
  loose_.clear();
  for (const ChangedDomain& changed : segment.changed) add_slot(changed.domain, changed.loose);
  for (const Observation& observation : segment.observations) {
    if (!has_chain(observation.domain)) add_slot(observation.domain, false);
  }

  begin_.assign(domains_.size() + 1, 1);
  begin_[0] = 0;
  for (const ChainedMutator& chained : segment.chained) {
    ++begin_[slot_of_[segment.operations[chained.number].domain] + 1];
  }
  for (std::size_t slot = 0; slot < domains_.size(); ++slot) begin_[slot + 1] += begin_[slot];
  versions_.resize(begin_.back());

  std::vector<std::size_t> next(begin_.begin(), begin_.end() - 1);
  for (std::size_t slot = 0; slot < domains_.size(); ++slot) {
    const DomainState state =
        slot < segment.changed.size() ? segment.changed[slot].initial : state_of(domains_[slot]);
    versions_[next[slot]++] = {.state = state, .attributes = attribute_word(state)};
  }
  for (const ChainedMutator& chained : segment.chained) {
    const history::Operation& mutator = segment.operations[chained.number];
    std::size_t& place = next[slot_of_[mutator.domain]];
    const DomainState state = after(versions_[place - 1].state, mutator);
    versions_[place++] = {.state = state,
                          .attributes = attribute_word(state),
                          .mutator = chained.number,
                          .block = chained.block};
  }
  for (std::size_t slot = 0; slot < domains_.size(); ++slot) {
    set_windows(std::span(versions_).subspan(begin_[slot], begin_[slot + 1] - begin_[slot]),
                segment);
  }
}

void VersionChains::add_slot(DomainNumber domain, bool loose) {
  slot_of_[domain] = static_cast<std::uint32_t>(domains_.size());
  domains_.push_back(domain);
  loose_.push_back(loose);
}

void VersionChains::set_windows(std::span<Version> chain, const Segment& segment) {
  Stamp from = 0;
  for (Version& version : chain.subspan(1)) {
    from = std::max(from, segment.operations[version.mutator].invocation);
    version.from = from;
  }
  Stamp until = history::kNever;
  chain.back().until = until;
  for (std::size_t version = chain.size() - 1; version > 0; --version) {
    until = std::min(until, segment.operations[chain[version].mutator].response);
    chain[version - 1].until = until;
  }
  widen_blocks(chain, segment);
}

/// Inside a block, a state may be met as long as any of the block's mutators is open.
void VersionChains::widen_blocks(std::span<Version> chain, const Segment& segment) {
  for (std::size_t first = 1; first < chain.size();) {
    std::size_t last = first;
    while (last + 1 < chain.size() && chain[last + 1].block == chain[first].block) ++last;
    if (chain[first].block == ChainedMutator::kNoBlock) last = first;
    Stamp from = history::kNever;
    Stamp until = 0;
    for (std::size_t version = first; version <= last; ++version) {
      const history::Operation& mutator = segment.operations[chain[version].mutator];
      from = std::min(from, mutator.invocation);
      until = std::max(until, mutator.response);
    }
    for (std::size_t version = first; version < last; ++version) {
      chain[version].from = from;
      chain[version].until = until;
    }
    first = last + 1;
  }
}

bool VersionChains::is_loose_for(DomainNumber domain, const history::Operation& reader) const {
  if (is_loose(domain)) return true;
  const std::span<const Version> chain = of(domain);
  const VersionRange met = possible(domain, reader.invocation, reader.response);
  for (VersionNumber number = met.first; number <= met.last; ++number) {
    if (chain[number].block != ChainedMutator::kNoBlock && number + 1 < chain.size() &&
        chain[number + 1].block == chain[number].block) {
      return true;
    }
  }
  return false;
}

std::span<const Version> VersionChains::of(DomainNumber domain) const {
  const std::size_t slot = slot_of_[domain];
  return std::span(versions_).subspan(begin_[slot], begin_[slot + 1] - begin_[slot]);
}

bool VersionChains::is_loose(DomainNumber domain) const {
  return has_chain(domain) && loose_[slot_of_[domain]];
}

VersionRange VersionChains::possible(DomainNumber domain, Stamp from, Stamp until) const {
  const std::span<const Version> chain = of(domain);
  const auto first = std::partition_point(
      chain.begin(), chain.end(), [&](const Version& version) { return version.until < from; });
  const auto end = std::partition_point(
      first, chain.end(), [&](const Version& version) { return version.from <= until; });
  const auto first_number = static_cast<VersionNumber>(first - chain.begin());
  const auto end_number = static_cast<VersionNumber>(end - chain.begin());
  return {.first = first_number, .last = std::max(first_number + 1, end_number) - 1};
}

}  // namespace rollcall::checker
