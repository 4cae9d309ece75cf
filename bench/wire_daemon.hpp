// WireDaemon: a daemon that serves one host over a UNIX socket, for benchmarks of listing through
// it.

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <tl/expected.hpp>

#include "api/test/daemon_process.hpp"

namespace rollcall::bench {

enum class DaemonKind { kRollcalld, kLibvirtd };

/// "rollcalld" or "libvirtd": how tables call it.
const char* label_of(DaemonKind kind);

/// A process of its own with its files in a temporary folder, which is ended with the object. Both
/// kinds serve the same file of domains.
class WireDaemon {
 public:
  /// Starts the daemon and returns when it takes connections. rollcalld, beside this program or in
  /// the search path, has no limits on lists.
  ///
  /// Errors: a sentence, when it is not installed or does not start.
  static tl::expected<std::unique_ptr<WireDaemon>, std::string> start(DaemonKind kind,
                                                                      std::size_t domains);

  /// What a client opens to reach the host.
  std::string uri() const;
  /// Processor time of the daemon so far. Units: seconds.
  double processor_time() const;

 private:
  WireDaemon(DaemonKind kind, std::size_t domains);
  std::string socket() const;
  std::string host_file() const { return folder_.file("host.xml"); }

  DaemonKind kind_;
  TemporaryFolder folder_;
  std::unique_ptr<DaemonProcess> process_;
};

}  // namespace rollcall::bench
