// Observation: what one reader said of one domain. Readers are look-ups, getters, listings, and
// mutators that were refused.

#pragma once

#include "conformance/checker/domain_machine.hpp"
#include "conformance/checker/verdict.hpp"

namespace rollcall::checker {

struct Observation {
  OperationNumber reader = 0;
  history::DomainNumber domain = history::kNoDomain;
  /// Of the entry, or unknown.
  history::NameNumber name = history::kNoName;
  std::int32_t id = history::kUnknownId;
  std::int32_t state = history::kNoState;
  bool seen = false;  ///< whether the answer has the domain
  /// Of bare ids or names, which do not say whose they are: a domain that is not seen may be in the
  /// answer all the same, with `id` or an id that nobody recorded, or under `name`.
  bool unsure = false;
  /// Index into Segment::countings of the number that the domain may be one of; then nothing is
  /// said of the domain alone, and `seen` is what the number implies.
  std::uint32_t counting = kAlone;

  static constexpr std::uint32_t kAlone = ~0U;
  bool is_counted() const { return counting != kAlone; }
};

/// What of an observation is compared with a state, as a set.
enum Aspect : std::uint8_t {
  kMembership = 1U,  ///< whether the domain is in the answer
  kName = 2U,        ///< of its entry
  kId = 4U,
  kRunState = 8U,
};
using Aspects = unsigned;
inline constexpr Aspects kAllAspects = kMembership | kName | kId | kRunState;
inline constexpr Aspects kSingleAspects[] = {kMembership, kName, kId, kRunState};

/// Whether a legacy array was full, so that it may be a part of the answer only.
inline bool is_cut_short(const history::Operation& listing) {
  return (listing.call == history::Call::kListDomains ||
          listing.call == history::Call::kListDefinedDomains) &&
         listing.entry_count >= listing.argument;
}

/// What an answer says about any domain, made ready to be compared with states.
class Reading {
 public:
  explicit Reading(const history::Operation& reader);

  /// Whether the answer is a number of domains and says nothing of one alone.
  bool counts() const { return kind_ == Kind::kCount; }

  /// Whether a domain in this state is one of those that a number counts: all that match, or, if
  /// the observation is unsure, those that may be in the answer.
  bool counts(const Observation& counted, const history::DomainState& state,
              AttributeWord attributes) const;

  /// Whether the answer has handles, which have the name and id of one instant.
  bool has_handles() const;

  /// The attributes that keep a domain out of the answer, where a filter is all there is.
  AttributeWord reject() const { return reject_; }

  /// Whether a domain in this state is in the answer, or not, as observed.
  bool fits(const Observation& observation, const history::DomainState& state,
            AttributeWord attributes) const;

  /// Whether the state explains all that is asked for of what was observed.
  bool fits(const Observation& observation, const history::DomainState& state,
            AttributeWord attributes, Aspects asked) const;

 private:
  bool may_be_listed(const Observation& unsure, const history::DomainState& state) const;

  enum class Kind : std::uint8_t {
    kFilter,   ///< in the answer: domains without an attribute of reject_
    kCount,    ///< as many domains as the value says are without an attribute of reject_
    kIds,      ///< in the answer: ids of active domains
    kNames,    ///< in the answer: names of inactive domains
    kName,     ///< in the answer: the domain named argument
    kId,       ///< in the answer: the domain with id argument
    kState,    ///< in the answer: domains in the state value
    kRefusal,  ///< not in the answer: domains whose state permits the call
  };

  history::Operation reader_;
  Kind kind_ = Kind::kFilter;
  AttributeWord reject_ = kAbsentBit;
};

/// Whether those of the entry's name, id and run state that are asked for, as far as known, are
/// this state's. An absent domain has no name; the id -1 is its own, since that is what is left in
/// a handle of a domain that went.
bool entry_fits(const Observation& observation, const history::DomainState& state, Aspects asked);

}  // namespace rollcall::checker
