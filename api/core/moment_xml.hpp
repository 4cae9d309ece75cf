// The XML that `<domainsnapshot>` and `<domaincheckpoint>` share.

#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "api/core/moment_definition.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// Longest snapshot or checkpoint XML that is read, in bytes: a domain and as much again.
inline constexpr std::size_t kMomentXmlBytesMax = 2 * kDomainXmlBytesMax;

/// The common parts of a moment, and a document with the others.
struct ParsedMoment {
  MomentDefinition moment;
  pugi::xml_document document;
};

/// Reads the common parts of a moment whose root element is `root`.
///
/// Errors: those of parse_xml and read_domain; XML_DETAIL for a name with `/` or a leading `.`;
///         XML_ERROR for a name over kNameBytesMax or a bad time;
///         INTERNAL_ERROR when a redefinition lacks its name or time.
Result<ParsedMoment> parse_moment(std::string_view xml, std::string_view root, MomentSource source,
                                  const std::function<Uuid()>& new_uuid);

/// The remains of a moment's element as text; null when nothing remains.
std::shared_ptr<const std::string> remains_of(pugi::xml_node moment);

/// A document with a `root` element, its unmodelled parts and the common parts except the domain.
pugi::xml_document moment_document(const char* root, const MomentDefinition& moment);

/// Adds the moment's domain, if it has one, and prints the document with its elements in libvirt's
/// order.
std::string print_moment(pugi::xml_document& document, const MomentDefinition& moment,
                         MomentParts parts);

}  // namespace rollcall
