#include "conformance/workload/capabilities.hpp"

#include "conformance/sut/scratch_domain.hpp"

namespace rollcall::workload {
namespace {

using history::Call;

/// Notes which calls failed, and goes on.
class Probe {
 public:
  explicit Probe(Capabilities& found) : found_(found) { found.has.fill(true); }

  template <class T>
  bool tried(Call call, const sut::Expected<T>& result) {
    if (result) return true;
    lacks(call, result.error().message + " (code " + std::to_string(result.error().code) + ")");
    return false;
  }

  void lacks(Call call, const std::string& reason) {
    bool& has = found_.has[static_cast<std::size_t>(call)];
    if (has) found_.gaps.push_back({call, reason});
    has = false;
  }

 private:
  Capabilities& found_;
};

void probe_inactive(Probe& probe, const sut::Domain& domain, const std::string& name) {
  probe.tried(Call::kGetAutostart, domain.autostart());
  if (probe.tried(Call::kSetAutostart, domain.set_autostart(1))) (void)domain.set_autostart(0);
  if (!probe.tried(Call::kHasManagedSave, domain.has_managed_save())) {
    probe.lacks(Call::kManagedSave, "nobody could tell whether there is an image");
  }
  if (probe.tried(Call::kRename, domain.rename(name + "-renamed"))) (void)domain.rename(name);
  if (probe.tried(Call::kSnapshotCreate, domain.create_snapshot(sut::snapshot_xml("probe")))) {
    probe.tried(Call::kSnapshotDelete, domain.delete_snapshot("probe"));
  }
}

void probe_active(Probe& probe, const sut::Domain& domain) {
  if (probe.tried(Call::kSuspend, domain.suspend())) {
    probe.tried(Call::kResume, domain.resume());
  } else {
    probe.lacks(Call::kResume, "no domain can be paused");
  }
  const auto made = domain.create_checkpoint(sut::checkpoint_xml("probe"));
  if (probe.tried(Call::kCheckpointCreate, made)) {
    probe.tried(Call::kCheckpointDelete,
                domain.delete_checkpoint("probe", VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY));
  }
  if (probe.tried(Call::kManagedSave, domain.managed_save())) {
    probe.tried(Call::kManagedSaveRemove, domain.managed_save_remove());
  }
}

void probe_host_readers(Probe& probe, const sut::Library& library) {
  if (library.virConnectGetAllDomainStats == nullptr ||
      library.virDomainStatsRecordListFree == nullptr) {
    probe.lacks(Call::kAllStats, "the library lacks virConnectGetAllDomainStats");
  }
  const bool has_legacy = library.virConnectNumOfDomains != nullptr &&
                          library.virConnectListDomains != nullptr &&
                          library.virConnectNumOfDefinedDomains != nullptr &&
                          library.virConnectListDefinedDomains != nullptr;
  if (has_legacy) return;
  for (const Call call : {Call::kNumOfDomains, Call::kListDomains, Call::kNumOfDefinedDomains,
                          Call::kListDefinedDomains, Call::kLegacyUnion}) {
    probe.lacks(call, "the library lacks virConnectListDomains or one of its kin");
  }
}

unsigned accepted_undefine_flags(const sut::Domain& domain) {
  constexpr unsigned kAll = VIR_DOMAIN_UNDEFINE_MANAGED_SAVE |
                            VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA |
                            VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA;
  constexpr unsigned kSome =
      VIR_DOMAIN_UNDEFINE_MANAGED_SAVE | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA;
  for (const unsigned flags : {kAll, kSome}) {
    if (domain.undefine_flags(flags)) return flags;
  }
  return 0;
}

}  // namespace

sut::Expected<Capabilities> probe_capabilities(const sut::Connection& connection,
                                               const sut::GuestKind& guest, std::uint64_t seed) {
  const std::string name = std::string(sut::kScratchPrefix) + "probe";
  if (const auto left_over = connection.lookup_by_name(name)) sut::remove_domain(*left_over);
  Capabilities found;
  Probe probe(found);
  sut::DomainXml wanted{.kind = guest,
                        .name = name,
                        .uuid = sut::scratch_uuid(seed, name),
                        .disk_file = sut::kMissingDisk};
  auto transient = connection.create(sut::to_xml(wanted));
  if (!transient) {
    wanted.disk_file.clear();
    transient = connection.create(sut::to_xml(wanted));
  }
  found.disk_file = wanted.disk_file;
  const std::string xml = sut::to_xml(wanted);
  if (probe.tried(Call::kCreate, transient)) sut::remove_domain(*transient);

  const auto domain = connection.define(xml);
  if (!domain) return tl::unexpected(domain.error());
  probe_inactive(probe, *domain, name);
  const auto started = domain->start();
  if (started) {
    probe_active(probe, *domain);
    if (domain->is_active().value_or(false)) (void)domain->destroy();
  }
  found.undefine_flags = accepted_undefine_flags(*domain);
  sut::remove_domain(*domain);
  if (!started) return tl::unexpected(started.error());
  probe_host_readers(probe, connection.library());
  return found;
}

const char* function_of(Call call) {
  static constexpr std::array<const char*, history::kCallCount> kFunctions{
      "virDomainDefineXML",
      "virDomainUndefineFlags",
      "virDomainCreateXML",
      "virDomainCreate",
      "virDomainDestroy",
      "virDomainSuspend",
      "virDomainResume",
      "virDomainSetAutostart",
      "virDomainManagedSave",
      "virDomainManagedSaveRemove",
      "virDomainRename",
      "virDomainSnapshotCreateXML",
      "virDomainSnapshotDelete",
      "virDomainCheckpointCreateXML",
      "virDomainCheckpointDelete",
      "virDomainLookupByUUID",
      "virDomainLookupByName",
      "virDomainLookupByID",
      "virDomainGetState",
      "virDomainIsActive",
      "virDomainIsPersistent",
      "virDomainGetAutostart",
      "virDomainHasManagedSaveImage",
      "virConnectListAllDomains",
      "virConnectListAllDomains",
      "virConnectGetAllDomainStats",
      "virConnectNumOfDomains",
      "virConnectListDomains",
      "virConnectNumOfDefinedDomains",
      "virConnectListDefinedDomains",
      "virConnectListDefinedDomains",
  };
  return kFunctions[static_cast<std::size_t>(call)];
}

}  // namespace rollcall::workload
