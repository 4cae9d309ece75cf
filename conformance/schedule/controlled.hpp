// What the body of a thread may say to the scheduler. Outside a run all of it does nothing.

#pragma once

#include <cstdint>

#include "conformance/schedule/point.hpp"

namespace rollcall::schedule {

/// Whether the calling thread belongs to a run.
bool is_controlled();

/// A point at which others may go first, then the next stamp: 1, 2, 3, ... in the order in which
/// all threads of the run ask. For the invocation and the response of a recorded call.
///
/// Pre: is_controlled().
std::uint64_t stamp();

/// A point before the calling thread touches `object` without a lock.
void announce(const void* object, Access access);

/// A point at which all others may go first.
void yield();

enum class Interest : bool { kNo, kYes };

/// An open call of the library under test: who does not come back from it is named by it, and
/// strategies prefer to interrupt the interesting ones.
class OpenCall {
 public:
  /// Pre: `name` outlives this object.
  explicit OpenCall(const char* name, Interest interest = Interest::kNo);
  ~OpenCall();
  OpenCall(const OpenCall&) = delete;
  OpenCall& operator=(const OpenCall&) = delete;

 private:
  const char* outer_;
  Interest interest_;
};

}  // namespace rollcall::schedule
