#include "conformance/checker/search_groups.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "conformance/checker/precedence_graph.hpp"

namespace rollcall::checker {
namespace {

using history::DomainNumber;
using history::Operation;

/// The group of each block of mutators.
using Blocks = std::unordered_map<std::uint32_t, std::vector<OperationNumber>>;

/// All operations that say or change something of a loose domain.
std::vector<OperationNumber> members_of(DomainNumber domain, const Segment& segment) {
  std::vector<OperationNumber> members;
  for (OperationNumber number = 0; number < segment.operations.size(); ++number) {
    if (has_effect(segment.operations[number]) && segment.operations[number].domain == domain) {
      members.push_back(number);
    }
  }
  for (const Observation& observation : segment.observations) {
    if (observation.domain == domain) members.push_back(observation.reader);
  }
  std::sort(members.begin(), members.end());
  members.erase(std::unique(members.begin(), members.end()), members.end());
  return members;
}

/// Adds the reader to the blocks that it may have met, with all mutators that it may have met.
void add_to_blocks(const Observation& observation, Blocks& of_block, const Segment& segment,
                   const VersionChains& chains) {
  if (chains.is_loose(observation.domain)) return;
  const Operation& reader = segment.operations[observation.reader];
  const auto chain = chains.of(observation.domain);
  const VersionRange met = chains.possible(observation.domain, reader.invocation, reader.response);
  for (VersionNumber version = met.first; version <= met.last; ++version) {
    const auto found = of_block.find(chain[version].block);
    if (found == of_block.end()) continue;
    found->second.push_back(observation.reader);
    for (VersionNumber other = met.first + 1; other <= met.last; ++other) {
      found->second.push_back(chain[other].mutator);
    }
  }
}

}  // namespace

std::vector<std::vector<OperationNumber>> search_groups(const Segment& segment,
                                                        const VersionChains& chains,
                                                        const Constraints& constraints) {
  std::vector<std::vector<OperationNumber>> groups;
  for (const ChangedDomain& changed : segment.changed) {
    if (changed.loose) groups.push_back(members_of(changed.domain, segment));
  }
  Blocks of_block;
  for (const std::uint32_t block : searched_blocks(segment, chains, constraints)) {
    of_block.try_emplace(block);
  }
  if (of_block.empty()) return groups;
  for (const ChainedMutator& chained : segment.chained) {
    const auto found = of_block.find(chained.block);
    if (found != of_block.end()) found->second.push_back(chained.number);
  }
  for (const Observation& observation : segment.observations)
    add_to_blocks(observation, of_block, segment, chains);
  for (auto& [block, members] : of_block) {
    std::sort(members.begin(), members.end());
    members.erase(std::unique(members.begin(), members.end()), members.end());
    groups.push_back(std::move(members));
  }
  std::sort(groups.begin(), groups.end());
  return groups;
}

}  // namespace rollcall::checker
