#include "api/core/snapshot_publisher.hpp"

#include <algorithm>
#include <utility>

#include "api/core/yield_point.hpp"

namespace rollcall {
namespace {

// Threads start their search for a slot at different places, so that they seldom meet.
std::size_t first_slot_of_this_thread() {
  static std::atomic<std::size_t> threads_seen{0};
  thread_local const std::size_t mine = threads_seen.fetch_add(1, std::memory_order_relaxed);
  return mine;
}

}  // namespace

SnapshotPublisher::SnapshotPublisher() : published_(new Snapshot(0)) {}

SnapshotPublisher::~SnapshotPublisher() {
  const Snapshot& last = current();
  for (std::size_t i = 0; i < last.chunk_count(); ++i) delete &last.chunk(i);
  for (const ChunkGroup* group : last.groups) delete group;
  for (const SnapshotPiece* piece : retired_) delete piece;
  delete &last;
  for (Segment* segment = first_segment_.next.load(std::memory_order_acquire);
       segment != nullptr;) {
    delete std::exchange(segment, segment->next.load(std::memory_order_acquire));
  }
}

SnapshotPublisher::Reading::Reading(const SnapshotPublisher& publisher)
    : snapshot_(publisher.load()), slot_(publisher.claim(snapshot_)) {
  // Announced and then still published: the writer, which publishes and then looks for
  // announcements, cannot have missed it. Both orders must agree for all threads, hence seq_cst.
  for (;;) {
    const Snapshot* now = publisher.load();
    if (now == snapshot_) return;
    slot_.announced.store(now, std::memory_order_seq_cst);
    snapshot_ = now;
  }
}

const Snapshot* SnapshotPublisher::load() const {
  yield_point(&published_, false);
  return published_.load(std::memory_order_seq_cst);
}

SnapshotPublisher::Slot& SnapshotPublisher::claim(const Snapshot* snapshot) const {
  for (Segment* segment = &first_segment_;;) {
    const std::size_t first = first_slot_of_this_thread();
    for (std::size_t i = 0; i < segment->slots.size(); ++i) {
      Slot& slot = segment->slots[(first + i) % segment->slots.size()];
      const Snapshot* free = nullptr;
      if (slot.announced.compare_exchange_strong(free, snapshot, std::memory_order_seq_cst)) {
        return slot;
      }
    }
    Segment* next = segment->next.load(std::memory_order_acquire);
    if (next == nullptr) {
      auto added = std::make_unique<Segment>();
      if (segment->next.compare_exchange_strong(next, added.get(), std::memory_order_acq_rel)) {
        next = added.release();
      }
    }
    segment = next;
  }
}

void SnapshotPublisher::retire(SnapshotPiece* piece) {
  piece->retired = current().generation() + 1;
  retired_.push_back(piece);
}

void SnapshotPublisher::publish(Snapshot* next) {
  retire(const_cast<Snapshot*>(&current()));
  yield_point(&published_, true);
  published_.store(next, std::memory_order_seq_cst);
  if (retired_.size() >= free_when_retired_) free_unreachable();
}

void SnapshotPublisher::free_unreachable() {
  const std::vector<const Snapshot*> in_use = announced();
  std::vector<Generation> generations;
  for (const SnapshotPiece* piece : retired_) {
    // Only what is still in memory is looked into: a reader may have announced a snapshot that is
    // long gone, and will find that it is not the published one.
    if (std::find(in_use.begin(), in_use.end(), piece) != in_use.end()) {
      generations.push_back(piece->birth);
    }
  }
  std::erase_if(retired_, [&](SnapshotPiece* piece) {
    for (const Generation generation : generations) {
      if (piece->birth <= generation && generation < piece->retired) return false;
    }
    delete piece;
    return true;
  });
  free_when_retired_ = retired_.size() + kRetiredBeforeFreeing;
}

std::vector<const Snapshot*> SnapshotPublisher::announced() const {
  std::vector<const Snapshot*> found;
  for (const Segment* segment = &first_segment_; segment != nullptr;
       segment = segment->next.load(std::memory_order_acquire)) {
    for (const Slot& slot : segment->slots) {
      const Snapshot* snapshot = slot.announced.load(std::memory_order_seq_cst);
      if (snapshot != nullptr) found.push_back(snapshot);
    }
  }
  return found;
}

}  // namespace rollcall
