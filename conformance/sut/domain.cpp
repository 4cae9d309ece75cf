#include "conformance/sut/domain.hpp"

#include <array>

namespace rollcall::sut {

Expected<std::string> Domain::name() const {
  const char* name = library().virDomainGetName(raw());
  if (name == nullptr) return tl::unexpected(last_failure(library()));
  return std::string(name);
}

Expected<std::string> Domain::uuid() const {
  std::array<char, VIR_UUID_STRING_BUFLEN> text{};
  return to_outcome(library(), library().virDomainGetUUIDString(raw(), text.data())).map([&text] {
    return std::string(text.data());
  });
}

int Domain::id() const { return static_cast<int>(library().virDomainGetID(raw())); }

Expected<RunState> Domain::state() const {
  RunState state;
  return to_outcome(library(), library().virDomainGetState(raw(), &state.state, &state.reason, 0))
      .map([&state] { return state; });
}

Expected<std::string> Domain::xml(unsigned flags) const {
  return to_string(library(), library().virDomainGetXMLDesc(raw(), flags));
}

Expected<bool> Domain::is_active() const {
  return to_bool(library(), library().virDomainIsActive(raw()));
}

Expected<bool> Domain::is_persistent() const {
  return to_bool(library(), library().virDomainIsPersistent(raw()));
}

Expected<bool> Domain::autostart() const {
  int value = 0;
  return to_outcome(library(), library().virDomainGetAutostart(raw(), &value)).map([&value] {
    return value != 0;
  });
}

Expected<bool> Domain::has_managed_save() const {
  return to_bool(library(), library().virDomainHasManagedSaveImage(raw(), 0));
}

Expected<int> Domain::snapshot_count() const {
  return to_number(library(), library().virDomainSnapshotNum(raw(), 0));
}

Expected<int> Domain::checkpoint_count() const {
  return to_number(library(), library().virDomainListAllCheckpoints(raw(), nullptr, 0));
}

Outcome Domain::start(unsigned flags) const {
  return to_outcome(library(), library().virDomainCreateWithFlags(raw(), flags));
}

Outcome Domain::suspend() const { return to_outcome(library(), library().virDomainSuspend(raw())); }

Outcome Domain::resume() const { return to_outcome(library(), library().virDomainResume(raw())); }

Outcome Domain::shutdown() const {
  return to_outcome(library(), library().virDomainShutdown(raw()));
}

Outcome Domain::reboot(unsigned flags) const {
  return to_outcome(library(), library().virDomainReboot(raw(), flags));
}

Outcome Domain::reset() const { return to_outcome(library(), library().virDomainReset(raw(), 0)); }

Outcome Domain::destroy() const { return to_outcome(library(), library().virDomainDestroy(raw())); }

Outcome Domain::destroy_flags(unsigned flags) const {
  return to_outcome(library(), library().virDomainDestroyFlags(raw(), flags));
}

Outcome Domain::undefine() const {
  return to_outcome(library(), library().virDomainUndefine(raw()));
}

Outcome Domain::undefine_flags(unsigned flags) const {
  return to_outcome(library(), library().virDomainUndefineFlags(raw(), flags));
}

Outcome Domain::set_autostart(int value) const {
  return to_outcome(library(), library().virDomainSetAutostart(raw(), value));
}

Outcome Domain::rename(const std::string& new_name, unsigned flags) const {
  return to_outcome(library(), library().virDomainRename(raw(), new_name.c_str(), flags));
}

Outcome Domain::managed_save(unsigned flags) const {
  return to_outcome(library(), library().virDomainManagedSave(raw(), flags));
}

Outcome Domain::managed_save_remove() const {
  return to_outcome(library(), library().virDomainManagedSaveRemove(raw(), 0));
}

Outcome Domain::save(const std::string& path) const {
  return to_outcome(library(), library().virDomainSave(raw(), path.c_str()));
}

Outcome Domain::core_dump(const std::string& path, unsigned flags) const {
  return to_outcome(library(), library().virDomainCoreDump(raw(), path.c_str(), flags));
}

Outcome Domain::pm_suspend(unsigned target) const {
  return to_outcome(library(), library().virDomainPMSuspendForDuration(raw(), target, 0, 0));
}

Outcome Domain::pm_wakeup() const {
  return to_outcome(library(), library().virDomainPMWakeup(raw(), 0));
}

Expected<Snapshot> Domain::create_snapshot(const std::string& xml, unsigned flags) const {
  virDomainSnapshotPtr made = library().virDomainSnapshotCreateXML(raw(), xml.c_str(), flags);
  if (made == nullptr) return tl::unexpected(last_failure(library()));
  return Snapshot(library(), made);
}

Expected<Snapshot> Domain::lookup_snapshot(const std::string& name) const {
  virDomainSnapshotPtr found = library().virDomainSnapshotLookupByName(raw(), name.c_str(), 0);
  if (found == nullptr) return tl::unexpected(last_failure(library()));
  return Snapshot(library(), found);
}

Outcome Domain::revert_to_snapshot(const std::string& name, unsigned flags) const {
  return lookup_snapshot(name).and_then([&](const Snapshot& snapshot) {
    return to_outcome(library(), library().virDomainRevertToSnapshot(snapshot.raw(), flags));
  });
}

Outcome Domain::delete_snapshot(const std::string& name, unsigned flags) const {
  return lookup_snapshot(name).and_then([&](const Snapshot& snapshot) {
    return to_outcome(library(), library().virDomainSnapshotDelete(snapshot.raw(), flags));
  });
}

Expected<Checkpoint> Domain::create_checkpoint(const std::string& xml, unsigned flags) const {
  virDomainCheckpointPtr made = library().virDomainCheckpointCreateXML(raw(), xml.c_str(), flags);
  if (made == nullptr) return tl::unexpected(last_failure(library()));
  return Checkpoint(library(), made);
}

Outcome Domain::delete_checkpoint(const std::string& name, unsigned flags) const {
  virDomainCheckpointPtr found = library().virDomainCheckpointLookupByName(raw(), name.c_str(), 0);
  if (found == nullptr) return tl::unexpected(last_failure(library()));
  const Checkpoint checkpoint(library(), found);
  return to_outcome(library(), library().virDomainCheckpointDelete(checkpoint.raw(), flags));
}

}  // namespace rollcall::sut
