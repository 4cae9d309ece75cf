// HostSpec: which host a kvm:// URI names, and where its files are.

#pragma once

#include <chrono>
#include <string>

#include "api/core/connection_uri.hpp"
#include "api/core/result.hpp"

namespace rollcall::kvm {

struct HostSpec {
  std::string folder;           ///< absolute: definitions, images, logs
  std::string run_folder;       ///< absolute: records and sockets of guests, void after a reboot
  bool starts_domains = false;  ///< domains with autostart start when the host is opened
  std::chrono::milliseconds command_timeout{15'000};  ///< how long QEMU may take over an answer
};

/// Reads kvm:///system, kvm:///session or kvm:///PATH with the queries autostart= (yes or no) and
/// timeout= (seconds, may have a fraction).
///
/// kvm:///session is below $XDG_STATE_HOME and $XDG_RUNTIME_DIR, kvm:///system below /var/lib and
/// /run, kvm:///PATH in PATH alone.
///
/// Errors: INVALID_ARG naming the part of the URI that makes no sense; NO_CONNECT when the user has
///         no home for a session.
Result<HostSpec> read_host_spec(const ConnectionUri& uri);

}  // namespace rollcall::kvm
