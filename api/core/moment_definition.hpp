// MomentDefinition: what snapshots and checkpoints of a domain have in common, as libvirt's
// documentation has it.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "api/core/domain_definition.hpp"

namespace rollcall {

struct MomentDefinition {
  std::string name{};  ///< empty when the XML gives none: the driver chooses
  std::string description{};
  std::string parent{};                              ///< name of the parent; empty: a root
  std::uint64_t created_s = 0;                       ///< seconds on the driver's own clock
  std::shared_ptr<const DomainDefinition> domain{};  ///< null when redefined without a `<domain>`
  std::shared_ptr<const std::string> text{};         ///< the parts we do not model; null when none
};

/// Where state, parent, time and domain of a new moment come from.
enum class MomentSource {
  kDriver,        ///< the driver fills them in; the XML's are ignored
  kRedefinition,  ///< the XML, which must have a name and a time
};

/// How much of a moment its XML shows.
enum class MomentParts { kWithDomain, kWithoutDomain };

}  // namespace rollcall
