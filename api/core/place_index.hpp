// PlaceIndex: finds a domain's place in the snapshot by a key that the snapshot itself stores
// (uuid, name or id).
//
// An open-addressing table of (hash, place) pairs with linear probing and backward-shift deletion:
// 8 bytes per slot and no copy of the key, where a node-based map would take 50 to 100 bytes per
// domain and key.

#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "api/core/check.hpp"
#include "api/core/snapshot.hpp"

namespace rollcall {

/// Threading: none of its own; the table's lock guards it.
class PlaceIndex {
 public:
  /// The place whose key hashes to `hash` and for which `is_it(place)` holds.
  template <typename Predicate>
  std::optional<Place> find(std::uint64_t hash, Predicate is_it) const {
    if (slots_.empty()) return std::nullopt;
    const std::uint32_t tag = tag_of(hash);
    for (std::size_t i = home(tag);; i = next(i)) {
      const Slot& slot = slots_[i];
      if (slot.place == kVacant) return std::nullopt;
      if (slot.tag == tag && is_it(slot.place)) return slot.place;
    }
  }

  /// Makes room for `more` insertions at once, where they would make it step by step.
  void reserve(std::size_t more);
  /// Pre: the key is not in the index.
  void insert(std::uint64_t hash, Place place);
  /// Pre: (hash, place) is in the index.
  void erase(std::uint64_t hash, Place place);
  /// The domain with this hash moved. Pre: (hash, from) is in the index.
  void move(std::uint64_t hash, Place from, Place to) { slots_[slot_of(hash, from)].place = to; }

 private:
  static constexpr Place kVacant = 0xFFFFFFFF;
  struct Slot {
    std::uint32_t tag = 0;
    Place place = kVacant;
  };

  static std::uint32_t tag_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash ^ (hash >> 32));
  }
  std::size_t home(std::uint32_t tag) const { return tag & (slots_.size() - 1); }
  std::size_t next(std::size_t slot) const { return (slot + 1) & (slots_.size() - 1); }
  std::size_t slot_of(std::uint64_t hash, Place place) const;
  void resize(std::size_t slots);

  std::vector<Slot> slots_;  // size is a power of two, or zero
  std::size_t used_ = 0;
};

}  // namespace rollcall
