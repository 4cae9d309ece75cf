// What a domain's XML shows only with VIR_DOMAIN_XML_SECURE: the passwords of its displays.

#pragma once

#include "api/core/domain_definition.hpp"

namespace rollcall {

/// The definition without its secrets.
DomainDefinition without_secrets(const DomainDefinition& definition);

}  // namespace rollcall
