#include "conformance/sut/scratch_domain.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace rollcall::sut {
namespace {

/// FNV-1a, started from the seed and finished with the mixing step of SplitMix64.
std::uint64_t hash(std::uint64_t seed, const std::string& text) {
  std::uint64_t value = 0xcbf29ce484222325U ^ seed;
  for (const char character : text) {
    value = (value ^ static_cast<unsigned char>(character)) * 0x100000001b3U;
  }
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31);
}

void delete_snapshots(const Domain& domain) {
  const Library& library = domain.library();
  if (library.virDomainListAllSnapshots == nullptr) return;
  virDomainSnapshotPtr* list = nullptr;
  const int count = library.virDomainListAllSnapshots(domain.raw(), &list, 0);
  for (int index = 0; index < count; ++index) {
    library.virDomainSnapshotDelete(list[index], 0);
    library.virDomainSnapshotFree(list[index]);
  }
  std::free(list);
}

void delete_checkpoints(const Domain& domain) {
  const Library& library = domain.library();
  if (library.virDomainListAllCheckpoints == nullptr) return;
  virDomainCheckpointPtr* list = nullptr;
  const int count = library.virDomainListAllCheckpoints(domain.raw(), &list, 0);
  for (int index = 0; index < count; ++index) {
    library.virDomainCheckpointDelete(list[index], VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY);
    library.virDomainCheckpointFree(list[index]);
  }
  std::free(list);
}

}  // namespace

std::string scratch_uuid(std::uint64_t seed, const std::string& name) {
  const std::uint64_t high = hash(seed, name);
  const std::uint64_t low = hash(high, name);
  // Version 4, variant 1, as a random uuid would carry them.
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xffff,
                     high & 0xfff, 0x8000 | ((low >> 48) & 0x3fff), low & 0xffffffffffff);
}

void remove_domain(const Domain& domain) {
  delete_snapshots(domain);
  delete_checkpoints(domain);
  if (domain.is_active().value_or(false)) (void)domain.destroy();
  // Gone already when it was transient. Not every driver knows every flag, so the plain call comes
  // last.
  constexpr unsigned kKeepNothing =
      VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA;
  if (domain.undefine_flags(kKeepNothing | VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA)) return;
  if (domain.undefine_flags(kKeepNothing)) return;
  (void)domain.undefine();
}

}  // namespace rollcall::sut
