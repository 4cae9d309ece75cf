// DomainRuntime: everything about a domain that its life cycle changes, apart from its definitions.
//
// A plain value: the life-cycle rules (lifecycle.hpp) map one runtime to the next, and a driver
// keeps the result.

#pragma once

#include <cstdint>
#include <optional>

#include <libvirt/libvirt.h>

#include "api/core/checkpoint_definition.hpp"
#include "api/core/domain_record.hpp"
#include "api/core/moment_tree.hpp"
#include "api/core/snapshot_definition.hpp"

namespace rollcall {

/// A guest's memory kept on disk, by a managed save or in a file.
struct SavedImage {
  bool paused = false;  ///< the guest comes back paused
};

/// The id of an inactive domain.
inline constexpr int kIdInactive = -1;

struct DomainRuntime {
  int id = kIdInactive;
  virDomainState state = VIR_DOMAIN_SHUTOFF;
  int reason = 0;  ///< of the enumeration that belongs to `state`
  bool persistent = false;
  bool has_configuration = false;  ///< has been persistent during this run, even if undefined since
  bool autostart = false;
  bool autodestroy = false;  ///< destroyed when the connection that started it closes
  std::optional<SavedImage> managed_save{};
  MomentTree<SnapshotDefinition> snapshots{};
  MomentTree<CheckpointDefinition> checkpoints{};

  bool active() const noexcept { return id != kIdInactive; }
};

/// What a host's table says of a domain: its runtime, and the sizes of its current definition.
DomainStatus status_of(const DomainRuntime& runtime, const DomainDefinition& definition) noexcept;

}  // namespace rollcall
