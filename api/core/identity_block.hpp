// IdentityBlock: uuids and names of up to kChunkDomains domains, shared by snapshots and by
// handles.
//
// Entries are only ever appended, and an entry never changes once a snapshot that counts it is
// published; so readers of an older snapshot, which counts fewer entries, may share the block with
// the writer that appends. Removing or renaming makes a new block.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "api/core/uuid.hpp"

namespace rollcall {

/// How many domains one chunk of a snapshot holds: the unit that a commit copies and that a kept
/// handle pins.
inline constexpr std::size_t kChunkDomains = 256;

class IdentityBlock {
 public:
  /// An empty block with room for `entries_max` entries and for names of `names_bytes` in all,
  /// terminators included.
  static IdentityBlock* create(std::size_t entries_max, std::size_t names_bytes);

  IdentityBlock(const IdentityBlock&) = delete;
  IdentityBlock& operator=(const IdentityBlock&) = delete;

  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept;

  const Uuid& uuid(std::size_t entry) const noexcept { return uuids()[entry]; }

  /// The name, followed by a terminating zero. Valid as long as the block.
  const char* name(std::size_t entry) const noexcept { return names() + name_offsets()[entry]; }

  /// Adds an entry behind the first `count`.
  ///
  /// Returns: whether it fits in place; false when an older snapshot still counts more entries than
  ///          `count`, or when there is no room.
  /// Threading: the one writer of the table.
  bool append(std::size_t count, const Uuid& uuid, std::string_view name) noexcept;

  /// A copy of the first `count` entries with room for a name of `name_bytes` more.
  IdentityBlock* copy_with_room(std::size_t count, std::size_t name_bytes) const;

  /// A copy of the first `count` entries in which `entry` is replaced.
  IdentityBlock* copy_replacing(std::size_t count, std::size_t entry, const Uuid& uuid,
                                std::string_view name) const;

  /// Memory of handles of the block, kept from one listing to the next: without it a large listing
  /// would have the allocator give its pages back to the system and fetch them again each time.
  ///
  /// Returns: what was kept, now the caller's to free(); null when nothing is.
  /// Threading: from any thread.
  void* take_spare() noexcept;
  /// Ownership: takes `memory`, which malloc() allocated; frees what was kept before.
  /// Threading: from any thread.
  void keep_spare(void* memory) noexcept;

 private:
  IdentityBlock(std::size_t entries_max, std::size_t names_bytes) noexcept
      : entries_max_(entries_max), names_size_max_(names_bytes) {}
  ~IdentityBlock();

  std::size_t names_bytes_used(std::size_t count) const noexcept;

  // The three columns follow the object in one allocation.
  const Uuid* uuids() const noexcept { return reinterpret_cast<const Uuid*>(this + 1); }
  const std::uint32_t* name_offsets() const noexcept {
    return reinterpret_cast<const std::uint32_t*>(uuids() + entries_max_);
  }
  const char* names() const noexcept {
    return reinterpret_cast<const char*>(name_offsets() + entries_max_);
  }

  std::atomic<std::uint32_t> references_{1};
  std::uint32_t count_ = 0;  // entries in use by any snapshot; the writer's
  const std::size_t entries_max_;
  std::size_t names_size_ = 0;
  const std::size_t names_size_max_;
  std::atomic<void*> spare_{nullptr};
};

}  // namespace rollcall
