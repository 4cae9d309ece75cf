// GuestRecord: what the driver must know of a running guest to find it again after its own death.

#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/core/result.hpp"
#include "kvmdriver/guest_process.hpp"
#include "kvmdriver/stored_domain.hpp"

namespace rollcall::kvm {

struct GuestRecord {
  /// How far the guest's life has got. Only a guest that runs is found again; one that was starting
  /// is ended, and one that was being saved is looked at more closely.
  enum class Phase { kStarting, kRunning, kSaving };

  Phase phase = Phase::kStarting;
  std::vector<std::string> arguments{};  ///< of the process
  ProcessIdentity process{};             ///< pid 0 before the process has been started
  int id = 0;
  int state = 0;  ///< virDomainState
  int reason = 0;
  bool reboot_wanted = false;  ///< the next power-off is half of a reboot
  bool has_configuration = false;
  bool autodestroy = false;  ///< it was to live as long as a connection
  std::string save_file{};   ///< phase kSaving: of the image
  std::string save_token{};  ///< which the image has once it is complete
  StoredDomain live{};       ///< the guest's definition; of a transient domain its
                             ///< moments, too
};

std::string format_guest_record(const GuestRecord& record);

/// Errors: INTERNAL_ERROR saying what is wrong with the text; those of parse_stored_domain().
Result<GuestRecord> parse_guest_record(std::string_view text);

}  // namespace rollcall::kvm
