// Which domains a listing with a given flag word must return: the specification's own wording of
// the filter, written from the documentation of the flags and sharing no code with any
// implementation.

#pragma once

#include <libvirt/libvirt.h>

#include <array>

namespace rollcall::spec {

/// What the flags of a listing can ask about a domain.
struct DomainAttributes {
  bool active = false;
  bool persistent = false;
  /// virDomainState.
  int state = VIR_DOMAIN_NOSTATE;
  bool managed_save = false;
  bool autostart = false;
  bool has_snapshot = false;
  bool has_checkpoint = false;

  friend bool operator==(const DomainAttributes&, const DomainAttributes&) = default;
};

/// The flag groups of a listing, in the order of their bits.
inline constexpr std::array<unsigned, 7> kListFlagGroups{
    VIR_CONNECT_LIST_DOMAINS_ACTIVE | VIR_CONNECT_LIST_DOMAINS_INACTIVE,
    VIR_CONNECT_LIST_DOMAINS_PERSISTENT | VIR_CONNECT_LIST_DOMAINS_TRANSIENT,
    VIR_CONNECT_LIST_DOMAINS_RUNNING | VIR_CONNECT_LIST_DOMAINS_PAUSED |
        VIR_CONNECT_LIST_DOMAINS_SHUTOFF | VIR_CONNECT_LIST_DOMAINS_OTHER,
    VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE | VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE,
    VIR_CONNECT_LIST_DOMAINS_AUTOSTART | VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART,
    VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT | VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT,
    VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT | VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT};

/// The number of flag words made of known bits only: every value from 0 on is one.
inline constexpr unsigned kListFlagWords = 1U << 16;

/// Every flag whose statement holds for a domain: one of each group.
constexpr unsigned holding_flags(const DomainAttributes& domain) {
  unsigned flags = 0;
  flags |= domain.active ? VIR_CONNECT_LIST_DOMAINS_ACTIVE : VIR_CONNECT_LIST_DOMAINS_INACTIVE;
  flags |=
      domain.persistent ? VIR_CONNECT_LIST_DOMAINS_PERSISTENT : VIR_CONNECT_LIST_DOMAINS_TRANSIENT;
  switch (domain.state) {
    case VIR_DOMAIN_RUNNING:
      flags |= VIR_CONNECT_LIST_DOMAINS_RUNNING;
      break;
    case VIR_DOMAIN_PAUSED:
      flags |= VIR_CONNECT_LIST_DOMAINS_PAUSED;
      break;
    case VIR_DOMAIN_SHUTOFF:
      flags |= VIR_CONNECT_LIST_DOMAINS_SHUTOFF;
      break;
    default:
      flags |= VIR_CONNECT_LIST_DOMAINS_OTHER;
  }
  flags |= domain.managed_save ? VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE
                               : VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE;
  flags |=
      domain.autostart ? VIR_CONNECT_LIST_DOMAINS_AUTOSTART : VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART;
  flags |= domain.has_snapshot ? VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT
                               : VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT;
  flags |= domain.has_checkpoint ? VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT
                                 : VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT;
  return flags;
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
  // Active domains run, pause or are in some other state; inactive ones are persistent and off or
  // crashed.
  constexpr std::array kPossible{
      DomainAttributes{.active = true, .persistent = true, .state = VIR_DOMAIN_RUNNING},
      DomainAttributes{.active = true, .persistent = true, .state = VIR_DOMAIN_PAUSED},
      DomainAttributes{.active = true, .persistent = true, .state = VIR_DOMAIN_CRASHED},
      DomainAttributes{.active = true, .persistent = false, .state = VIR_DOMAIN_RUNNING},
      DomainAttributes{.active = true, .persistent = false, .state = VIR_DOMAIN_PAUSED},
      DomainAttributes{.active = true, .persistent = false, .state = VIR_DOMAIN_CRASHED},
      DomainAttributes{.active = false, .persistent = true, .state = VIR_DOMAIN_SHUTOFF},
      DomainAttributes{.active = false, .persistent = true, .state = VIR_DOMAIN_CRASHED}};
  const unsigned of_state = flags & (kListFlagGroups[0] | kListFlagGroups[1] | kListFlagGroups[2]);
  for (const DomainAttributes& domain : kPossible) {
    if (is_listed(domain, of_state)) return false;
  }
  return true;
}

}  // namespace rollcall::spec
