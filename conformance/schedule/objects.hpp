// ObjectTable: the locks and other objects that the threads of a run use, with who holds them.
// A run starts with an empty table; an object enters it with its first use.

#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "conformance/schedule/point.hpp"

namespace rollcall::schedule {

enum class LockMode : std::uint8_t { kShared, kExclusive };

struct Object {
  std::string_view kind = "object";
  ThreadNumber owner = kNobody;  ///< who holds it exclusively
  std::uint32_t depth = 0;       ///< how often the owner took it
  ThreadSet readers = 0;         ///< who holds it shared
  std::array<std::uint8_t, kThreadsMax> reader_depth{};

  bool can_be_taken(ThreadNumber by, LockMode mode) const;
  void take(ThreadNumber by, LockMode mode);
  void give_back(ThreadNumber by);
  ThreadSet holders() const { return owner == kNobody ? readers : readers | only(owner); }
};

/// Threading: one thread at a time.
class ObjectTable {
 public:
  ObjectTable();

  /// The number of the object at `address`; a new one when it is not known.
  ObjectNumber number_of(const void* address, std::string_view kind);
  Object& operator[](ObjectNumber number) { return objects_[number]; }
  const Object& operator[](ObjectNumber number) const { return objects_[number]; }

  /// The object at `address` is gone: what comes to lie there is another.
  void forget(const void* address);
  void clear();

 private:
  struct Slot {
    const void* address = nullptr;
    ObjectNumber number = kNoObject;
    std::uint32_t run = 0;  ///< a slot of an earlier run is free
  };

  Slot& slot_of(const void* address);
  void grow();

  std::vector<Slot> slots_;  // open addressing; the size is a power of two
  std::vector<Object> objects_;
  std::size_t used_ = 0;
  std::uint32_t run_ = 1;
};

/// "mutex 3".
std::string text_of(const ObjectTable& objects, ObjectNumber number);

}  // namespace rollcall::schedule
