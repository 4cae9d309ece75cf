#include "conformance/checker/observation.hpp"

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::checker {
namespace {

using history::Call;
using history::DomainState;
using history::Outcome;

bool has_id(const DomainState& state, std::int32_t id) {
  return state.active && (state.id == id || state.id == history::kUnknownId);
}

/// The attributes that the domain lacks for sure when a getter returned `value`.
AttributeWord contradicted(std::int32_t value, unsigned yes, unsigned no) {
  if (value != 0 && value != 1) return kAbsentBit | yes | no;
  return kAbsentBit | (value == 1 ? no : yes);
}

bool name_fits(const Observation& observation, const DomainState& state) {
  return observation.name == history::kNoName ||
         (state.exists && (state.name == observation.name || state.name == history::kNoName));
}

bool id_fits(const Observation& observation, const DomainState& state) {
  if (observation.id == history::kUnknownId) return true;
  if (!state.exists) return observation.id == history::kInactiveId;
  return state.id == observation.id ||
         (state.id == history::kUnknownId && observation.id != history::kInactiveId);
}

}  // namespace

Reading::Reading(const history::Operation& reader) : reader_(reader) {
  if (is_mutator(reader.call)) kind_ = Kind::kRefusal;
  if (reader.outcome == Outcome::kRefused && reader.call != Call::kLookupByName &&
      reader.call != Call::kLookupById) {
    return;
  }
  switch (reader.call) {
    case Call::kCount:
      kind_ = Kind::kCount;
      [[fallthrough]];
    case Call::kList:
    case Call::kAllStats:
      reject_ = reject_mask(reader.argument);
      break;
    case Call::kNumOfDomains:
    case Call::kNumOfDefinedDomains:
      kind_ = Kind::kCount;
      reject_ =
          reject_mask(reader.call == Call::kNumOfDomains ? spec::kListActive : spec::kListInactive);
      break;
    case Call::kListDomains:
      kind_ = Kind::kIds;
      reject_ = reject_mask(spec::kListActive);
      break;
    case Call::kListDefinedDomains:
      kind_ = Kind::kNames;
      reject_ = reject_mask(spec::kListInactive);
      break;
    case Call::kLookupByName:
      kind_ = Kind::kName;
      break;
    case Call::kLookupById:
      kind_ = Kind::kId;
      break;
    case Call::kGetState:
      kind_ = Kind::kState;
      break;
    case Call::kIsActive:
      reject_ = contradicted(reader.value, spec::kListActive, spec::kListInactive);
      break;
    case Call::kIsPersistent:
      reject_ = contradicted(reader.value, spec::kListPersistent, spec::kListTransient);
      break;
    case Call::kGetAutostart:
      reject_ = contradicted(reader.value, spec::kListAutostart, spec::kListNoAutostart);
      break;
    case Call::kHasManagedSave:
      reject_ = contradicted(reader.value, spec::kListManagedSave, spec::kListNoManagedSave);
      break;
    default:
      break;
  }
}

bool Reading::counts(const Observation& counted, const DomainState& state,
                     AttributeWord attributes) const {
  return (attributes & reject_) == 0 && (!counted.unsure || may_be_listed(counted, state));
}

bool Reading::may_be_listed(const Observation& unsure, const DomainState& state) const {
  if (kind_ == Kind::kNames) return state.name == unsure.name;
  return state.id == history::kUnknownId || state.id == unsure.id;
}

bool Reading::fits(const Observation& observation, const DomainState& state,
                   AttributeWord attributes) const {
  if (observation.is_counted()) return counts(observation, state, attributes) == observation.seen;
  const bool listed = (attributes & reject_) == 0;
  switch (kind_) {
    case Kind::kFilter:
    case Kind::kCount:
      if (reader_.call == Call::kLookupByUuid && observation.domain != reader_.domain) return false;
      return listed == observation.seen;
    case Kind::kIds:
      if (observation.seen) return listed && has_id(state, observation.id);
      return !listed || (observation.unsure && may_be_listed(observation, state));
    case Kind::kNames:
      if (observation.seen) return listed && state.name == observation.name;
      return !listed || (observation.unsure && may_be_listed(observation, state));
    case Kind::kName:
      return (state.exists && state.name == reader_.argument) == observation.seen;
    case Kind::kId:
      if (state.active && state.id == history::kUnknownId) return true;
      return has_id(state, static_cast<std::int32_t>(reader_.argument)) == observation.seen;
    case Kind::kState:
      return state.exists && state.state == reader_.value;
    case Kind::kRefusal:
      return !permits(state, reader_);
  }
  return true;
}

bool Reading::has_handles() const {
  switch (reader_.call) {
    case Call::kLookupByUuid:
    case Call::kLookupByName:
    case Call::kLookupById:
    case Call::kList:
    case Call::kAllStats:
    case Call::kLegacyUnion:
      return true;
    default:
      return false;
  }
}

bool Reading::fits(const Observation& observation, const DomainState& state,
                   AttributeWord attributes, Aspects asked) const {
  return ((asked & kMembership) == 0 || fits(observation, state, attributes)) &&
         entry_fits(observation, state, asked);
}

bool entry_fits(const Observation& observation, const DomainState& state, Aspects asked) {
  if (!observation.seen || observation.is_counted()) return true;
  if ((asked & kName) != 0 && !name_fits(observation, state)) return false;
  if ((asked & kId) != 0 && !id_fits(observation, state)) return false;
  return (asked & kRunState) == 0 || observation.state == history::kNoState ||
         state.state == observation.state;
}

}  // namespace rollcall::checker
