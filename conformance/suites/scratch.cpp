#include "conformance/suites/scratch.hpp"

#include <fmt/format.h>

#include <cstdlib>

namespace rollcall::suites {
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

void delete_snapshots(const sut::Domain& domain) {
  const sut::Library& library = domain.library();
  if (library.virDomainListAllSnapshots == nullptr) return;
  virDomainSnapshotPtr* list = nullptr;
  const int count = library.virDomainListAllSnapshots(domain.raw(), &list, 0);
  for (int index = 0; index < count; ++index) {
    library.virDomainSnapshotDelete(list[index], 0);
    library.virDomainSnapshotFree(list[index]);
  }
  std::free(list);
}

void delete_checkpoints(const sut::Domain& domain) {
  const sut::Library& library = domain.library();
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

void remove_domain(const sut::Domain& domain) {
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

Scratch::~Scratch() {
  for (const std::string& uuid : uuids_) {
    const auto domain = connection_.lookup_by_uuid(uuid);
    if (domain) remove_domain(*domain);
  }
}

std::string Scratch::prepare(const std::string& suffix, const std::string& disk_file) {
  const std::string name = kScratchPrefix + suffix;
  const auto left_over = connection_.lookup_by_name(name);
  if (left_over) remove_domain(*left_over);
  uuids_.push_back(scratch_uuid(context_.seed, name));
  return sut::to_xml(
      {.kind = context_.guest, .name = name, .uuid = uuids_.back(), .disk_file = disk_file});
}

sut::Expected<sut::Domain> Scratch::define(const std::string& suffix,
                                           const std::string& disk_file) {
  return connection_.define(prepare(suffix, disk_file));
}

sut::Expected<sut::Domain> Scratch::create(const std::string& suffix,
                                           const std::string& disk_file) {
  return connection_.create(prepare(suffix, disk_file));
}

}  // namespace rollcall::suites
