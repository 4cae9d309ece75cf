// Owners of what the C API hands out.

#pragma once

#include <cstdlib>
#include <memory>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

namespace rollcall::rpc {

struct Release {
  void operator()(virConnectPtr conn) const noexcept { virConnectClose(conn); }
  void operator()(virDomainPtr domain) const noexcept { virDomainFree(domain); }
  void operator()(virDomainSnapshotPtr snapshot) const noexcept { virDomainSnapshotFree(snapshot); }
  void operator()(virDomainCheckpointPtr checkpoint) const noexcept {
    virDomainCheckpointFree(checkpoint);
  }
};

using OwnedConnect = std::unique_ptr<virConnect, Release>;
using OwnedDomain = std::unique_ptr<virDomain, Release>;
using OwnedSnapshot = std::unique_ptr<virDomainSnapshot, Release>;
using OwnedCheckpoint = std::unique_ptr<virDomainCheckpoint, Release>;

/// One more reference to an open connection.
inline OwnedConnect share(virConnectPtr conn) noexcept {
  virConnectRef(conn);
  return OwnedConnect(conn);
}

}  // namespace rollcall::rpc
