#include "api/core/snapshot.hpp"

#include <algorithm>

#include "api/core/check.hpp"

namespace rollcall {
namespace {

/// Memory of freed chunks that this thread will use again.
class SpareChunks {
 public:
  SpareChunks() { memory_.reserve(kChunksMax); }
  ~SpareChunks() {
    for (void* chunk : memory_) ::operator delete(chunk);
  }

  void* take() {
    if (memory_.empty()) return ::operator new(sizeof(Chunk));
    void* chunk = memory_.back();
    memory_.pop_back();
    return chunk;
  }

  void put(void* chunk) noexcept {
    if (memory_.size() == kChunksMax) return ::operator delete(chunk);
    memory_.push_back(chunk);
  }

 private:
  static constexpr std::size_t kChunksMax = 64;
  std::vector<void*> memory_;
};

thread_local SpareChunks spare_chunks;

}  // namespace

void* Chunk::operator new(std::size_t size_bytes) {
  ROLLCALL_CHECK(size_bytes == sizeof(Chunk));
  return spare_chunks.take();
}

void Chunk::operator delete(void* memory) noexcept { spare_chunks.put(memory); }

Chunk::Chunk(Generation first, const Chunk& other)
    : SnapshotPiece(first), count(other.count), identities(other.identities) {
  identities->retain();
  attributes = other.attributes;
  std::copy_n(other.ids.begin(), count, ids.begin());
  std::copy_n(other.statuses.begin(), count, statuses.begin());
}

}  // namespace rollcall
