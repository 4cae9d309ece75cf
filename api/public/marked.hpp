// Marked: a mark in an object by which a wrong or stale pointer of a caller is noticed, as far as
// that can be.

#pragma once

#include <atomic>
#include <cstdint>

namespace rollcall {

template <std::uint32_t kMark>
class Marked;

/// Whether the memory looks like an object with that mark that has not been freed.
template <std::uint32_t kMark>
bool intact(const Marked<kMark>* object_or_null) noexcept;

/// Base of objects that callers hold pointers to; each kind has a mark of its own. Not polymorphic:
/// looking at the mark of what is no such object must not go through a table of functions.
template <std::uint32_t kMark>
class Marked {
 protected:
  Marked() = default;
  Marked(const Marked&) = delete;
  Marked& operator=(const Marked&) = delete;
  ~Marked() { mark_.store(0, std::memory_order_relaxed); }

 private:
  friend bool intact<kMark>(const Marked* object_or_null) noexcept;

  // Atomic, because compilers drop plain stores to an object whose life ends.
  std::atomic<std::uint32_t> mark_{kMark};
};

template <std::uint32_t kMark>
bool intact(const Marked<kMark>* object_or_null) noexcept {
  return object_or_null != nullptr &&
         object_or_null->mark_.load(std::memory_order_relaxed) == kMark;
}

}  // namespace rollcall
