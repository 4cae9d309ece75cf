// The disks and network interfaces that a domain's XML names.

#pragma once

#include <string>
#include <vector>

#include "api/core/domain_definition.hpp"

namespace rollcall {

/// Members are empty where the XML does not say.
struct DiskDevice {
  std::string target;  ///< what the guest sees, e.g. "vda"
  std::string source;  ///< a file, device, folder, volume or network name
};

struct InterfaceDevice {
  std::string target;  ///< the device of the host, e.g. "vnet0"
  std::string mac;     ///< in lower case
};

/// In the order of the XML.
std::vector<DiskDevice> disks_of(const DomainDefinition& definition);
std::vector<InterfaceDevice> interfaces_of(const DomainDefinition& definition);

}  // namespace rollcall
