// StoredDomain: a domain as its file keeps it, all in one, so that every change of it is one
// replacement of one file.
//
// XML: <rollcall-domain format='1' autostart='yes' snapshot='CURRENT' checkpoint='CURRENT'> with
// the <domain>, the <domainsnapshot>s and the <domaincheckpoint>s in order of creation.

#pragma once

#include <string>
#include <string_view>

#include "api/core/domain_definitions.hpp"
#include "api/core/moment_listing.hpp"
#include "api/core/result.hpp"

namespace rollcall::kvm {

struct StoredDomain {
  DefinitionPtr definition{};
  bool autostart = false;
  SnapshotTree snapshots{};
  CheckpointTree checkpoints{};
};

std::string format_stored_domain(const StoredDomain& domain);

/// Errors: those of parse_xml(), read_domain(), parse_snapshot() and parse_checkpoint(); XML_ERROR
///         for another format or a file without a domain.
Result<StoredDomain> parse_stored_domain(std::string_view text);

}  // namespace rollcall::kvm
