#include "api/core/snapshot.hpp"

#include <algorithm>

namespace rollcall {

Chunk::Chunk(Generation first, const Chunk& other)
    : SnapshotPiece(first), count(other.count), identities(other.identities) {
  identities->retain();
  std::copy_n(other.attributes.begin(), count, attributes.begin());
  std::copy_n(other.ids.begin(), count, ids.begin());
  std::copy_n(other.statuses.begin(), count, statuses.begin());
}

}  // namespace rollcall
