// CheckpointDefinition: what `<domaincheckpoint>` XML says, together with the domain as it was at
// that moment.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/core/domain_definition.hpp"
#include "api/core/result.hpp"

namespace rollcall {

struct CheckpointDefinition {
  std::string name;  ///< empty when the XML gives none: the driver chooses
  std::string description;
  std::string parent;                              ///< empty: a root
  std::uint64_t created_s = 0;                     ///< seconds on the driver's own clock
  std::shared_ptr<const DomainDefinition> domain;  ///< null when redefined without a `<domain>`
};

/// Reads a `<domaincheckpoint>`. With `redefine`, parent, time and domain are taken from the XML,
/// and name and time must be there; without it the driver fills them in.
///
/// Errors: as parse_domain; XML_ERROR for a name with `/`; INTERNAL_ERROR when a redefinition lacks
/// something.
Result<CheckpointDefinition> parse_checkpoint(std::string_view xml, bool redefine,
                                              const std::function<Uuid()>& new_uuid);

/// The checkpoint as XML. The domain is left out unless `with_domain`, which is what
/// VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN asks for.
enum class CheckpointXml { kWithDomain, kWithoutDomain };
std::string format_checkpoint(const CheckpointDefinition& checkpoint, CheckpointXml parts);

}  // namespace rollcall
