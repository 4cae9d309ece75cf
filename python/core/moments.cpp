// Snapshots and checkpoints: moments of a domain's past.

#include "python/core/binding.hpp"
#include "python/core/handle_list.hpp"

namespace py = pybind11;

namespace rollcall::python {
namespace {

py::list snapshot_names(DomainArgument domain, Number<unsigned> flags) {
  const Library& library = domain.library();
  const auto count = [&] {
    return ROLLCALL_CHECKED_CALL(library, virDomainSnapshotNum, domain.pointer(), flags.value);
  };
  const auto fill = [&](char** names, int max) {
    return ROLLCALL_CHECKED_CALL(library, virDomainSnapshotListNames, domain.pointer(), names, max,
                                 flags.value);
  };
  return take_names(list_growing<char*>(count, fill));
}

py::list child_snapshot_names(SnapshotArgument snapshot, Number<unsigned> flags) {
  const Library& library = snapshot.library();
  const auto count = [&] {
    return ROLLCALL_CHECKED_CALL(library, virDomainSnapshotNumChildren, snapshot.pointer(),
                                 flags.value);
  };
  const auto fill = [&](char** names, int max) {
    return ROLLCALL_CHECKED_CALL(library, virDomainSnapshotListChildrenNames, snapshot.pointer(),
                                 names, max, flags.value);
  };
  return take_names(list_growing<char*>(count, fill));
}

py::object domain_of_snapshot(SnapshotArgument snapshot) {
  return borrowed_domain(
      snapshot.session(),
      ROLLCALL_CHECKED_CALL(snapshot.library(), virDomainSnapshotGetDomain, snapshot.pointer()));
}

py::object domain_of_checkpoint(CheckpointArgument checkpoint) {
  return borrowed_domain(checkpoint.session(),
                         ROLLCALL_CHECKED_CALL(checkpoint.library(), virDomainCheckpointGetDomain,
                                               checkpoint.pointer()));
}

void bind_snapshots(py::module_& module) {
  module.def("connection_of_snapshot",
             [](SnapshotArgument snapshot) { return connection_object(snapshot.session()); });
  module.def("virDomainSnapshotListNames", snapshot_names);
  module.def("virDomainSnapshotListChildrenNames", child_snapshot_names);
  module.def("virDomainSnapshotGetDomain", domain_of_snapshot);
  ROLLCALL_BIND_LIST(module, virDomainListAllSnapshots);
  ROLLCALL_BIND_LIST(module, virDomainSnapshotListAllChildren);
  ROLLCALL_BIND(module, virDomainSnapshotGetName);
  ROLLCALL_BIND(module, virDomainSnapshotCreateXML);
  ROLLCALL_BIND(module, virDomainSnapshotGetXMLDesc);
  ROLLCALL_BIND(module, virDomainSnapshotNum);
  ROLLCALL_BIND(module, virDomainSnapshotNumChildren);
  ROLLCALL_BIND(module, virDomainSnapshotLookupByName);
  ROLLCALL_BIND(module, virDomainHasCurrentSnapshot);
  ROLLCALL_BIND(module, virDomainSnapshotCurrent);
  ROLLCALL_BIND(module, virDomainSnapshotGetParent);
  ROLLCALL_BIND(module, virDomainSnapshotIsCurrent);
  ROLLCALL_BIND(module, virDomainSnapshotHasMetadata);
  ROLLCALL_BIND(module, virDomainRevertToSnapshot);
  ROLLCALL_BIND(module, virDomainSnapshotDelete);
}

void bind_checkpoints(py::module_& module) {
  module.def("connection_of_checkpoint",
             [](CheckpointArgument checkpoint) { return connection_object(checkpoint.session()); });
  module.def("virDomainCheckpointGetDomain", domain_of_checkpoint);
  ROLLCALL_BIND_LIST(module, virDomainListAllCheckpoints);
  ROLLCALL_BIND_LIST(module, virDomainCheckpointListAllChildren);
  ROLLCALL_BIND(module, virDomainCheckpointGetName);
  ROLLCALL_BIND(module, virDomainCheckpointCreateXML);
  ROLLCALL_BIND(module, virDomainCheckpointGetXMLDesc);
  ROLLCALL_BIND(module, virDomainCheckpointLookupByName);
  ROLLCALL_BIND(module, virDomainCheckpointGetParent);
  ROLLCALL_BIND(module, virDomainCheckpointDelete);
}

}  // namespace

void bind_moments(py::module_& module) {
  bind_snapshots(module);
  bind_checkpoints(module);
}

}  // namespace rollcall::python
