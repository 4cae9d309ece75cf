#include "conformance/schedule/objects.hpp"

#include <fmt/format.h>

#include <utility>

namespace rollcall::schedule {
namespace {

constexpr std::size_t kFirstSlots = 256;

}  // namespace

bool Object::can_be_taken(ThreadNumber by, LockMode mode) const {
  if (owner != kNobody) return false;
  return mode == LockMode::kShared || (readers & ~only(by)) == 0;
}

void Object::take(ThreadNumber by, LockMode mode) {
  if (mode == LockMode::kExclusive) {
    owner = by;
    ++depth;
  } else {
    readers |= only(by);
    ++reader_depth[by];
  }
}

void Object::give_back(ThreadNumber by) {
  if (owner != kNobody) {
    if (--depth == 0) owner = kNobody;
  } else if (contains(readers, by) && --reader_depth[by] == 0) {
    readers &= ~only(by);
  }
}

ObjectTable::ObjectTable() : slots_(kFirstSlots) { clear(); }

ObjectTable::Slot& ObjectTable::slot_of(const void* address) {
  // Where an object lies in the table decides nothing but how fast it is found.
  const auto bits = reinterpret_cast<std::uintptr_t>(address);
  std::size_t place = (bits >> 3) * 0x9E3779B97F4A7C15ULL >> 40;
  for (;; ++place) {
    Slot& slot = slots_[place & (slots_.size() - 1)];
    if (slot.run != run_ || slot.address == address) return slot;
  }
}

ObjectNumber ObjectTable::number_of(const void* address, std::string_view kind) {
  Slot* slot = &slot_of(address);
  if (slot->run == run_ && slot->number != kNoObject) return slot->number;
  if (slot->run != run_) {
    if (++used_ * 2 > slots_.size()) {
      grow();
      slot = &slot_of(address);
    }
    *slot = {address, kNoObject, run_};
  }
  slot->number = static_cast<ObjectNumber>(objects_.size());
  objects_.emplace_back().kind = kind;
  return slot->number;
}

void ObjectTable::grow() {
  const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
  for (const Slot& slot : old) {
    if (slot.run == run_) slot_of(slot.address) = slot;
  }
}

void ObjectTable::forget(const void* address) {
  Slot& slot = slot_of(address);
  if (slot.run == run_) slot.number = kNoObject;
}

void ObjectTable::clear() {
  ++run_;
  used_ = 0;
  objects_.clear();
  objects_.resize(kHistory + 1);
}

std::string text_of(const ObjectTable& objects, ObjectNumber number) {
  return fmt::format("{} {}", objects[number].kind, number);
}

}  // namespace rollcall::schedule
