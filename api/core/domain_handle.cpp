#include "api/core/domain_handle.hpp"

#include <new>
#include <type_traits>

namespace rollcall {
namespace {

// Memory that is used again would hide from AddressSanitizer who touches a freed handle.
#ifdef __SANITIZE_ADDRESS__
constexpr bool kKeepsMemory = false;
#else
constexpr bool kKeepsMemory = true;
#endif

}  // namespace

HandleSlab* HandleSlab::create(std::size_t handle_count, IdentityBlock& identities,
                               RefCounted& owner) noexcept {
  const std::size_t needed_bytes = sizeof(HandleSlab) + (handle_count + 1) * sizeof(DomainHandle);
  auto* spare = static_cast<HandleSlab*>(identities.take_spare());
  if (spare != nullptr && spare->size_bytes_ < needed_bytes) {
    std::free(spare);
    spare = nullptr;
  }
  const std::size_t size_bytes = spare == nullptr ? needed_bytes : spare->size_bytes_;
  void* memory = spare == nullptr ? std::malloc(needed_bytes) : spare;
  if (memory == nullptr) return nullptr;
  identities.retain();
  owner.retain();
  return new (memory) HandleSlab(handle_count, size_bytes, identities, owner);
}

void HandleSlab::destroy() noexcept {
  IdentityBlock* identities = identities_;
  RefCounted* owner = owner_;
  static_assert(std::is_trivially_destructible_v<HandleSlab>);
  if (kKeepsMemory) {
    identities->keep_spare(this);
  } else {
    std::free(this);
  }
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
