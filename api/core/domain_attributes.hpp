// What a listing can ask of a domain, as one 16-bit word: bit i is set exactly when the domain
// satisfies flag bit i of virConnectListAllDomainsFlags. In every flag group exactly one bit is
// set, which is what makes a filter one AND.

#pragma once

#include <cstdint>

#include <libvirt/libvirt.h>

namespace rollcall {

/// Flag bits of virConnectListAllDomains that hold for one domain, one per group.
using AttributeWord = std::uint16_t;

/// The properties of a domain that the seven flag groups of a listing look at.
struct DomainAttributes {
  bool active = false;
  bool persistent = false;
  bool managed_save = false;
  bool autostart = false;
  bool snapshots = false;
  bool checkpoints = false;
  std::uint8_t state = VIR_DOMAIN_SHUTOFF;  ///< virDomainState

  bool operator==(const DomainAttributes&) const = default;
};

/// The word of a domain with these attributes.
constexpr AttributeWord attribute_word(const DomainAttributes& attributes) noexcept {
  const auto pick = [](bool holds, unsigned yes, unsigned no) { return holds ? yes : no; };
  unsigned word = 0;
  word |=
      pick(attributes.active, VIR_CONNECT_LIST_DOMAINS_ACTIVE, VIR_CONNECT_LIST_DOMAINS_INACTIVE);
  word |= pick(attributes.persistent, VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
               VIR_CONNECT_LIST_DOMAINS_TRANSIENT);
  word |= pick(attributes.managed_save, VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
               VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE);
  word |= pick(attributes.autostart, VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
               VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART);
  word |= pick(attributes.snapshots, VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
               VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT);
  word |= pick(attributes.checkpoints, VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT,
               VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT);
  switch (attributes.state) {
    case VIR_DOMAIN_RUNNING:
      word |= VIR_CONNECT_LIST_DOMAINS_RUNNING;
      break;
    case VIR_DOMAIN_PAUSED:
      word |= VIR_CONNECT_LIST_DOMAINS_PAUSED;
      break;
    case VIR_DOMAIN_SHUTOFF:
      word |= VIR_CONNECT_LIST_DOMAINS_SHUTOFF;
      break;
    default:
      word |= VIR_CONNECT_LIST_DOMAINS_OTHER;
  }
  return static_cast<AttributeWord>(word);
}

}  // namespace rollcall
