#include "api/core/domain_handle.hpp"

#include <new>

namespace rollcall {

HandleSlab* HandleSlab::create(std::size_t handle_count, IdentityBlock& identities,
                               RefCounted& owner) noexcept {
  const std::size_t size_bytes = sizeof(HandleSlab) + (handle_count + 1) * sizeof(DomainHandle);
  void* memory = std::malloc(size_bytes);
  if (memory == nullptr) return nullptr;
  identities.retain();
  owner.retain();
  return new (memory) HandleSlab(static_cast<std::uint32_t>(handle_count), identities, owner);
}

void HandleSlab::destroy() noexcept {
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
