// DomainRecord: everything that a host's snapshot says of one domain.

#pragma once

#include <cstdint>
#include <string>

#include <libvirt/libvirt.h>

#include "api/core/domain_attributes.hpp"
#include "api/core/uuid.hpp"

namespace rollcall {

/// The part of a domain's record that changes while it lives.
struct DomainStatus {
  std::int32_t id = -1;  ///< -1 exactly while inactive
  AttributeWord attributes = attribute_word({});
  std::uint8_t state = VIR_DOMAIN_SHUTOFF;  ///< virDomainState
  std::uint8_t reason = 0;                  ///< virDomainShutoffReason and the like
  std::uint32_t vcpus = 0;
  std::uint32_t vcpus_max = 0;
  std::uint64_t memory_kib = 0;
  std::uint64_t memory_max_kib = 0;

  /// Whether the flag bit (virConnectListAllDomainsFlags) holds for the domain.
  bool has(unsigned flag) const noexcept { return (attributes & flag) != 0; }

  bool operator==(const DomainStatus&) const = default;
};

/// One domain at one instant. Identity is the uuid; the name may change by rename.
struct DomainRecord {
  Uuid uuid;
  std::string name;
  DomainStatus status;

  bool operator==(const DomainRecord&) const = default;
};

}  // namespace rollcall
