#include "api/core/domain_handle.hpp"

#include <sys/single_threaded.h>

#include <new>

namespace rollcall {

void DomainHandle::release() noexcept {
  // The only owner needs no read-modify-write to know that it is the last one.
  if (references_.load(std::memory_order_acquire) != 1 &&
      references_.fetch_sub(1, std::memory_order_acq_rel) != 1) {
    return;
  }
  magic_.store(kFreedMagic, std::memory_order_relaxed);
  slab().drop_one();
}

HandleSlab* HandleSlab::create(std::size_t handle_count, IdentityBlock& identities,
                               RefCounted& owner) noexcept {
  const std::size_t size_bytes = sizeof(HandleSlab) + (handle_count + 1) * sizeof(DomainHandle);
  void* memory = std::malloc(size_bytes);
  if (memory == nullptr) return nullptr;
  identities.retain();
  owner.retain();
  return new (memory) HandleSlab(static_cast<std::uint32_t>(handle_count), identities, owner);
}

void HandleSlab::drop_one() noexcept {
  if (__libc_single_threaded) {
    const std::uint32_t remaining = live_.load(std::memory_order_relaxed) - 1;
    live_.store(remaining, std::memory_order_relaxed);
    if (remaining != 0) return;
  } else if (live_.load(std::memory_order_acquire) != 1 &&
             live_.fetch_sub(1, std::memory_order_acq_rel) != 1) {
    return;
  }
  IdentityBlock* identities = identities_;
  RefCounted* owner = owner_;
  this->~HandleSlab();
  std::free(this);
  identities->release();
  owner->release();
}

DomainHandle* make_handle(const DomainRecord& record, RefCounted& owner) {
  IdentityBlock* identities = IdentityBlock::create(1, record.name.size() + 1);
  identities->append(0, record.uuid, record.name);
  HandleSlab* slab = HandleSlab::create(1, *identities, owner);
  identities->release();
  if (slab == nullptr) throw std::bad_alloc();
  return new (slab->handles()) DomainHandle(record.status.id, 0, 0);
}

DomainList::~DomainList() {
  if (array_ == nullptr) return;
  for (DomainHandle* handle : *this) handle->release();
  std::free(array_);
}

}  // namespace rollcall
