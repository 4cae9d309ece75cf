// Which domains a listing with a given flag word must return: the specification's own wording of
// the filter, written from the documentation of the flags and sharing no code with any
// implementation. The numbers are those of libvirt's public headers; they stand here again so that
// the specification depends on nothing.

#pragma once

#include <array>

#include "conformance/spec/status.hpp"

namespace rollcall::spec {

/// virConnectListAllDomainsFlags.
enum ListFlag : unsigned {
  kListActive = 1U << 0,
  kListInactive = 1U << 1,
  kListPersistent = 1U << 2,
  kListTransient = 1U << 3,
  kListRunning = 1U << 4,
  kListPaused = 1U << 5,
  kListShutoff = 1U << 6,
  kListOther = 1U << 7,
  kListManagedSave = 1U << 8,
  kListNoManagedSave = 1U << 9,
  kListAutostart = 1U << 10,
  kListNoAutostart = 1U << 11,
  kListHasSnapshot = 1U << 12,
  kListNoSnapshot = 1U << 13,
  kListHasCheckpoint = 1U << 14,
  kListNoCheckpoint = 1U << 15,
};

/// The flag groups of a listing, in the order of their bits.
inline constexpr std::array<unsigned, 7> kListFlagGroups{
    kListActive | kListInactive,
    kListPersistent | kListTransient,
    kListRunning | kListPaused | kListShutoff | kListOther,
    kListManagedSave | kListNoManagedSave,
    kListAutostart | kListNoAutostart,
    kListHasSnapshot | kListNoSnapshot,
    kListHasCheckpoint | kListNoCheckpoint};

/// The number of flag words made of known bits only: every value from 0 on is one.
inline constexpr unsigned kListFlagWords = 1U << 16;

/// What the flags of a listing can ask about a domain.
struct DomainAttributes {
  bool active = false;
  bool persistent = false;
  State state = State::kNoState;
  bool managed_save = false;
  bool autostart = false;
  bool has_snapshot = false;
  bool has_checkpoint = false;

  friend bool operator==(const DomainAttributes&, const DomainAttributes&) = default;
};

/// The flag of the state group that holds for a state.
constexpr unsigned holding_state_flag(State state) {
  switch (state) {
    case State::kRunning:
      return kListRunning;
    case State::kPaused:
      return kListPaused;
    case State::kShutoff:
      return kListShutoff;
    default:
      return kListOther;
  }
}

/// Every flag whose statement holds for a domain: one of each group.
constexpr unsigned holding_flags(const DomainAttributes& domain) {
  return (domain.active ? kListActive : kListInactive) |
         (domain.persistent ? kListPersistent : kListTransient) | holding_state_flag(domain.state) |
         (domain.managed_save ? kListManagedSave : kListNoManagedSave) |
         (domain.autostart ? kListAutostart : kListNoAutostart) |
         (domain.has_snapshot ? kListHasSnapshot : kListNoSnapshot) |
         (domain.has_checkpoint ? kListHasCheckpoint : kListNoCheckpoint);
}

/// Whether a listing with `flags` returns a domain: of each group that is asked about, one asked
/// flag holds.
constexpr bool is_listed(const DomainAttributes& domain, unsigned flags) {
  const unsigned holding = holding_flags(domain);
  for (const unsigned group : kListFlagGroups) {
    const unsigned asked = flags & group;
    if (asked != 0 && (asked & holding) == 0) return false;
  }
  return true;
}

/// Whether no domain can satisfy `flags`, such as INACTIVE with RUNNING: a hypervisor may then also
/// refuse.
constexpr bool is_contradictory(unsigned flags) {
  const unsigned asked = flags & (kListFlagGroups[0] | kListFlagGroups[1] | kListFlagGroups[2]);
  // Active domains run, pause or are in some other state; inactive ones are persistent and off or
  // crashed.
  for (const State state : {State::kRunning, State::kPaused, State::kCrashed}) {
    for (const bool persistent : {true, false}) {
      if (is_listed({.active = true, .persistent = persistent, .state = state}, asked))
        return false;
    }
  }
  for (const State state : {State::kShutoff, State::kCrashed}) {
    if (is_listed({.active = false, .persistent = true, .state = state}, asked)) return false;
  }
  return true;
}

}  // namespace rollcall::spec
