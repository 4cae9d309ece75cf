#include <rollcall/domain_table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <new>
#include <utility>

#include "api/core/check.hpp"
#include "api/core/snapshot_edit.hpp"

namespace rollcall {
namespace {

// Pre: `reject` is not 0, so that vacant entries do not count.
std::size_t count_matches(const Chunk& chunk, AttributeWord reject) noexcept {
  std::uint16_t matches = 0;  // as wide as the column, so that the loop runs on whole vectors
  for (const AttributeWord word : chunk.attributes) {
    matches = static_cast<std::uint16_t>(matches + ((word & reject) == 0));
  }
  return matches;
}

std::size_t count_matches(const Snapshot& snapshot, AttributeWord reject) noexcept {
  if (reject == 0) return snapshot.domain_count;
  std::size_t matches = 0;
  for (std::size_t i = 0; i < snapshot.chunk_count(); ++i) {
    matches += count_matches(snapshot.chunk(i), reject);
  }
  return matches;
}

// Writes a handle for every domain and keeps those that match, so that no branch depends on the
// data. Returns: behind the last handle in `out`; null when memory is out.
DomainHandle** add_handles(const Chunk& chunk, AttributeWord reject, RefCounted& owner,
                           DomainHandle** out) noexcept {
  const std::size_t matches = reject == 0 ? chunk.count : count_matches(chunk, reject);
  if (matches == 0) return out;
  HandleSlab* slab = HandleSlab::create(matches, *chunk.identities, owner);
  if (slab == nullptr) return nullptr;
  DomainHandle* handles = slab->handles();
  std::size_t made = 0;
  for (std::size_t entry = 0; entry < chunk.count; ++entry) {
    out[made] = new (&handles[made]) DomainHandle(
        chunk.ids[entry], static_cast<std::uint16_t>(made), static_cast<std::uint16_t>(entry));
    made += (chunk.attributes[entry] & reject) == 0;
  }
  return out + matches;
}

void apply(SnapshotEdit& edit, const DomainIndex& index, const DomainChange& change) {
  if (change.kind == DomainChange::Kind::kInsert) return edit.insert(change.record);
  const auto place = index.find(edit.draft(), change.record.uuid);
  ROLLCALL_CHECK(place.has_value());
  switch (change.kind) {
    case DomainChange::Kind::kUpdate:
      return edit.update(*place, change.record.status);
    case DomainChange::Kind::kRename:
      return edit.rename(*place, change.record.name);
    default:
      return edit.erase(*place);
  }
}

Error out_of_memory() {
  return make_error(VIR_ERR_NO_MEMORY, VIR_FROM_DOMAIN, "there is no memory for the list");
}

}  // namespace

DomainChange DomainChange::insert(DomainRecord record) {
  return {Kind::kInsert, std::move(record)};
}
DomainChange DomainChange::update(const Uuid& uuid, const DomainStatus& status) {
  return {Kind::kUpdate, {uuid, {}, status}};
}
DomainChange DomainChange::rename(const Uuid& uuid, std::string new_name) {
  return {Kind::kRename, {uuid, std::move(new_name), {}}};
}
DomainChange DomainChange::erase(const Uuid& uuid) { return {Kind::kErase, {uuid, {}, {}}}; }

DomainTable::DomainTable(EventBus& events) : events_(events) {}

DomainTable::~DomainTable() = default;

Result<DomainList> DomainTable::list(const ListFilter& filter, RefCounted& owner) const {
  const SnapshotPublisher::Reading snapshot(snapshots_);
  const AttributeWord reject = filter.reject_mask();
  const std::size_t matches = count_matches(*snapshot, reject);
  auto* array = static_cast<DomainHandle**>(std::malloc((matches + 1) * sizeof(DomainHandle*)));
  if (array == nullptr) return fail(out_of_memory());
  DomainHandle** end = array;
  for (std::size_t i = 0; i < snapshot->chunk_count(); ++i) {
    DomainHandle** added = add_handles(snapshot->chunk(i), reject, owner, end);
    if (added == nullptr) {
      const DomainList incomplete(array, static_cast<std::size_t>(end - array), 0);
      return fail(out_of_memory());
    }
    end = added;
  }
  *end = nullptr;
  return DomainList(array, matches, snapshot->generation());
}

std::size_t DomainTable::count(const ListFilter& filter) const {
  const SnapshotPublisher::Reading snapshot(snapshots_);
  return count_matches(*snapshot, filter.reject_mask());
}

RecordList DomainTable::records(const ListFilter& filter) const {
  const SnapshotPublisher::Reading snapshot(snapshots_);
  RecordList list{snapshot->generation(), {}};
  list.records.reserve(count_matches(*snapshot, filter.reject_mask()));
  for (std::size_t i = 0; i < snapshot->chunk_count(); ++i) {
    const Chunk& chunk = snapshot->chunk(i);
    for (std::size_t entry = 0; entry < chunk.count; ++entry) {
      if (filter.matches(chunk.attributes[entry])) list.records.push_back(chunk.record(entry));
    }
  }
  return list;
}

RecordList DomainTable::records(std::span<const Uuid> uuids) const {
  const std::lock_guard lock(mutex_);
  RecordList list{snapshots_.current().generation(), {}};
  for (const Uuid& uuid : uuids) {
    if (auto record = record_at(index_.find(snapshots_.current(), uuid)))
      list.records.push_back(*std::move(record));
  }
  return list;
}

std::optional<DomainRecord> DomainTable::find(const Uuid& uuid) const {
  const std::lock_guard lock(mutex_);
  return record_at(index_.find(snapshots_.current(), uuid));
}

std::optional<DomainRecord> DomainTable::find_by_name(std::string_view name) const {
  const std::lock_guard lock(mutex_);
  return record_at(index_.find_name(snapshots_.current(), name));
}

std::optional<DomainRecord> DomainTable::find_by_id(std::int32_t id) const {
  const std::lock_guard lock(mutex_);
  return record_at(index_.find_id(snapshots_.current(), id));
}

Generation DomainTable::generation() const {
  const SnapshotPublisher::Reading snapshot(snapshots_);
  return snapshot->generation();
}

Result<Generation> DomainTable::commit(std::span<const DomainChange> changes,
                                       std::span<const DomainEvent> events) {
  const std::lock_guard lock(mutex_);
  for (const DomainChange& change : changes) {
    if (Status possible = check(change); !possible) return fail(std::move(possible.error()));
  }
  index_.reserve(static_cast<std::size_t>(std::count_if(
      changes.begin(), changes.end(),
      [](const DomainChange& change) { return change.kind == DomainChange::Kind::kInsert; })));
  SnapshotEdit edit(snapshots_, index_);
  for (const DomainChange& change : changes) apply(edit, index_, change);
  const Generation generation = edit.publish();
  events_.publish(generation, events);
  return generation;
}

std::optional<DomainRecord> DomainTable::record_at(std::optional<Place> place) const {
  if (!place) return std::nullopt;
  return snapshots_.current().chunk_of(*place).record(entry_of(*place));
}

Status DomainTable::check(const DomainChange& change) const {
  const Snapshot& now = snapshots_.current();
  const DomainRecord& wanted = change.record;
  const bool known = index_.find(now, wanted.uuid).has_value();
  if (change.kind == DomainChange::Kind::kInsert && known) {
    return fail(VIR_ERR_OPERATION_FAILED, VIR_FROM_DOMAIN,
                fmt::format("a domain with uuid {} exists already", to_string(wanted.uuid)));
  }
  if (change.kind != DomainChange::Kind::kInsert && !known) {
    return fail(VIR_ERR_NO_DOMAIN, VIR_FROM_DOMAIN,
                fmt::format("there is no domain with uuid {}", to_string(wanted.uuid)));
  }
  const bool takes_name =
      change.kind == DomainChange::Kind::kInsert || change.kind == DomainChange::Kind::kRename;
  if (takes_name && index_.find_name(now, wanted.name)) {
    return fail(VIR_ERR_OPERATION_FAILED, VIR_FROM_DOMAIN,
                fmt::format("a domain named '{}' exists already", wanted.name));
  }
  return {};
}

void DomainTable::check_invariants() const {
  const std::lock_guard lock(mutex_);
  const Snapshot& now = snapshots_.current();
  for (Place place = 0; place < now.domain_count; ++place) {
    const DomainRecord record = now.chunk_of(place).record(entry_of(place));
    ROLLCALL_CHECK(index_.find(now, record.uuid) == place);
    ROLLCALL_CHECK(index_.find_name(now, record.name) == place);
    ROLLCALL_CHECK((record.status.id == -1) ==
                   record.status.has(VIR_CONNECT_LIST_DOMAINS_INACTIVE));
    ROLLCALL_CHECK(record.status.id == -1 || index_.find_id(now, record.status.id) == place);
    ROLLCALL_CHECK(now.chunk_of(place).attributes[entry_of(place)] == record.status.attributes);
    ROLLCALL_CHECK(now.chunk_of(place).ids[entry_of(place)] == record.status.id);
  }
}

}  // namespace rollcall
