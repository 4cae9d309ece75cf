// DomainHandle: what a virDomainPtr points to. Handles of one listing live in slabs, one per chunk
// of the snapshot, and share the chunk's names and uuids; so making one is a 16-byte store, and
// keeping one pins at most its chunk.

#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <utility>

#include "api/core/biased_count.hpp"
#include "api/core/domain_record.hpp"
#include "api/core/generation.hpp"
#include "api/core/identity_block.hpp"
#include "api/core/ref_counted.hpp"

namespace rollcall {

class HandleSlab;

/// A reference to a domain as it was at one instant: its uuid and name then, and its id, which
/// operations through the handle refresh.
///
/// Ownership: counted; the last release() may free the slab, which lets go of its chunk and
/// connection. Threading: every member from any thread.
class DomainHandle {
 public:
  DomainHandle(std::int32_t id, std::uint16_t slot, std::uint16_t entry) noexcept
      : id_(id), slot_(slot), entry_(entry) {}

  /// Whether the memory looks like a handle that has not been freed; for arguments of callers.
  bool valid() const noexcept { return magic_.load(std::memory_order_relaxed) == kMagic; }

  const Uuid& uuid() const noexcept;
  const char* name() const noexcept;
  std::int32_t id() const noexcept { return id_.load(std::memory_order_relaxed); }
  void refresh_id(std::int32_t id) noexcept { id_.store(id, std::memory_order_relaxed); }

  /// The object, a connection, that all handles of the listing keep alive.
  RefCounted& owner() const noexcept;

  void retain() noexcept { references_.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept;

 private:
  static constexpr std::uint32_t kMagic = 0x524F4C4C;
  static constexpr std::uint32_t kFreedMagic = 0xDEADDEAD;

  HandleSlab& slab() const noexcept;

  std::atomic<std::uint32_t> magic_{kMagic};
  std::atomic<std::uint32_t> references_{1};
  std::atomic<std::int32_t> id_;
  std::uint16_t slot_;   // place in the slab
  std::uint16_t entry_;  // place in the slab's identity block
};
static_assert(sizeof(DomainHandle) == 16);

/// Storage for the handles of one chunk in one listing. When its last handle is freed, the memory
/// is kept with the identities for the next listing of the chunk. The handles follow the object.
class alignas(16) HandleSlab {
 public:
  /// Room for `handle_count` handles and one more that a branch-free fill may scribble on.
  ///
  /// Returns: null when memory is out.
  /// Ownership: takes a reference on `identities` and on `owner`.
  static HandleSlab* create(std::size_t handle_count, IdentityBlock& identities,
                            RefCounted& owner) noexcept;

  DomainHandle* handles() noexcept { return reinterpret_cast<DomainHandle*>(this + 1); }
  const IdentityBlock& identities() const noexcept { return *identities_; }
  RefCounted& owner() const noexcept { return *owner_; }

  /// Called once by each handle that is freed.
  void drop_one() noexcept {
    if (live_.drop()) destroy();
  }

 private:
  void destroy() noexcept;

  HandleSlab(std::size_t handle_count, std::size_t size_bytes, IdentityBlock& identities,
             RefCounted& owner) noexcept
      : live_(static_cast<std::uint32_t>(handle_count)),
        identities_(&identities),
        owner_(&owner),
        size_bytes_(size_bytes) {}

  BiasedCount live_;
  IdentityBlock* identities_;
  RefCounted* owner_;
  std::size_t size_bytes_;  // of the memory, handles included
};
static_assert(sizeof(HandleSlab) % sizeof(DomainHandle) == 0);

inline HandleSlab& DomainHandle::slab() const noexcept {
  auto* first = const_cast<DomainHandle*>(this) - slot_;
  return *(reinterpret_cast<HandleSlab*>(first) - 1);
}
inline const Uuid& DomainHandle::uuid() const noexcept { return slab().identities().uuid(entry_); }
inline const char* DomainHandle::name() const noexcept { return slab().identities().name(entry_); }
inline RefCounted& DomainHandle::owner() const noexcept { return slab().owner(); }

inline void DomainHandle::release() noexcept {
  // The only owner needs no read-modify-write to know that it is the last one.
  if (references_.load(std::memory_order_acquire) != 1 &&
      references_.fetch_sub(1, std::memory_order_acq_rel) != 1) {
    return;
  }
  magic_.store(kFreedMagic, std::memory_order_relaxed);
  slab().drop_one();
}

/// A handle of its own for a domain found otherwise than by listing.
DomainHandle* make_handle(const DomainRecord& record, RefCounted& owner);

/// The answer of one listing: an array of handles ended by a null, as virConnectListAllDomains
/// returns it.
///
/// Ownership: frees array and handles unless they are taken.
class DomainList {
 public:
  DomainList(DomainHandle** array, std::size_t count, Generation generation) noexcept
      : array_(array), count_(count), generation_(generation) {}
  DomainList(DomainList&& other) noexcept
      : array_(std::exchange(other.array_, nullptr)),
        count_(std::exchange(other.count_, 0)),
        generation_(other.generation_) {}
  DomainList& operator=(DomainList&&) = delete;
  ~DomainList();

  std::size_t size() const noexcept { return count_; }
  Generation generation() const noexcept { return generation_; }
  DomainHandle* const* begin() const noexcept { return array_; }
  DomainHandle* const* end() const noexcept { return array_ + count_; }

  /// Hands over the array (to be freed with free()) and its handles (to be released one by one).
  DomainHandle** take() noexcept { return std::exchange(array_, nullptr); }

 private:
  DomainHandle** array_;
  std::size_t count_;
  Generation generation_;
};

}  // namespace rollcall
