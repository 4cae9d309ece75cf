// What a backend can do at all: found out once, on a domain of the kit's own, so that a workload
// makes no call that is refused whatever the state.

#pragma once

#include <array>
#include <string>
#include <vector>

#include "conformance/history/operation.hpp"
#include "conformance/sut/connection.hpp"
#include "conformance/sut/domain_xml.hpp"

namespace rollcall::workload {

/// A call that the backend does not have.
struct Gap {
  history::Call call;
  std::string reason;
};

struct Capabilities {
  std::array<bool, history::kCallCount> has{};
  std::vector<Gap> gaps;
  /// The flags with which an undefinition drops all that hangs on a domain.
  unsigned undefine_flags = 0;
  /// The disk that domains have, since checkpoints are of disks; empty when the backend starts no
  /// domain whose disk is missing.
  std::string disk_file;

  bool can(history::Call call) const { return has[static_cast<std::size_t>(call)]; }
};

/// Tries every call once. Errors: what the library reported of a call that no workload can do
/// without.
sut::Expected<Capabilities> probe_capabilities(const sut::Connection& connection,
                                               const sut::GuestKind& guest, std::uint64_t seed);

/// The C function behind a call, e.g. "virDomainSuspend".
const char* function_of(history::Call call);

}  // namespace rollcall::workload
