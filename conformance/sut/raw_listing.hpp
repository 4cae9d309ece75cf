// What the listing calls returned, exactly: the number, and the array with its holes and its end.
// Freed by the library's own rules when the object goes.

#pragma once

#include <span>

#include "conformance/sut/library.hpp"

namespace rollcall::sut {

/// One virConnectListAllDomains with an array.
class RawListing {
 public:
  /// Pre: `library` outlives this object.
  RawListing(const Library& library, virConnectPtr connection, unsigned flags);
  ~RawListing();
  RawListing(const RawListing&) = delete;
  RawListing& operator=(const RawListing&) = delete;

  /// What the call returned.
  int length() const { return length_; }
  /// What the call left in the pointer.
  virDomainPtr* array() const { return array_; }

  /// The elements that the call says there are; fewer when the array has not even room for them.
  /// Some may be null.
  std::span<virDomainPtr const> elements() const;
  /// Whether a null follows the last element.
  bool is_terminated() const;

 private:
  std::size_t room() const;

  const Library& library_;
  // A pointer that no call may leave behind.
  virDomainPtr* array_ = reinterpret_cast<virDomainPtr*>(&length_);
  int length_ = -1;
};

/// One virConnectGetAllDomainStats. Pre: the library has it and virDomainStatsRecordListFree.
class RawStats {
 public:
  /// Pre: `library` outlives this object.
  RawStats(const Library& library, virConnectPtr connection, unsigned stats, unsigned flags);
  ~RawStats();
  RawStats(const RawStats&) = delete;
  RawStats& operator=(const RawStats&) = delete;

  /// What the call returned.
  int length() const { return length_; }
  virDomainStatsRecordPtr* records() const { return records_; }

 private:
  const Library& library_;
  virDomainStatsRecordPtr* records_ = nullptr;
  int length_ = -1;
};

/// The state that a record of VIR_DOMAIN_STATS_STATE tells; -1 when it tells none.
int state_of(const virDomainStatsRecord& record);

}  // namespace rollcall::sut
