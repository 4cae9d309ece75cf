#include "api/core/identity_block.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "api/core/check.hpp"

namespace rollcall {
namespace {

// Room for the rest of the chunk at the size of the names so far, so that a filling chunk seldom
// moves.
std::size_t names_bytes_wanted(std::size_t used_bytes, std::size_t count) {
  return used_bytes + (kChunkDomains - count) * (used_bytes / count + 1);
}

}  // namespace

IdentityBlock* IdentityBlock::create(std::size_t entries_max, std::size_t names_bytes) {
  constexpr std::size_t kEntryBytes = sizeof(Uuid) + sizeof(std::uint32_t);
  void* memory = ::operator new(sizeof(IdentityBlock) + entries_max * kEntryBytes + names_bytes);
  return new (memory) IdentityBlock(entries_max, names_bytes);
}

IdentityBlock::~IdentityBlock() { std::free(spare_.load(std::memory_order_relaxed)); }

void* IdentityBlock::take_spare() noexcept {
  if (spare_.load(std::memory_order_relaxed) == nullptr) return nullptr;
  return spare_.exchange(nullptr, std::memory_order_acquire);
}

void IdentityBlock::keep_spare(void* memory) noexcept {
  std::free(spare_.exchange(memory, std::memory_order_acq_rel));
}

void IdentityBlock::release() noexcept {
  if (references_.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  this->~IdentityBlock();
  ::operator delete(this);
}

bool IdentityBlock::append(std::size_t count, const Uuid& uuid, std::string_view name) noexcept {
  if (count != count_ || count == entries_max_) return false;
  if (names_size_max_ - names_size_ < name.size() + 1) return false;
  const_cast<Uuid*>(uuids())[count] = uuid;
  const_cast<std::uint32_t*>(name_offsets())[count] = static_cast<std::uint32_t>(names_size_);
  char* text = const_cast<char*>(names()) + names_size_;
  // Not memcpy, which forbids the null pointer that an empty name may have.
  std::copy(name.begin(), name.end(), text);
  text[name.size()] = '\0';
  names_size_ += name.size() + 1;
  ++count_;
  return true;
}

std::size_t IdentityBlock::names_bytes_used(std::size_t count) const noexcept {
  std::size_t bytes = 0;
  for (std::size_t entry = 0; entry < count; ++entry) bytes += std::strlen(name(entry)) + 1;
  return bytes;
}

IdentityBlock* IdentityBlock::copy_with_room(std::size_t count, std::size_t name_bytes) const {
  const std::size_t used_bytes = names_bytes_used(count) + name_bytes;
  IdentityBlock* copy = create(kChunkDomains, names_bytes_wanted(used_bytes, count + 1));
  for (std::size_t i = 0; i < count; ++i) ROLLCALL_CHECK(copy->append(i, uuid(i), name(i)));
  return copy;
}

IdentityBlock* IdentityBlock::copy_replacing(std::size_t count, std::size_t entry,
                                             const Uuid& new_uuid,
                                             std::string_view new_name) const {
  const std::size_t used_bytes = names_bytes_used(count) + new_name.size() + 1;
  IdentityBlock* copy = create(kChunkDomains, names_bytes_wanted(used_bytes, count));
  for (std::size_t i = 0; i < count; ++i) {
    const bool replaced = i == entry;
    ROLLCALL_CHECK(copy->append(i, replaced ? new_uuid : uuid(i),
                                replaced ? new_name : std::string_view(name(i))));
  }
  return copy;
}

}  // namespace rollcall
