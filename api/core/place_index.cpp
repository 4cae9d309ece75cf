#include "api/core/place_index.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace rollcall {

void PlaceIndex::reserve(std::size_t more) {
  // A quarter stays vacant, so that searches end soon.
  if ((used_ + more) * 4 <= slots_.size() * 3) return;
  resize(std::bit_ceil(std::max<std::size_t>(16, (used_ + more) * 4 / 3 + 1)));
}

void PlaceIndex::insert(std::uint64_t hash, Place place) {
  reserve(1);
  const std::uint32_t tag = tag_of(hash);
  std::size_t i = home(tag);
  while (slots_[i].place != kVacant) i = next(i);
  slots_[i] = {tag, place};
  ++used_;
}

void PlaceIndex::erase(std::uint64_t hash, Place place) {
  std::size_t hole = slot_of(hash, place);
  for (std::size_t i = next(hole); slots_[i].place != kVacant; i = next(i)) {
    // An entry may fill the hole unless its home lies behind the hole: a search would not pass it.
    const std::size_t distance_from_home = (i - home(slots_[i].tag)) & (slots_.size() - 1);
    const std::size_t distance_from_hole = (i - hole) & (slots_.size() - 1);
    if (distance_from_home >= distance_from_hole) {
      slots_[hole] = slots_[i];
      hole = i;
    }
  }
  slots_[hole] = {};
  --used_;
}

std::size_t PlaceIndex::slot_of(std::uint64_t hash, Place place) const {
  ROLLCALL_CHECK(!slots_.empty());
  std::size_t i = home(tag_of(hash));
  while (slots_[i].place != place) {
    ROLLCALL_CHECK(slots_[i].place != kVacant);
    i = next(i);
  }
  return i;
}

void PlaceIndex::resize(std::size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  used_ = 0;
  for (const Slot& slot : old) {
    if (slot.place == kVacant) continue;
    std::size_t i = home(slot.tag);
    while (slots_[i].place != kVacant) i = next(i);
    slots_[i] = slot;
    ++used_;
  }
}

}  // namespace rollcall
