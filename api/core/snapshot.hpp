// Snapshot: one immutable state of a host, as a two-level tree of chunks that snapshots share where
// they do not differ.
//
// A snapshot owns nothing: pieces belong to the span of generations in which they are part of the
// current snapshot, and SnapshotPublisher frees them when no reader can hold a snapshot of that
// span.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "api/core/domain_record.hpp"
#include "api/core/generation.hpp"
#include "api/core/identity_block.hpp"

namespace rollcall {

/// Number of a domain in a snapshot, counted through its chunks.
using Place = std::uint32_t;

constexpr std::size_t chunk_number_of(Place place) noexcept { return place / kChunkDomains; }
constexpr std::size_t entry_of(Place place) noexcept { return place % kChunkDomains; }

/// A piece of snapshots: part of those from `birth` up to, not including, `retired`.
struct SnapshotPiece {
  explicit SnapshotPiece(Generation first) : birth(first) {}
  SnapshotPiece(const SnapshotPiece&) = delete;
  SnapshotPiece& operator=(const SnapshotPiece&) = delete;
  virtual ~SnapshotPiece() = default;

  const Generation birth;
  Generation retired = std::numeric_limits<Generation>::max();
};

/// What the attribute column holds where there is no domain: every filter that rejects anything
/// rejects it.
inline constexpr AttributeWord kVacant = 0xFFFF;

/// Up to kChunkDomains domains. Columns that a listing scans stand apart from what it does not
/// need.
struct Chunk final : SnapshotPiece {
  /// Ownership: takes a reference on `own_identities`.
  Chunk(Generation first, IdentityBlock* own_identities)
      : SnapshotPiece(first), identities(own_identities) {
    attributes.fill(kVacant);
  }
  /// A copy that the writer may change, as a piece of the snapshots from `first` on.
  Chunk(Generation first, const Chunk& other);
  ~Chunk() override { identities->release(); }

  // A commit frees about as many chunks as it makes, so each thread keeps the memory of some: going
  // back to the allocator every time makes it return pages to the system and fault them in again.
  static void* operator new(std::size_t size_bytes);
  static void operator delete(void* memory) noexcept;

  DomainRecord record(std::size_t entry) const {
    return {identities->uuid(entry), identities->name(entry), statuses[entry]};
  }

  std::uint32_t count = 0;
  IdentityBlock* identities;                            // one reference is this chunk's
  std::array<AttributeWord, kChunkDomains> attributes;  // kVacant from `count` on
  std::array<std::int32_t, kChunkDomains> ids;
  std::array<DomainStatus, kChunkDomains> statuses;
};

/// The inner level of the tree.
struct ChunkGroup final : SnapshotPiece {
  static constexpr std::size_t kChunks = 64;

  explicit ChunkGroup(Generation first) : SnapshotPiece(first) {}
  ChunkGroup(Generation first, const ChunkGroup& other)
      : SnapshotPiece(first), chunks(other.chunks) {}

  std::array<Chunk*, kChunks> chunks{};
};

/// The root of the tree: all chunks but the last are full.
struct Snapshot final : SnapshotPiece {
  explicit Snapshot(Generation first) : SnapshotPiece(first) {}
  Snapshot(Generation first, const Snapshot& other)
      : SnapshotPiece(first), domain_count(other.domain_count), groups(other.groups) {}

  Generation generation() const noexcept { return birth; }
  std::size_t chunk_count() const noexcept {
    return (domain_count + kChunkDomains - 1) / kChunkDomains;
  }
  const Chunk& chunk(std::size_t number) const noexcept {
    return *groups[number / ChunkGroup::kChunks]->chunks[number % ChunkGroup::kChunks];
  }
  const Chunk& chunk_of(Place place) const noexcept { return chunk(chunk_number_of(place)); }

  std::size_t domain_count = 0;
  std::vector<ChunkGroup*> groups;
};

}  // namespace rollcall
