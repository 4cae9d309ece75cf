// Title, description and application metadata of a domain, with virDomainSetMetadata's rules.

#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <libvirt/libvirt.h>

#include "api/core/domain_definition.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// What is to be set. A missing `value` removes; `key` and `uri` are for elements only.
struct MetadataChange {
  int type = VIR_DOMAIN_METADATA_DESCRIPTION;  ///< virDomainMetadataType
  std::optional<std::string_view> value{};
  std::string_view key{};  ///< prefix of the element in the domain's XML
  std::string_view uri{};  ///< namespace that identifies the element
};

/// The definition with its metadata changed. Removing what is not there succeeds.
///
/// Errors: INVALID_ARG for an unknown type, a newline in a title, or an element without key or uri;
///         XML_DETAIL for an ill-formed element; XML_ERROR when the XML would pass a limit.
Result<DomainDefinition> with_metadata(const DomainDefinition& definition,
                                       const MetadataChange& change);

/// Title, description, or the element of namespace `uri` without its prefix.
///
/// Errors: NO_DOMAIN_METADATA when there is none; INVALID_ARG for an unknown type.
Result<std::string> metadata(const DomainDefinition& definition, int type, std::string_view uri);

}  // namespace rollcall
