// Domain: sole owner of one virDomainPtr, with the calls that the suites make as methods returning
// values.

#pragma once

#include <string>
#include <vector>

#include "conformance/sut/handle.hpp"
#include "conformance/sut/result.hpp"

namespace rollcall::sut {

/// virDomainState and its reason.
struct RunState {
  int state = VIR_DOMAIN_NOSTATE;
  int reason = 0;
  friend bool operator==(const RunState&, const RunState&) = default;
};

/// One domain handle.
///
/// Errors of every method: what the library reported; VIR_ERR_NO_SUPPORT when it lacks the
/// function.
class Domain : public Handle<virDomain, &Functions::virDomainFree> {
 public:
  using Handle::Handle;

  Expected<std::string> name() const;
  Expected<std::string> uuid() const;
  /// The id that the handle carries, -1 for none; a cache, see virDomainGetID.
  int id() const;
  Expected<RunState> state() const;
  Expected<std::string> xml(unsigned flags = 0) const;
  Expected<bool> is_active() const;
  Expected<bool> is_persistent() const;
  Expected<bool> autostart() const;
  Expected<bool> has_managed_save() const;
  Expected<int> snapshot_count() const;
  Expected<int> checkpoint_count() const;

  Outcome start(unsigned flags = 0) const;
  Outcome suspend() const;
  Outcome resume() const;
  Outcome shutdown() const;
  Outcome reboot(unsigned flags = 0) const;
  Outcome reset() const;
  Outcome destroy() const;
  Outcome destroy_flags(unsigned flags) const;
  Outcome undefine() const;
  Outcome undefine_flags(unsigned flags) const;
  Outcome set_autostart(int value) const;
  Outcome rename(const std::string& new_name, unsigned flags = 0) const;
  Outcome managed_save(unsigned flags = 0) const;
  Outcome managed_save_remove() const;
  Outcome save(const std::string& path) const;
  Outcome core_dump(const std::string& path, unsigned flags) const;
  Outcome pm_suspend(unsigned target) const;
  Outcome pm_wakeup() const;

  Expected<Snapshot> create_snapshot(const std::string& xml, unsigned flags = 0) const;
  Expected<Snapshot> lookup_snapshot(const std::string& name) const;
  Outcome revert_to_snapshot(const std::string& name, unsigned flags = 0) const;
  Outcome delete_snapshot(const std::string& name, unsigned flags = 0) const;
  Expected<Checkpoint> create_checkpoint(const std::string& xml, unsigned flags = 0) const;
  Expected<Checkpoint> lookup_checkpoint(const std::string& name) const;
  Outcome delete_checkpoint(const std::string& name, unsigned flags = 0) const;
};

}  // namespace rollcall::sut
