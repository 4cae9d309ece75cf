// SnapshotPublisher: where readers get the current snapshot and the writer puts the next one,
// without either waiting for the other, and where pieces that no reader can reach any more are
// freed.
//
// A reader announces the snapshot that it reads in a slot (a hazard pointer: M. Michael, "Hazard
// Pointers: Safe Memory Reclamation for Lock-Free Objects", IEEE TPDS 2004), then makes sure that
// it is still the published one. A retired piece is freed when no announced snapshot lies in its
// span of generations.

#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <memory>
#include <vector>

#include "api/core/snapshot.hpp"

namespace rollcall {

class SnapshotPublisher {
 private:
  struct alignas(64) Slot {
    std::atomic<const Snapshot*> announced{nullptr};  // null: free
  };

 public:
  /// Starts with an empty snapshot of generation 0.
  SnapshotPublisher();
  SnapshotPublisher(const SnapshotPublisher&) = delete;
  SnapshotPublisher& operator=(const SnapshotPublisher&) = delete;
  /// Pre: no Reading exists.
  ~SnapshotPublisher();

  /// Holds on to the snapshot that was published at one instant during the construction.
  ///
  /// Threading: any thread; never waits for the writer. Keep it short: pieces replaced meanwhile
  /// that belong to this
  ///            snapshot stay in memory.
  class Reading {
   public:
    explicit Reading(const SnapshotPublisher& publisher);
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    ~Reading() { slot_.announced.store(nullptr, std::memory_order_release); }

    const Snapshot& operator*() const noexcept { return *snapshot_; }
    const Snapshot* operator->() const noexcept { return snapshot_; }

   private:
    const Snapshot* snapshot_;
    Slot& slot_;
  };

  /// The published snapshot. Threading: only the writer, and whoever keeps the writer out.
  const Snapshot& current() const noexcept { return *published_.load(std::memory_order_relaxed); }

  /// Gives a piece of the current snapshot that the next one does not have to the publisher.
  /// Threading: only the writer, before it publishes.
  void retire(SnapshotPiece* piece);

  /// Makes `next` the current snapshot: the one instant of a commit.
  /// Ownership: takes `next`. Threading: only the writer.
  void publish(Snapshot* next);

 private:
  struct Segment {
    std::array<Slot, 32> slots;
    std::atomic<Segment*> next{nullptr};
  };

  // Freeing looks at every slot; done once per so many retired pieces, it costs a commit next to
  // nothing.
  static constexpr std::size_t kRetiredBeforeFreeing = 64;

  const Snapshot* load() const;
  Slot& claim(const Snapshot* snapshot) const;
  void free_unreachable();
  std::vector<const Snapshot*> announced() const;

  std::atomic<const Snapshot*> published_;
  mutable Segment first_segment_;
  std::vector<SnapshotPiece*> retired_;  // the writer's
  std::size_t free_when_retired_ = kRetiredBeforeFreeing;
};

}  // namespace rollcall
