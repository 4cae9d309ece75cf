#include "conformance/sut/raw_listing.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace rollcall::sut {

RawListing::RawListing(const Library& library, virConnectPtr connection, unsigned flags)
    : library_(library) {
  length_ = library.virConnectListAllDomains(connection, &array_, flags);
}

RawListing::~RawListing() {
  for (virDomainPtr element : elements()) {
    if (element != nullptr) library_.virDomainFree(element);
  }
  if (length_ >= 0) std::free(array_);
}

// Never looks beyond what was allocated, however wrong the returned number is.
std::size_t RawListing::room() const {
  return length_ < 0 ? 0 : malloc_usable_size(array_) / sizeof(virDomainPtr);
}

std::span<virDomainPtr const> RawListing::elements() const {
  if (length_ <= 0) return {};
  return {array_, std::min(static_cast<std::size_t>(length_), room())};
}

bool RawListing::is_terminated() const {
  return length_ >= 0 && static_cast<std::size_t>(length_) < room() && array_[length_] == nullptr;
}

RawStats::RawStats(const Library& library, virConnectPtr connection, unsigned stats, unsigned flags)
    : library_(library) {
  length_ = library.virConnectGetAllDomainStats(connection, stats, &records_, flags);
}

RawStats::~RawStats() {
  if (records_ != nullptr) library_.virDomainStatsRecordListFree(records_);
}

int state_of(const virDomainStatsRecord& record) {
  for (int index = 0; index < record.nparams; ++index) {
    const virTypedParameter& parameter = record.params[index];
    if (std::strcmp(parameter.field, "state.state") == 0) return parameter.value.i;
  }
  return -1;
}

}  // namespace rollcall::sut
