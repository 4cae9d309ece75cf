// SnapshotDefinition: what `<domainsnapshot>` XML says, together with the domain as it was at that
// moment.

#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "api/core/moment_definition.hpp"
#include "api/core/result.hpp"

namespace rollcall {

/// The state of the domain that a snapshot holds; the values of `<state>`.
enum class SnapshotState : std::uint8_t { kShutoff, kRunning, kPaused, kCrashed, kDiskOnly };

/// What `<memory snapshot='..'>` says about the guest's memory.
enum class SnapshotMemory : std::uint8_t { kUnset, kNone, kInternal, kExternal };

struct SnapshotDefinition : MomentDefinition {
  SnapshotState state = SnapshotState::kShutoff;
  SnapshotMemory memory = SnapshotMemory::kUnset;
};

/// Reads a `<domainsnapshot>`. A redefinition must have a state too.
///
/// Errors: as parse_moment; XML_ERROR for an unknown state or kind of memory.
Result<SnapshotDefinition> parse_snapshot(std::string_view xml, MomentSource source,
                                          const std::function<Uuid()>& new_uuid);

/// The snapshot as XML, with its domain.
std::string format_snapshot(const SnapshotDefinition& snapshot);

}  // namespace rollcall
