#include "conformance/sut/domain.hpp"

#include <array>

// Calls a function that the library may lack; spelling it once keeps name and pointer together.
#define CALL_OPTIONAL(function, ...) \
  call_optional(library(), #function, library().function, __VA_ARGS__)

namespace rollcall::sut {
namespace {

void drop(int) {}

}  // namespace

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
  return CALL_OPTIONAL(virDomainHasManagedSaveImage, raw(), 0).map([](int has) {
    return has != 0;
  });
}

Expected<int> Domain::snapshot_count() const {
  return CALL_OPTIONAL(virDomainSnapshotNum, raw(), 0);
}

Expected<int> Domain::checkpoint_count() const {
  return CALL_OPTIONAL(virDomainListAllCheckpoints, raw(), nullptr, 0);
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
  return CALL_OPTIONAL(virDomainRename, raw(), new_name.c_str(), flags).map(drop);
}

Outcome Domain::managed_save(unsigned flags) const {
  return CALL_OPTIONAL(virDomainManagedSave, raw(), flags).map(drop);
}

Outcome Domain::managed_save_remove() const {
  return CALL_OPTIONAL(virDomainManagedSaveRemove, raw(), 0).map(drop);
}

Outcome Domain::save(const std::string& path) const {
  return CALL_OPTIONAL(virDomainSave, raw(), path.c_str()).map(drop);
}

Outcome Domain::core_dump(const std::string& path, unsigned flags) const {
  return CALL_OPTIONAL(virDomainCoreDump, raw(), path.c_str(), flags).map(drop);
}

Outcome Domain::pm_suspend(unsigned target) const {
  return CALL_OPTIONAL(virDomainPMSuspendForDuration, raw(), target, 0, 0).map(drop);
}

Outcome Domain::pm_wakeup() const { return CALL_OPTIONAL(virDomainPMWakeup, raw(), 0).map(drop); }

Expected<Snapshot> Domain::create_snapshot(const std::string& xml, unsigned flags) const {
  return CALL_OPTIONAL(virDomainSnapshotCreateXML, raw(), xml.c_str(), flags)
      .map([this](virDomainSnapshotPtr made) { return Snapshot(library(), made); });
}

Expected<Snapshot> Domain::lookup_snapshot(const std::string& name) const {
  return CALL_OPTIONAL(virDomainSnapshotLookupByName, raw(), name.c_str(), 0)
      .map([this](virDomainSnapshotPtr found) { return Snapshot(library(), found); });
}

Outcome Domain::revert_to_snapshot(const std::string& name, unsigned flags) const {
  return lookup_snapshot(name).and_then([&](const Snapshot& snapshot) {
    return CALL_OPTIONAL(virDomainRevertToSnapshot, snapshot.raw(), flags).map(drop);
  });
}

Outcome Domain::delete_snapshot(const std::string& name, unsigned flags) const {
  return lookup_snapshot(name).and_then([&](const Snapshot& snapshot) {
    return CALL_OPTIONAL(virDomainSnapshotDelete, snapshot.raw(), flags).map(drop);
  });
}

Expected<Checkpoint> Domain::create_checkpoint(const std::string& xml, unsigned flags) const {
  return CALL_OPTIONAL(virDomainCheckpointCreateXML, raw(), xml.c_str(), flags)
      .map([this](virDomainCheckpointPtr made) { return Checkpoint(library(), made); });
}

Expected<Checkpoint> Domain::lookup_checkpoint(const std::string& name) const {
  return CALL_OPTIONAL(virDomainCheckpointLookupByName, raw(), name.c_str(), 0)
      .map([this](virDomainCheckpointPtr found) { return Checkpoint(library(), found); });
}

Outcome Domain::delete_checkpoint(const std::string& name, unsigned flags) const {
  return lookup_checkpoint(name).and_then([&](const Checkpoint& checkpoint) {
    return CALL_OPTIONAL(virDomainCheckpointDelete, checkpoint.raw(), flags).map(drop);
  });
}

}  // namespace rollcall::sut
