// History: what was recorded of a concurrent run: the host as it was before, then operations with
// their answers. A long history comes as batches, so that nobody needs to hold it whole.

#pragma once

#include <span>
#include <string>
#include <vector>

#include "conformance/history/operation.hpp"

namespace rollcall::history {

/// The states of libvirt's virDomainState that the kit meets.
inline constexpr std::int32_t kStateRunning = 1;
inline constexpr std::int32_t kStatePaused = 3;
inline constexpr std::int32_t kStateShutoff = 5;

/// Everything a listing can depend on, of one domain at one instant. A domain that does not exist
/// has the default values.
struct DomainState {
  bool exists = false;
  bool active = false;
  bool persistent = false;
  bool autostart = false;
  bool managed_save = false;
  std::int32_t state = kStateShutoff;  ///< virDomainState
  std::uint16_t snapshots = 0;
  std::uint16_t checkpoints = 0;
  std::int32_t id = kInactiveId;  ///< kUnknownId when active with an id that nobody recorded
  NameNumber name = kNoName;

  friend bool operator==(const DomainState&, const DomainState&) = default;
};

/// A domain that a history speaks of.
struct Domain {
  std::string uuid;
  /// At the beginning of the history.
  DomainState initial{};
  /// Nobody in the run made it and it was not there before: a handle with this uuid is an error of
  /// the library.
  bool stranger = false;
};

/// Who is who. Grows while a history is read or recorded; numbers never change.
struct Host {
  std::vector<Domain> domains;
  std::vector<std::string> names;
};

/// A stretch of a history. Operations are sorted by invocation, and all operations of a later batch
/// are invoked after all of an earlier one.
struct Batch {
  std::vector<Operation> operations;
  std::vector<Entry> entries;

  std::span<const Entry> entries_of(const Operation& operation) const {
    return std::span(entries).subspan(operation.first_entry, operation.entry_count);
  }
};

/// A history that fits into memory.
struct History {
  Host host;
  Batch batch;
};

}  // namespace rollcall::history
