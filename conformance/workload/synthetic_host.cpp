#include "conformance/workload/synthetic_host.hpp"

#include <string>

#include "conformance/spec/filter_predicate.hpp"

namespace rollcall::workload {
namespace {

using history::Call;
using history::DomainNumber;
using history::DomainState;
using history::Entry;
using history::Operation;
using history::Outcome;

std::uint32_t holding(const DomainState& state) {
  if (!state.exists) return 0;
  return spec::holding_flags({.active = state.active,
                              .persistent = state.persistent,
                              .state = static_cast<spec::State>(state.state),
                              .managed_save = state.managed_save,
                              .autostart = state.autostart,
                              .has_snapshot = state.snapshots > 0,
                              .has_checkpoint = state.checkpoints > 0});
}

/// The properties that a listing with `flags` must not find: a domain has one of every group, so it
/// is listed when none of its own is here.
std::uint32_t rejected(std::uint32_t flags) {
  std::uint32_t result = 0;
  for (const unsigned group : spec::kListFlagGroups) {
    if ((flags & group) != 0) result |= group & ~flags;
  }
  return result;
}

void turn_off(DomainState& state) {
  state.active = false;
  state.state = history::kStateShutoff;
  state.id = history::kInactiveId;
}

void turn_on(DomainState& state, std::int32_t id) {
  state.exists = true;
  state.active = true;
  state.state = history::kStateRunning;
  state.id = id;
}

bool undefine(DomainState& state) {
  if (!state.persistent) return false;
  state = state.active ? DomainState{.exists = true,
                                     .active = true,
                                     .state = state.state,
                                     .id = state.id,
                                     .name = state.name}
                       : DomainState{};
  return true;
}

bool destroy(DomainState& state) {
  if (!state.active) return false;
  turn_off(state);
  if (!state.persistent) state = DomainState{};
  return true;
}

bool change_run_state(DomainState& state, std::int32_t from, std::int32_t to) {
  if (!state.active || state.state != from) return false;
  state.state = to;
  return true;
}

bool take_one(std::uint16_t& number) {
  if (number == 0) return false;
  --number;
  return true;
}

DomainState random_state(DomainNumber domain, std::int32_t id, SyntheticRandom& random) {
  DomainState state;
  if (random.percent(30)) return state;
  state.exists = true;
  state.name = domain;
  state.persistent = random.percent(80);
  if (!state.persistent || random.percent(50)) turn_on(state, id);
  if (state.active && random.percent(20)) state.state = history::kStatePaused;
  state.autostart = state.persistent && random.percent(30);
  state.managed_save = !state.active && random.percent(30);
  state.snapshots = static_cast<std::uint16_t>(random.below(2));
  state.checkpoints = static_cast<std::uint16_t>(random.below(2));
  return state;
}

Entry entry_of(DomainNumber domain, const DomainState& state, Call call) {
  return {.domain = domain,
          .name = state.name,
          .id = state.id,
          .state = call == Call::kAllStats ? state.state : history::kNoState};
}

}  // namespace

SyntheticHost::SyntheticHost(unsigned domains, SyntheticRandom& random)
    : states_(domains),
      previous_(domains),
      holding_(domains),
      name_owner_(domains + domains / 2 + 1, history::kNoDomain) {
  for (DomainNumber domain = 0; domain < domains; ++domain) {
    states_[domain] = random_state(domain, next_id_, random);
    if (states_[domain].active) ++next_id_;
    if (states_[domain].exists) name_owner_[states_[domain].name] = domain;
    previous_[domain] = states_[domain];
    holding_[domain] = holding(states_[domain]);
  }
}

history::Host SyntheticHost::beginning(bool hide_ids, SyntheticRandom& random) const {
  history::Host host;
  for (DomainNumber domain = 0; domain < domains(); ++domain) {
    host.domains.push_back(
        {.uuid = "domain-" + std::to_string(domain), .initial = states_[domain]});
    DomainState& initial = host.domains.back().initial;
    if (hide_ids && initial.active && random.percent(50)) initial.id = history::kUnknownId;
  }
  host.domains.push_back({.uuid = "stranger", .stranger = true});
  for (std::size_t name = 0; name < name_owner_.size(); ++name) {
    host.names.push_back("name-" + std::to_string(name));
  }
  return host;
}

bool SyntheticHost::take_name(DomainState& state, const Operation& mutator) const {
  const DomainNumber owner = name_owner_[mutator.argument];
  if (owner != history::kNoDomain && owner != mutator.domain) return false;
  state.name = mutator.argument;
  return true;
}

bool SyntheticHost::change(DomainState& state, const Operation& mutator) const {
  switch (mutator.call) {
    case Call::kDefine:
      if (state.exists && state.name != mutator.argument) return false;
      if (!take_name(state, mutator)) return false;
      state.exists = true;
      return state.persistent = true;
    case Call::kUndefine:
      return undefine(state);
    case Call::kCreate:
      if (state.exists || !take_name(state, mutator)) return false;
      turn_on(state, next_id_);
      return true;
    case Call::kStart:
      if (!state.exists || state.active) return false;
      turn_on(state, next_id_);
      state.managed_save = false;
      return true;
    case Call::kDestroy:
      return destroy(state);
    case Call::kSuspend:
      // Drivers differ in whether a paused domain can be suspended; so do the domains here.
      if (state.state == history::kStatePaused) return mutator.domain % 2 == 0;
      return change_run_state(state, history::kStateRunning, history::kStatePaused);
    case Call::kResume:
      return change_run_state(state, history::kStatePaused, history::kStateRunning);
    case Call::kSetAutostart:
      state.autostart = mutator.argument != 0;
      return state.persistent;
    case Call::kManagedSave:
      if (!state.persistent || !destroy(state)) return false;
      return state.managed_save = true;
    case Call::kManagedSaveRemove:
      state.managed_save = false;
      return state.exists;
    case Call::kRename:
      return state.persistent && !state.active && take_name(state, mutator);
    case Call::kSnapshotCreate:
      ++state.snapshots;
      return state.exists;
    case Call::kSnapshotDelete:
      return take_one(state.snapshots);
    case Call::kCheckpointCreate:
      ++state.checkpoints;
      return state.exists;
    default:
      return take_one(state.checkpoints);
  }
}

bool SyntheticHost::permits(const Operation& mutator) const {
  DomainState state = states_[mutator.domain];
  return change(state, mutator);
}

void SyntheticHost::perform(Operation& mutator) {
  DomainState state = states_[mutator.domain];
  if (!change(state, mutator)) {
    mutator.outcome = Outcome::kRefused;
    return;
  }
  DomainState& present = states_[mutator.domain];
  if (present.exists) name_owner_[present.name] = history::kNoDomain;
  if (state.exists) name_owner_[state.name] = mutator.domain;
  previous_[mutator.domain] = present;
  present = state;
  holding_[mutator.domain] = holding(state);
  mutator.outcome = Outcome::kDone;
  if (mutator.call == Call::kStart || mutator.call == Call::kCreate) mutator.value = next_id_++;
}

const DomainState* SyntheticHost::seen(DomainNumber domain, const View& view) const {
  if (view.parts > 1 && mixed(view.salt + domain) % view.parts != view.part) return nullptr;
  const bool stale = view.stale && (mixed(view.salt + domain) & 64U) != 0;
  return stale ? &previous_[domain] : &states_[domain];
}

void SyntheticHost::answer(Operation& reader, const View& view, std::vector<Entry>& entries) {
  switch (reader.call) {
    case Call::kList:
    case Call::kCount:
    case Call::kAllStats:
      return list(reader, view, entries);
    case Call::kNumOfDomains:
    case Call::kListDomains:
    case Call::kNumOfDefinedDomains:
    case Call::kListDefinedDomains:
      return list_legacy(reader, view, entries);
    case Call::kLookupByUuid:
    case Call::kLookupByName:
    case Call::kLookupById:
      return look_up(reader, view, entries);
    default:
      return get(reader, view);
  }
}

void SyntheticHost::list(Operation& reader, const View& view, std::vector<Entry>& entries) {
  const std::uint32_t reject = rejected(reader.argument);
  const bool plain = view.parts == 1 && !view.stale;
  const bool counts_only = reader.call == Call::kCount;
  for (DomainNumber domain = 0; domain < domains(); ++domain) {
    const DomainState* state = plain ? &states_[domain] : seen(domain, view);
    if (state == nullptr) continue;
    const std::uint32_t properties = plain ? holding_[domain] : holding(*state);
    if (properties == 0 || (properties & reject) != 0) continue;
    ++reader.value;
    if (!counts_only) entries.push_back(entry_of(domain, *state, reader.call));
  }
}

void SyntheticHost::list_legacy(Operation& reader, const View& view, std::vector<Entry>& entries) {
  const bool ids = reader.call == Call::kNumOfDomains || reader.call == Call::kListDomains;
  const bool counts_only =
      reader.call == Call::kNumOfDomains || reader.call == Call::kNumOfDefinedDomains;
  const std::uint32_t first = static_cast<std::uint32_t>(view.salt) % domains();
  for (DomainNumber step = 0; step < domains(); ++step) {
    const DomainNumber domain = (first + step) % domains();
    const DomainState* state = seen(domain, view);
    if (state == nullptr || !state->exists || state->active != ids) continue;
    if (!counts_only && reader.value == static_cast<std::int32_t>(reader.argument)) return;
    ++reader.value;
    if (counts_only) continue;
    entries.push_back(ids ? Entry{.id = state->id} : Entry{.name = state->name});
  }
}

void SyntheticHost::look_up(Operation& reader, const View& view, std::vector<Entry>& entries) {
  reader.outcome = Outcome::kRefused;
  for (DomainNumber domain = 0; domain < domains(); ++domain) {
    const DomainState* state = seen(domain, view);
    const bool found =
        state->exists &&
        (reader.call == Call::kLookupByUuid ? domain == reader.domain
         : reader.call == Call::kLookupByName
             ? state->name == reader.argument
             : state->active && state->id == static_cast<std::int32_t>(reader.argument));
    if (!found) continue;
    reader.outcome = Outcome::kDone;
    entries.assign(1, entry_of(domain, *state, reader.call));
    return;
  }
}

void SyntheticHost::get(Operation& reader, const View& view) {
  const DomainState& state = *seen(reader.domain, view);
  reader.outcome = state.exists ? Outcome::kDone : Outcome::kRefused;
  if (!state.exists) return;
  switch (reader.call) {
    case Call::kGetState:
      reader.value = state.state;
      break;
    case Call::kIsActive:
      reader.value = state.active ? 1 : 0;
      break;
    case Call::kIsPersistent:
      reader.value = state.persistent ? 1 : 0;
      break;
    case Call::kGetAutostart:
      reader.value = state.autostart ? 1 : 0;
      break;
    default:
      reader.value = state.managed_save ? 1 : 0;
  }
}

}  // namespace rollcall::workload
