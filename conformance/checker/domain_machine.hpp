// Domain machine: the states of one domain and what mutators make of them; FORMAT.md's table as
// code. A state is also summed up as one word of attributes, against which a filter is one mask.

#pragma once

#include <cstdint>

#include "conformance/history/history.hpp"

namespace rollcall::checker {

/// Whether the operation may change its domain.
inline bool has_effect(const history::Operation& operation) {
  return is_mutator(operation.call) && operation.outcome != history::Outcome::kRefused;
}

/// Whether the operation may take effect at any time after its invocation, or never.
inline bool is_indeterminate(const history::Operation& operation) {
  return operation.outcome == history::Outcome::kIndeterminate ||
         operation.response == history::kNever;
}

/// Whether the mutator is done, not refused, in this state of its domain.
bool permits(const history::DomainState& state, const history::Operation& mutator);

/// The state after the mutator; where the state does not permit it, what it would have made of it.
history::DomainState after(history::DomainState state, const history::Operation& mutator);

/// The flags of virConnectListAllDomains that hold for a state, one of each group; or kAbsentBit.
using AttributeWord = std::uint32_t;
inline constexpr std::size_t kAttributes = 17;
inline constexpr AttributeWord kAbsentBit = 1U << 16;

AttributeWord attribute_word(const history::DomainState& state);

/// The attributes that keep a domain out of a listing with `flags`: listed if it has none of them.
AttributeWord reject_mask(std::uint32_t flags);

}  // namespace rollcall::checker
