// Domain definitions as nodes of larger XML documents: snapshots, checkpoints and scenario files
// contain them.

#pragma once

#include <functional>

#include <pugixml.hpp>

#include "api/core/domain_definition.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// Like parse_domain, for a `<domain>` element of a document that parse_xml accepted.
Result<DomainDefinition> read_domain(pugi::xml_node domain, const std::function<Uuid()>& new_uuid);

/// Appends the definition to `parent` as format_domain prints it. Returns the new element.
pugi::xml_node append_domain(pugi::xml_node parent, const DomainDefinition& definition, int id);

/// The definition's complete text as a document, to be changed and put back.
pugi::xml_document domain_document(const DomainDefinition& definition);

}  // namespace rollcall
