// SnapshotDefinition: what `<domainsnapshot>` XML says, together with the domain as it was at that
// moment.

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "api/core/domain_definition.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// The state of the domain that a snapshot holds; the values of `<state>`.
enum class SnapshotState : std::uint8_t { kShutoff, kRunning, kPaused, kCrashed, kDiskOnly };

/// What `<memory snapshot='..'>` says about the guest's memory.
enum class SnapshotMemory : std::uint8_t { kUnset, kNone, kInternal, kExternal };

struct SnapshotDefinition {
  std::string name;  ///< empty when the XML gives none: the driver chooses
  std::string description;
  std::string parent;  ///< empty: a root
  SnapshotState state = SnapshotState::kShutoff;
  SnapshotMemory memory = SnapshotMemory::kUnset;
  std::uint64_t created_s = 0;                     ///< seconds on the driver's own clock
  std::shared_ptr<const DomainDefinition> domain;  ///< null when redefined without a `<domain>`
};

/// Reads a `<domainsnapshot>`. With `redefine`, state, parent, time and domain are taken from the
/// XML, and the name, state and time must be there; without it the driver fills them in.
///
/// Errors: as parse_domain; XML_ERROR for an unknown state or kind of memory, and a name with `/`;
///         INTERNAL_ERROR when a redefinition lacks something.
Result<SnapshotDefinition> parse_snapshot(std::string_view xml, bool redefine,
                                          const std::function<Uuid()>& new_uuid);

/// The snapshot as XML, with its domain.
std::string format_snapshot(const SnapshotDefinition& snapshot);

}  // namespace rollcall
