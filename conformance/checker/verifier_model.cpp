#include "conformance/checker/verifier_model.hpp"

#include <algorithm>

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::checker::verifying {

using history::Call;
using history::DomainNumber;
using history::DomainState;
using history::Entry;
using history::Operation;
using history::Outcome;

namespace {

DomainState switched_off(DomainState state) {
  state.active = false;
  state.state = history::kStateShutoff;
  state.id = history::kInactiveId;
  return state;
}

DomainState switched_on(DomainState state, const Operation& mutator) {
  state.exists = state.active = true;
  state.state = history::kStateRunning;
  state.id = mutator.outcome == Outcome::kDone ? mutator.value : history::kUnknownId;
  return state;
}

DomainState undefined(const DomainState& state) {
  if (!state.active) return {};
  DomainState transient;
  transient.exists = transient.active = true;
  transient.state = state.state;
  transient.id = state.id;
  transient.name = state.name;
  return transient;
}

/// Whether the call is permitted in this state.
bool is_permitted(const DomainState& state, const Operation& mutator) {
  switch (mutator.call) {
    case Call::kDefine:
      return !state.exists || state.name == mutator.argument;
    case Call::kCreate:
      return !state.exists;
    case Call::kUndefine:
    case Call::kSetAutostart:
      return state.persistent;
    case Call::kStart:
      return state.exists && !state.active;
    case Call::kDestroy:
      return state.active;
    case Call::kSuspend:
      if (state.state == history::kStatePaused) return mutator.outcome != Outcome::kRefused;
      return state.active && state.state == history::kStateRunning;
    case Call::kResume:
      return state.active && state.state == history::kStatePaused;
    case Call::kManagedSave:
      return state.active && state.persistent;
    case Call::kRename:
      return state.persistent && !state.active;
    case Call::kSnapshotDelete:
      return state.snapshots > 0;
    case Call::kCheckpointDelete:
      return state.checkpoints > 0;
    default:
      return state.exists;
  }
}

/// The state that a permitted call makes of this one.
DomainState changed(DomainState state, const Operation& mutator) {
  switch (mutator.call) {
    case Call::kDefine:
      state.exists = state.persistent = true;
      state.name = mutator.argument;
      return state;
    case Call::kCreate:
      state.name = mutator.argument;
      return switched_on(state, mutator);
    case Call::kUndefine:
      return undefined(state);
    case Call::kStart:
      state.managed_save = false;
      return switched_on(state, mutator);
    case Call::kDestroy:
      return state.persistent ? switched_off(state) : DomainState{};
    case Call::kManagedSave:
      state.managed_save = true;
      return switched_off(state);
    case Call::kSuspend:
      state.state = history::kStatePaused;
      return state;
    case Call::kResume:
      state.state = history::kStateRunning;
      return state;
    case Call::kSetAutostart:
      state.autostart = mutator.argument != 0;
      return state;
    case Call::kManagedSaveRemove:
      state.managed_save = false;
      return state;
    case Call::kRename:
      state.name = mutator.argument;
      return state;
    case Call::kSnapshotCreate:
      ++state.snapshots;
      return state;
    case Call::kSnapshotDelete:
      --state.snapshots;
      return state;
    case Call::kCheckpointCreate:
      ++state.checkpoints;
      return state;
    default:
      --state.checkpoints;
      return state;
  }
}

/// Whether a refusal may be due to another domain that has the name.
bool may_clash(Call call) {
  return call == Call::kDefine || call == Call::kCreate || call == Call::kRename;
}

bool is_look_up(Call call) {
  return call == Call::kLookupByUuid || call == Call::kLookupByName || call == Call::kLookupById;
}

bool is_listing(Call call) {
  return call == Call::kList || call == Call::kAllStats || call == Call::kLegacyUnion;
}

bool matches(const DomainState& state, unsigned flags) {
  return state.exists && spec::is_listed({.active = state.active,
                                          .persistent = state.persistent,
                                          .state = static_cast<spec::State>(state.state),
                                          .managed_save = state.managed_save,
                                          .autostart = state.autostart,
                                          .has_snapshot = state.snapshots > 0,
                                          .has_checkpoint = state.checkpoints > 0},
                                         flags);
}

bool has_id(const DomainState& state, std::int32_t id) {
  return state.active && (state.id == id || state.id == history::kUnknownId);
}

/// Whether one field of an entry, if it was recorded, is as in this state. The id -1 is left in a
/// handle of a domain that went, so that it is in order for an absent one.
bool is_field_of(const Entry& entry, const DomainState& state, Detail field) {
  switch (field) {
    case Detail::kName:
      return entry.name == history::kNoName || (state.exists && entry.name == state.name);
    case Detail::kId:
      return entry.id == history::kUnknownId || entry.id == state.id ||
             (state.id == history::kUnknownId && entry.id != history::kInactiveId);
    case Detail::kRunState:
      return entry.state == history::kNoState || entry.state == state.state;
    default:
      return true;
  }
}

}  // namespace

bool takes_effect(const Operation& operation) {
  return is_mutator(operation.call) && operation.outcome != Outcome::kRefused;
}

void add_to_key(std::vector<std::uint64_t>& key, std::span<const DomainState> states) {
  for (const DomainState& state : states) {
    std::uint64_t bits = static_cast<std::uint8_t>(state.state);
    for (const bool bit :
         {state.exists, state.active, state.persistent, state.autostart, state.managed_save}) {
      bits = bits << 1U | (bit ? 1U : 0U);
    }
    key.push_back((bits << 16U | state.snapshots) << 16U | state.checkpoints);
    key.push_back(std::uint64_t{state.name} << 32U | static_cast<std::uint32_t>(state.id));
  }
}

std::optional<DomainState> after(const DomainState& state, const Operation& mutator) {
  const bool permitted = is_permitted(state, mutator);
  if (takes_effect(mutator)) {
    return permitted ? std::optional(changed(state, mutator)) : std::nullopt;
  }
  return permitted && !may_clash(mutator.call) ? std::nullopt : std::optional(state);
}

Owners::Owners(const history::History& history) {
  for (DomainNumber domain = 0; domain < history.host.domains.size(); ++domain) {
    const DomainState& initial = history.host.domains[domain].initial;
    if (!initial.exists) continue;
    names_[initial.name].push_back({.domain = domain});
    if (!initial.active) continue;
    ids_[initial.id].push_back({.domain = domain});
    if (initial.id == history::kUnknownId) unknown_from_ = 0;
  }
  for (const Operation& operation : history.batch.operations) {
    if (!takes_effect(operation)) continue;
    const Owner owner{.domain = operation.domain, .from = operation.invocation};
    if (may_clash(operation.call)) names_[operation.argument].push_back(owner);
    const bool starts = operation.call == Call::kStart || operation.call == Call::kCreate;
    if (!starts) continue;
    const bool done = operation.outcome == Outcome::kDone;
    if (done) ids_[operation.value].push_back(owner);
    if (!done || operation.value == history::kUnknownId) {
      unknown_from_ = std::min(unknown_from_, operation.invocation);
    }
  }
  ids_.erase(history::kUnknownId);
}

DomainNumber Owners::only_one(const std::vector<Owner>& owners, history::Stamp then) {
  DomainNumber only = history::kNoDomain;
  for (const Owner& owner : owners) {
    if (owner.from > then || owner.domain == only) continue;
    if (only != history::kNoDomain) return history::kNoDomain;
    only = owner.domain;
  }
  return only;
}

DomainNumber Owners::owner_of_id(std::int32_t id, history::Stamp then) const {
  const auto owners = ids_.find(id);
  return owners == ids_.end() ? history::kNoDomain : only_one(owners->second, then);
}

DomainNumber Owners::owner_of_name(history::NameNumber name, history::Stamp then) const {
  const auto owners = names_.find(name);
  return owners == names_.end() ? history::kNoDomain : only_one(owners->second, then);
}

Answer::Answer(const history::History& history, const Operation& reader, const Owners& owners)
    : host_(history.host),
      reader_(reader),
      list_(history.batch.entries_of(reader)),
      has_unknown_ids_(owners.has_unknown_ids(reader.response)) {
  for (const Entry& entry : list_) {
    if (lists_ids()) ids_.insert(entry.id);
    if (lists_names()) names_.insert(entry.name);
    const DomainNumber domain = lists_ids()     ? owners.owner_of_id(entry.id, reader.response)
                                : lists_names() ? owners.owner_of_name(entry.name, reader.response)
                                                : entry.domain;
    if (domain != history::kNoDomain) entries_.emplace(domain, entry);
  }
}

bool Answer::speaks() const {
  if (reader_.outcome == Outcome::kDone) return !is_mutator(reader_.call);
  return reader_.outcome == Outcome::kRefused && !is_host_reader(reader_.call) &&
         !may_clash(reader_.call);
}

bool Answer::fits(DomainNumber domain, const DomainState& state, Detail detail) const {
  if (detail == Detail::kAll) {
    return std::all_of(std::begin(kDetails), std::end(kDetails),
                       [&](Detail each) { return fits(domain, state, each); });
  }
  if (detail != Detail::kMembership) {
    return !has_handle(domain) || is_field_of(entries_.at(domain), state, detail);
  }
  if (is_listing(reader_.call)) return matches(state, reader_.argument) == has_handle(domain);
  if (lists_ids()) return fits_ids(domain, state);
  if (lists_names()) return fits_names(domain, state);
  if (is_look_up(reader_.call)) return fits_look_up(domain, state);
  if (is_number() || domain != reader_.domain) return true;
  return is_mutator(reader_.call) ? !is_permitted(state, reader_) : fits_getter(state);
}

bool Answer::fits_look_up(DomainNumber domain, const DomainState& state) const {
  bool found = state.exists;
  switch (reader_.call) {
    case Call::kLookupByUuid:
      found = found && domain == reader_.domain;
      break;
    case Call::kLookupByName:
      found = found && state.name == reader_.argument;
      break;
    default:
      found = has_id(state, static_cast<std::int32_t>(reader_.argument));
  }
  if (reader_.outcome == Outcome::kDone) return found || !has_handle(domain);
  return !found || (reader_.call == Call::kLookupById && state.id == history::kUnknownId);
}

bool Answer::fits_getter(const DomainState& state) const {
  if (reader_.outcome == Outcome::kRefused) return !state.exists;
  if (!state.exists) return false;
  switch (reader_.call) {
    case Call::kGetState:
      return reader_.value == state.state;
    case Call::kIsActive:
      return reader_.value == (state.active ? 1 : 0);
    case Call::kIsPersistent:
      return reader_.value == (state.persistent ? 1 : 0);
    case Call::kGetAutostart:
      return reader_.value == (state.autostart ? 1 : 0);
    default:
      return reader_.value == (state.managed_save ? 1 : 0);
  }
}

bool Answer::fits_ids(DomainNumber domain, const DomainState& state) const {
  const auto entry = entries_.find(domain);
  if (!has_unknown_ids_ && entry != entries_.end()) return has_id(state, entry->second.id);
  return !state.active || is_cut_short() || may_list_id_of(state);
}

bool Answer::fits_names(DomainNumber domain, const DomainState& state) const {
  const bool listed = state.exists && !state.active;
  const auto entry = entries_.find(domain);
  if (entry != entries_.end()) return listed && state.name == entry->second.name;
  return !listed || is_cut_short() || names_.contains(state.name);
}

bool Answer::is_number() const {
  switch (reader_.call) {
    case Call::kCount:
    case Call::kNumOfDomains:
    case Call::kNumOfDefinedDomains:
    case Call::kListDomains:
    case Call::kListDefinedDomains:
      return true;
    default:
      return false;
  }
}

bool Answer::numbers(const DomainState& state) const {
  switch (reader_.call) {
    case Call::kCount:
      return matches(state, reader_.argument);
    case Call::kNumOfDomains:
    case Call::kListDomains:
      return state.active;
    default:
      return state.exists && !state.active;
  }
}

NumberRange Answer::range() const {
  if (!lists_ids() && !lists_names()) return {.least = reader_.value, .most = reader_.value};
  const auto length = static_cast<std::int64_t>(list_.size());
  return is_cut_short() ? NumberRange{.least = length} : NumberRange{length, length};
}

bool Answer::key_may_be_of(std::size_t key, const DomainState& state) const {
  if (lists_ids()) return has_id(state, list_[key].id);
  return state.exists && !state.active && state.name == list_[key].name;
}

bool Answer::may_list_id_of(const DomainState& state) const {
  return state.active && (state.id == history::kUnknownId || ids_.contains(state.id));
}

bool Answer::covers_all(std::span<const DomainState> states) const {
  std::unordered_set<std::int32_t> ids = ids_;
  std::unordered_set<history::NameNumber> names = names_;
  std::size_t unknown_ids = 0;
  for (const DomainState& state : states) {
    if (state.active) ids.erase(state.id);
    if (state.active && state.id == history::kUnknownId) ++unknown_ids;
    if (state.exists && !state.active) names.erase(state.name);
  }
  return ids.size() <= unknown_ids && names.empty();
}

bool Answer::fits_all(std::span<const DomainState> states) const {
  std::int64_t number = 0;
  for (DomainNumber domain = 0; domain < states.size(); ++domain) {
    if (!fits(domain, states[domain], Detail::kMembership)) return false;
    if (is_number() && numbers(states[domain])) ++number;
  }
  return !is_number() || (range().contains(number) && covers_all(states));
}

std::string Answer::malformation() const {
  if (reader_.outcome != Outcome::kDone || is_mutator(reader_.call)) return "";
  const bool lists = is_listing(reader_.call) || lists_ids() || lists_names();
  if (is_look_up(reader_.call) && list_.size() != 1) return "not one entry";
  if (!lists) return is_number() && reader_.value < 0 ? "a negative number" : "";
  if (reader_.holes > 0) return "a hole";
  if (!reader_.terminated) return "no null after the last entry";
  if (reader_.call != Call::kLegacyUnion &&
      reader_.value != static_cast<std::int32_t>(list_.size())) {
    return "another value than the number of entries";
  }
  if ((lists_ids() || lists_names()) && list_.size() > reader_.argument) return "too many entries";
  const std::size_t distinct = lists_ids()     ? ids_.size()
                               : lists_names() ? names_.size()
                                               : entries_.size();
  if (reader_.call != Call::kLegacyUnion && distinct != list_.size()) return "an entry twice";
  for (const auto& [domain, entry] : entries_) {
    if (host_.domains[domain].stranger) return "a domain that nobody made";
  }
  return "";
}

}  // namespace rollcall::checker::verifying
