// UuidSet: the domains that a flaw has in mind, such as those that a cache knows or that a call has
// marked. Any thread may use it.

#pragma once

#include <mutex>

#include "conformance/flawed/answer.hpp"

namespace rollcall::flawed {

class UuidSet {
 public:
  void assign(std::set<Uuid> uuids) {
    const std::scoped_lock lock(mutex_);
    uuids_ = std::move(uuids);
  }
  /// Takes the other set's domains and gives it its own.
  void swap(std::set<Uuid>& uuids) {
    const std::scoped_lock lock(mutex_);
    uuids_.swap(uuids);
  }
  void insert(const Uuid& uuid) {
    const std::scoped_lock lock(mutex_);
    uuids_.insert(uuid);
  }
  void erase(const Uuid& uuid) {
    const std::scoped_lock lock(mutex_);
    uuids_.erase(uuid);
  }
  bool contains(const Uuid& uuid) const {
    const std::scoped_lock lock(mutex_);
    return uuids_.count(uuid) != 0;
  }

 private:
  mutable std::mutex mutex_;
  std::set<Uuid> uuids_;
};

/// Marks a domain as long as this object lives.
class Mark {
 public:
  Mark(UuidSet& set, virDomainPtr domain) : set_(set), uuid_(uuid_of(domain)) {
    set_.insert(uuid_);
  }
  ~Mark() { set_.erase(uuid_); }
  Mark(const Mark&) = delete;
  Mark& operator=(const Mark&) = delete;

 private:
  UuidSet& set_;
  Uuid uuid_;
};

/// The answer without the domains of a set.
inline Answer without(Answer answer, const UuidSet& set) {
  std::erase_if(answer, [&](const Handle& handle) { return set.contains(uuid_of(handle.get())); });
  return answer;
}

/// The answer with the domains of a set only.
inline Answer only(Answer answer, const UuidSet& set) {
  std::erase_if(answer, [&](const Handle& handle) { return !set.contains(uuid_of(handle.get())); });
  return answer;
}

}  // namespace rollcall::flawed
