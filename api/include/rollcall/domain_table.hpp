// DomainTable: every domain of one host, as a sequence of immutable snapshots.
//
// A commit makes the next snapshot from the last one by copying the chunks that it changes, and
// publishes it at one instant. A listing reads the published snapshot once and never looks again,
// so its answer is what was true at that instant. The table stays dense: a domain that leaves is
// replaced by the last one.

#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/core/domain_event.hpp"
#include "api/core/domain_handle.hpp"
#include "api/core/domain_index.hpp"
#include "api/core/domain_record.hpp"
#include "api/core/event_bus.hpp"
#include "api/core/list_filter.hpp"
#include "api/core/record_list.hpp"
#include "api/core/result.hpp"
#include "api/core/snapshot_publisher.hpp"

namespace rollcall {

/// One change of one domain. Made by the functions below.
struct DomainChange {
  enum class Kind : std::uint8_t { kInsert, kUpdate, kRename, kErase };

  /// A domain appears.
  static DomainChange insert(DomainRecord record);
  /// The domain of that uuid has another status.
  static DomainChange update(const Uuid& uuid, const DomainStatus& status);
  /// The domain of that uuid has another name.
  static DomainChange rename(const Uuid& uuid, std::string new_name);
  /// The domain of that uuid is gone.
  static DomainChange erase(const Uuid& uuid);

  Kind kind;
  DomainRecord record;
};

/// Threading: every member from any thread. Listings take no lock; lookups take one that a commit
///            holds for about a microsecond; no guest is ever waited for.
class DomainTable {
 public:
  /// `events`: told of each commit's events, in commit order. Must outlive the table.
  explicit DomainTable(EventBus& events);
  DomainTable(const DomainTable&) = delete;
  DomainTable& operator=(const DomainTable&) = delete;
  /// Pre: no call is in progress. Handles may outlive the table.
  ~DomainTable();

  /// The domains that match `filter`, all at one instant.
  ///
  /// Returns:    handles in no particular order, which keep `owner` alive, and the generation they
  /// belong to. Atomicity:  the instant is the read of the published snapshot, between call and
  /// return (contract A1 to A3). Complexity: one word per domain on the host, plus 24 bytes written
  /// per match. Errors:     VIR_ERR_NO_MEMORY; nothing is returned then.
  Result<DomainList> list(const ListFilter& filter, RefCounted& owner) const;

  /// How many domains match `filter`, at one instant. Same instant rule as list(); allocates
  /// nothing.
  std::size_t count(const ListFilter& filter) const;

  /// Records of the domains that match `filter`. Same instant rule as list().
  RecordList records(const ListFilter& filter) const;

  /// Records of those of `uuids` that exist, in that order, all at one instant.
  RecordList records(std::span<const Uuid> uuids) const;

  /// The domain of that uuid, name or id; nothing when there is none. An id finds active domains
  /// only.
  std::optional<DomainRecord> find(const Uuid& uuid) const;
  std::optional<DomainRecord> find_by_name(std::string_view name) const;
  std::optional<DomainRecord> find_by_id(std::int32_t id) const;

  /// Number of the last commit.
  Generation generation() const;

  /// Makes all changes visible at once, as the next generation, and tells the event bus of `events`
  /// with it.
  ///
  /// Pre:        each domain, and each new name, is in `changes` at most once; ids of active
  /// domains differ. Returns:    the new generation. Errors:     VIR_ERR_OPERATION_FAILED when a
  /// name or uuid is taken, VIR_ERR_NO_DOMAIN when a domain to change is not
  ///             there; nothing changes then.
  /// Threading:  commits are serialised. Listings in progress are not delayed.
  /// Complexity: a chunk per changed domain, whatever the size of the host.
  Result<Generation> commit(std::span<const DomainChange> changes,
                            std::span<const DomainEvent> events = {});

  /// Aborts unless indexes and snapshot agree. For tests.
  void check_invariants() const;

 private:
  std::optional<DomainRecord> record_at(std::optional<Place> place) const;
  Status check(const DomainChange& change) const;

  EventBus& events_;
  SnapshotPublisher snapshots_;
  mutable std::mutex mutex_;  // held by a commit, and by lookups, which need the index
  DomainIndex index_;
};

}  // namespace rollcall
