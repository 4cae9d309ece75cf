#include "api/core/domain_index.hpp"

#include <functional>

namespace rollcall {
namespace {

std::uint64_t hash_of(std::string_view name) { return std::hash<std::string_view>{}(name); }

std::uint64_t hash_of(std::int32_t id) {
  return static_cast<std::uint64_t>(static_cast<std::uint32_t>(id)) * 0x9E3779B97F4A7C15ULL;
}

}  // namespace

std::optional<Place> DomainIndex::find(const Snapshot& snapshot, const Uuid& uuid) const {
  return by_uuid_.find(rollcall::hash_of(uuid), [&](Place place) {
    return snapshot.chunk_of(place).identities->uuid(entry_of(place)) == uuid;
  });
}

std::optional<Place> DomainIndex::find_name(const Snapshot& snapshot, std::string_view name) const {
  return by_name_.find(hash_of(name), [&](Place place) {
    return snapshot.chunk_of(place).identities->name(entry_of(place)) == name;
  });
}

std::optional<Place> DomainIndex::find_id(const Snapshot& snapshot, std::int32_t id) const {
  return by_id_.find(hash_of(id), [&](Place place) {
    return snapshot.chunk_of(place).ids[entry_of(place)] == id;
  });
}

void DomainIndex::reserve(std::size_t more) {
  by_uuid_.reserve(more);
  by_name_.reserve(more);
}

void DomainIndex::add(const Uuid& uuid, std::string_view name, std::int32_t id, Place place) {
  by_uuid_.insert(rollcall::hash_of(uuid), place);
  by_name_.insert(hash_of(name), place);
  change_id(-1, id, place);
}

void DomainIndex::remove(const Uuid& uuid, std::string_view name, std::int32_t id, Place place) {
  by_uuid_.erase(rollcall::hash_of(uuid), place);
  by_name_.erase(hash_of(name), place);
  change_id(id, -1, place);
}

void DomainIndex::move(const Uuid& uuid, std::string_view name, std::int32_t id, Place from,
                       Place to) {
  by_uuid_.move(rollcall::hash_of(uuid), from, to);
  by_name_.move(hash_of(name), from, to);
  if (id != -1) by_id_.move(hash_of(id), from, to);
}

void DomainIndex::rename(std::string_view from, std::string_view to, Place place) {
  by_name_.erase(hash_of(from), place);
  by_name_.insert(hash_of(to), place);
}

void DomainIndex::change_id(std::int32_t from, std::int32_t to, Place place) {
  if (from == to) return;
  if (from != -1) by_id_.erase(hash_of(from), place);
  if (to != -1) by_id_.insert(hash_of(to), place);
}

}  // namespace rollcall
