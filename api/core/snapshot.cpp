#include "api/core/snapshot.hpp"

#include <algorithm>
#include <array>

#include "api/core/check.hpp"

namespace rollcall {
namespace {

/// Memory of freed chunks that this thread will use again. Trivially destroyed, since tables that
/// live as long as the process free chunks when the thread's objects are gone.
struct SpareChunks {
  std::array<void*, 64> memory;
  std::size_t count;
  bool closed;
};

constinit thread_local SpareChunks spare_chunks{};

/// Lets go of the thread's spare memory when the thread ends; none is kept after that.
struct SpareChunksEnd {
  void begin() const noexcept {}
  ~SpareChunksEnd() {
    spare_chunks.closed = true;
    while (spare_chunks.count > 0) ::operator delete(spare_chunks.memory[--spare_chunks.count]);
  }
};

thread_local SpareChunksEnd spare_chunks_end;

}  // namespace

void* Chunk::operator new(std::size_t size_bytes) {
  ROLLCALL_CHECK(size_bytes == sizeof(Chunk));
  if (spare_chunks.count == 0) return ::operator new(sizeof(Chunk));
  return spare_chunks.memory[--spare_chunks.count];
}

void Chunk::operator delete(void* memory) noexcept {
  SpareChunks& spare = spare_chunks;
  if (spare.closed || spare.count == spare.memory.size()) return ::operator delete(memory);
  if (spare.count == 0) spare_chunks_end.begin();
  spare.memory[spare.count++] = memory;
}

Chunk::Chunk(Generation first, const Chunk& other)
    : SnapshotPiece(first), count(other.count), identities(other.identities) {
  identities->retain();
  attributes = other.attributes;
  std::copy_n(other.ids.begin(), count, ids.begin());
  std::copy_n(other.statuses.begin(), count, statuses.begin());
}

}  // namespace rollcall
