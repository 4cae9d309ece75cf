#include "api/core/snapshot_edit.hpp"

namespace rollcall {
namespace {

void set_status(Chunk& chunk, std::size_t entry, const DomainStatus& status) {
  chunk.attributes[entry] = status.attributes;
  chunk.ids[entry] = status.id;
  chunk.statuses[entry] = status;
}

}  // namespace

SnapshotEdit::SnapshotEdit(SnapshotPublisher& publisher, DomainIndex& index)
    : publisher_(publisher),
      index_(index),
      generation_(publisher.current().generation() + 1),
      next_(new Snapshot(generation_, publisher.current())) {}

void SnapshotEdit::insert(const DomainRecord& record) {
  const Place place = static_cast<Place>(next_->domain_count);
  if (entry_of(place) == 0) add_chunk();
  Chunk& chunk = writable_chunk(chunk_number_of(place));
  append_identity(chunk, record.uuid, record.name);
  set_status(chunk, chunk.count, record.status);
  ++chunk.count;
  ++next_->domain_count;
  index_.add(record.uuid, record.name, record.status.id, place);
}

void SnapshotEdit::update(Place place, const DomainStatus& status) {
  Chunk& chunk = writable_chunk(chunk_number_of(place));
  index_.change_id(chunk.ids[entry_of(place)], status.id, place);
  set_status(chunk, entry_of(place), status);
}

void SnapshotEdit::rename(Place place, std::string_view name) {
  Chunk& chunk = writable_chunk(chunk_number_of(place));
  const std::size_t entry = entry_of(place);
  index_.rename(chunk.identities->name(entry), name, place);
  set_identities(chunk, chunk.identities->copy_replacing(chunk.count, entry,
                                                         chunk.identities->uuid(entry), name));
}

void SnapshotEdit::erase(Place place) {
  const Place last = static_cast<Place>(next_->domain_count - 1);
  const std::size_t entry = entry_of(place);
  {
    const Chunk& chunk = next_->chunk_of(place);
    index_.remove(chunk.identities->uuid(entry), chunk.identities->name(entry), chunk.ids[entry],
                  place);
  }
  if (place != last) {
    const DomainRecord moved = next_->chunk_of(last).record(entry_of(last));
    Chunk& chunk = writable_chunk(chunk_number_of(place));
    index_.move(moved.uuid, moved.name, moved.status.id, last, place);
    set_identities(chunk,
                   chunk.identities->copy_replacing(chunk.count, entry, moved.uuid, moved.name));
    set_status(chunk, entry, moved.status);
  }
  drop_last_entry();
}

Generation SnapshotEdit::publish() {
  publisher_.publish(next_);
  return generation_;
}

Chunk& SnapshotEdit::writable_chunk(std::size_t number) {
  Chunk*& chunk = writable_group(number / ChunkGroup::kChunks).chunks[number % ChunkGroup::kChunks];
  if (chunk->birth != generation_) {
    Chunk* copy = new Chunk(generation_, *chunk);
    publisher_.retire(chunk);
    chunk = copy;
  }
  return *chunk;
}

ChunkGroup& SnapshotEdit::writable_group(std::size_t number) {
  ChunkGroup*& group = next_->groups[number];
  if (group->birth != generation_) {
    ChunkGroup* copy = new ChunkGroup(generation_, *group);
    publisher_.retire(group);
    group = copy;
  }
  return *group;
}

void SnapshotEdit::set_identities(Chunk& chunk, IdentityBlock* identities) {
  chunk.identities->release();
  chunk.identities = identities;
}

void SnapshotEdit::append_identity(Chunk& chunk, const Uuid& uuid, std::string_view name) {
  if (chunk.identities->append(chunk.count, uuid, name)) return;
  set_identities(chunk, chunk.identities->copy_with_room(chunk.count, name.size() + 1));
  chunk.identities->append(chunk.count, uuid, name);
}

void SnapshotEdit::add_chunk() {
  const std::size_t number = chunk_number_of(static_cast<Place>(next_->domain_count));
  if (number % ChunkGroup::kChunks == 0) next_->groups.push_back(new ChunkGroup(generation_));
  writable_group(number / ChunkGroup::kChunks).chunks[number % ChunkGroup::kChunks] =
      new Chunk(generation_, IdentityBlock::create(kChunkDomains, 0));
}

void SnapshotEdit::drop_last_entry() {
  const std::size_t number = chunk_number_of(static_cast<Place>(next_->domain_count - 1));
  Chunk& last = writable_chunk(number);
  --next_->domain_count;
  last.attributes[--last.count] = kVacant;
  if (last.count != 0) return;
  // Born in this edit or copied by it: no snapshot has ever had it.
  next_->groups.back()->chunks[number % ChunkGroup::kChunks] = nullptr;
  delete &last;
  if (number % ChunkGroup::kChunks == 0) {
    delete next_->groups.back();
    next_->groups.pop_back();
  }
}

}  // namespace rollcall
