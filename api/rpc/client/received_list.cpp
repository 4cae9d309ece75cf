#include "api/rpc/client/received_list.hpp"

#include <algorithm>
#include <cstdlib>
#include <new>

namespace rollcall::rpc {
namespace {

// Names in C end at their first zero.
Text c_text(Text text) { return text.substr(0, text.find('\0')); }

IdentityBlock* identities_of(std::span<const Domain> chunk) {
  std::size_t names_bytes = 0;
  for (const Domain& domain : chunk) names_bytes += domain.name.size() + 1;
  IdentityBlock* block = IdentityBlock::create(chunk.size(), names_bytes);
  for (std::size_t i = 0; i < chunk.size(); ++i) {
    block->append(i, rollcall::Uuid{chunk[i].uuid}, c_text(chunk[i].name));
  }
  return block;
}

// The handles of one chunk into `array`. Returns: whether there was memory.
bool add_handles(std::span<const Domain> chunk, RefCounted& owner, DomainHandle** array) {
  IdentityBlock* identities = identities_of(chunk);
  HandleSlab* slab = HandleSlab::create(chunk.size(), *identities, owner);
  identities->release();
  if (slab == nullptr) return false;
  for (std::size_t i = 0; i < chunk.size(); ++i) {
    const auto place = static_cast<std::uint16_t>(i);
    array[i] = new (slab->handles() + i) DomainHandle(chunk[i].id, place, place);
  }
  return true;
}

}  // namespace

Result<DomainList> make_domain_list(std::span<const Domain> domains, RefCounted& owner) {
  const auto out_of_memory = [] {
    return fail(VIR_ERR_NO_MEMORY, VIR_FROM_REMOTE, "memory is out");
  };
  auto** array =
      static_cast<DomainHandle**>(std::calloc(domains.size() + 1, sizeof(DomainHandle*)));
  if (array == nullptr) return out_of_memory();
  for (std::size_t first = 0; first < domains.size(); first += kChunkDomains) {
    const std::size_t count = std::min(kChunkDomains, domains.size() - first);
    if (add_handles(domains.subspan(first, count), owner, array + first)) continue;
    const DomainList freed(array, first, 0);
    return out_of_memory();
  }
  return DomainList(array, domains.size(), 0);
}

}  // namespace rollcall::rpc
