#include "conformance/suites/stateful/sighting.hpp"

#include <cstdlib>

namespace rollcall::suites::stateful {
namespace {

/// Collects the values of getters, and what failed.
class Reader {
 public:
  explicit Reader(std::vector<std::string>& complaints) : complaints_(complaints) {}

  template <class T>
  T read(const char* function, const sut::Expected<T>& result) {
    if (result) return *result;
    complaints_.push_back(std::string(function) + ": E" + std::to_string(result.error().code));
    return T{};
  }

 private:
  std::vector<std::string>& complaints_;
};

std::string parent_of(const sut::Library& library, virDomainSnapshotPtr snapshot) {
  if (library.virDomainSnapshotGetParent == nullptr) return "";
  virDomainSnapshotPtr parent = library.virDomainSnapshotGetParent(snapshot, 0);
  if (parent == nullptr) return "";
  const sut::Snapshot owned(library, parent);
  return library.virDomainSnapshotGetName(parent);
}

void read_snapshots(const sut::Domain& handle, Reader& reader, spec::Domain& domain) {
  const sut::Library& library = handle.library();
  if (library.virDomainListAllSnapshots == nullptr) return;
  virDomainSnapshotPtr* list = nullptr;
  const int count = reader.read(
      "virDomainListAllSnapshots",
      sut::to_number(library, library.virDomainListAllSnapshots(handle.raw(), &list, 0)));
  for (int index = 0; index < count; ++index) {
    const sut::Snapshot snapshot(library, list[index]);
    domain.snapshots.push_back({library.virDomainSnapshotGetName(snapshot.raw()),
                                parent_of(library, snapshot.raw()), spec::State::kNoState});
  }
  std::free(list);
  if (count == 0 || library.virDomainSnapshotCurrent == nullptr) return;
  virDomainSnapshotPtr current = library.virDomainSnapshotCurrent(handle.raw(), 0);
  if (current == nullptr) return;
  const sut::Snapshot owned(library, current);
  domain.current_snapshot = library.virDomainSnapshotGetName(current);
}

void read_checkpoints(const sut::Domain& handle, Reader& reader, spec::Domain& domain) {
  const sut::Library& library = handle.library();
  if (library.virDomainListAllCheckpoints == nullptr) return;
  virDomainCheckpointPtr* list = nullptr;
  const sut::Expected<int> count =
      sut::to_number(library, library.virDomainListAllCheckpoints(handle.raw(), &list, 0));
  if (!count && count.error().code == spec::kNoSupport) return;
  const int length = reader.read("virDomainListAllCheckpoints", count);
  for (int index = 0; index < length; ++index) {
    const sut::Checkpoint checkpoint(library, list[index]);
    domain.checkpoints.push_back(
        {library.virDomainCheckpointGetName(checkpoint.raw()), "", spec::State::kNoState});
  }
  std::free(list);
}

}  // namespace

Sighting observe(const sut::Connection& connection, const std::string& uuid) {
  Sighting sighting;
  Reader reader(sighting.complaints);
  const auto handle = connection.lookup_by_uuid(uuid);
  if (!handle) {
    if (handle.error().code != spec::kNoDomain)
      reader.read("virDomainLookupByUUIDString", handle.map([](const sut::Domain&) { return 0; }));
    return sighting;
  }
  spec::Domain domain;
  domain.name = reader.read("virDomainGetName", handle->name());
  domain.uuid = reader.read("virDomainGetUUIDString", handle->uuid());
  domain.id = handle->id();
  domain.active = reader.read("virDomainIsActive", handle->is_active());
  const sut::RunState state = reader.read("virDomainGetState", handle->state());
  domain.status = {static_cast<spec::State>(state.state), state.reason};
  domain.persistent = reader.read("virDomainIsPersistent", handle->is_persistent());
  domain.autostart = reader.read("virDomainGetAutostart", handle->autostart());
  if (handle->library().virDomainHasManagedSaveImage != nullptr) {
    domain.managed_save = reader.read("virDomainHasManagedSaveImage", handle->has_managed_save());
  }
  read_snapshots(*handle, reader, domain);
  read_checkpoints(*handle, reader, domain);
  sighting.domain = std::move(domain);
  return sighting;
}

}  // namespace rollcall::suites::stateful
