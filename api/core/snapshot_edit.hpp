// SnapshotEdit: makes the next snapshot from the current one, copying each piece once, when it
// first changes.

#pragma once

#include <string_view>

#include "api/core/domain_index.hpp"
#include "api/core/domain_record.hpp"
#include "api/core/snapshot_publisher.hpp"

namespace rollcall {

/// Changes to one host that will become visible together.
///
/// Threading: only the writer. The index is changed at once: keep its readers out until publish().
class SnapshotEdit {
 public:
  SnapshotEdit(SnapshotPublisher& publisher, DomainIndex& index);

  /// The state with all changes so far.
  const Snapshot& draft() const noexcept { return *next_; }

  /// Pre: neither name nor uuid is taken.
  void insert(const DomainRecord& record);
  void update(Place place, const DomainStatus& status);
  /// Pre: the name is not taken.
  void rename(Place place, std::string_view name);
  void erase(Place place);

  /// Publishes the draft. Call once, last.
  Generation publish();

 private:
  Chunk& writable_chunk(std::size_t number);
  ChunkGroup& writable_group(std::size_t number);
  void set_identities(Chunk& chunk, IdentityBlock* identities);
  void append_identity(Chunk& chunk, const Uuid& uuid, std::string_view name);
  void add_chunk();
  void drop_last_entry();

  SnapshotPublisher& publisher_;
  DomainIndex& index_;
  const Generation generation_;
  Snapshot* next_;  // the publisher's after publish()
};

}  // namespace rollcall
