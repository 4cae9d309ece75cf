// CheckpointDefinition: what `<domaincheckpoint>` XML says, together with the domain as it was at
// that moment.

#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "api/core/moment_definition.hpp"
#include "api/core/result.hpp"

namespace rollcall {

struct CheckpointDefinition : MomentDefinition {};

/// Reads a `<domaincheckpoint>`.
///
/// Errors: as parse_moment.
Result<CheckpointDefinition> parse_checkpoint(std::string_view xml, MomentSource source,
                                              const std::function<Uuid()>& new_uuid);

/// The checkpoint as XML; VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN asks for the form without its domain.
std::string format_checkpoint(const CheckpointDefinition& checkpoint, MomentParts parts);

}  // namespace rollcall
