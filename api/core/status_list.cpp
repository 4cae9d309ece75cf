#include "api/core/status_list.hpp"

#include <algorithm>
#include <span>

namespace rollcall {
namespace {

// Handles of at most a chunk of records, which share one block of identities and one slab, into
// `out`. Returns: whether there was memory.
bool add_handles(std::span<const DomainRecord> records, RefCounted& owner, DomainHandle** out) {
  std::size_t names_bytes = 0;
  for (const DomainRecord& record : records) names_bytes += record.name.size() + 1;
  IdentityBlock* identities = IdentityBlock::create(records.size(), names_bytes);
  HandleSlab* slab = HandleSlab::create(records.size(), *identities, owner);
  if (slab != nullptr) {
    for (std::size_t i = 0; i < records.size(); ++i) {
      identities->append(i, records[i].uuid, records[i].name);
      const auto slot = static_cast<std::uint16_t>(i);
      out[i] = new (&slab->handles()[i]) DomainHandle(records[i].status.id, slot, slot);
    }
  }
  identities->release();
  return slab != nullptr;
}

rollcallDomainStatus public_status(const DomainRecord& record) noexcept {
  const DomainStatus& status = record.status;
  return {status.attributes, status.id, status.state, status.reason};
}

Error out_of_memory() {
  return make_error(VIR_ERR_NO_MEMORY, VIR_FROM_DOMAIN, "there is no memory for the list");
}

}  // namespace

Result<StatusList> make_status_list(const RecordList& list, RefCounted& owner) {
  const std::span<const DomainRecord> records = list.records;
  // One entry more, so that an empty list has memory of its own too.
  const std::size_t room = records.size() + 1;
  auto* statuses =
      static_cast<rollcallDomainStatus*>(std::malloc(room * sizeof(rollcallDomainStatus)));
  auto* handles = static_cast<DomainHandle**>(std::malloc(room * sizeof(DomainHandle*)));
  StatusList made{DomainList(handles, 0, list.generation),
                  std::unique_ptr<rollcallDomainStatus[], FreeMemory>(statuses)};
  if (statuses == nullptr || handles == nullptr) return fail(out_of_memory());
  std::transform(records.begin(), records.end(), statuses, public_status);
  for (std::size_t first = 0; first < records.size(); first += kChunkDomains) {
    const auto part = records.subspan(first, std::min(kChunkDomains, records.size() - first));
    if (!add_handles(part, owner, handles + first)) {
      const DomainList incomplete(made.domains.take(), first, list.generation);
      return fail(out_of_memory());
    }
  }
  handles[records.size()] = nullptr;
  return StatusList{DomainList(made.domains.take(), records.size(), list.generation),
                    std::move(made.statuses)};
}

}  // namespace rollcall
