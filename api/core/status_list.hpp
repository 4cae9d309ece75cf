// StatusList: the answer of one listing, and what each of its domains was at the same instant.

#pragma once

#include <cstdlib>
#include <memory>

#include <rollcall/domain_status.h>

#include "api/core/domain_handle.hpp"
#include "api/core/record_list.hpp"
#include "api/core/result.hpp"

namespace rollcall {

struct FreeMemory {
  void operator()(void* memory) const noexcept { std::free(memory); }
};

/// `statuses`, in the memory of malloc as the C API hands it out, has one entry per handle of
/// `domains`, in the same order.
struct StatusList {
  DomainList domains;
  std::unique_ptr<rollcallDomainStatus[], FreeMemory> statuses;
};

/// The list that says what `records` say.
///
/// Errors:    VIR_ERR_NO_MEMORY.
/// Ownership: the handles keep `owner` alive, and each at most the identities of a chunk.
Result<StatusList> make_status_list(const RecordList& records, RefCounted& owner);

}  // namespace rollcall
