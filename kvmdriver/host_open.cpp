// How a host is opened: its definitions are read, and guests that outlived the last driver are
// found again.

#include <unordered_map>

#include "kvmdriver/host.hpp"

namespace rollcall::kvm {

Result<std::shared_ptr<Host>> Host::open(const HostSpec& spec) {
  Result<StateFolder> folder = StateFolder::open(spec);
  if (!folder) return fail(std::move(folder.error()));
  std::shared_ptr<Host> host(new Host(spec, *std::move(folder)));
  host->load();
  return host;
}

void Host::load() {
  std::vector<KvmDomain> domains;
  for (StoredDomain& stored : folder_.load_domains()) {
    KvmDomain domain;
    domain.definitions.config = stored.definition;
    domain.runtime.persistent = true;
    domain.runtime.has_configuration = true;
    domain.runtime.autostart = stored.autostart;
    domain.runtime.snapshots = std::move(stored.snapshots);
    domain.runtime.checkpoints = std::move(stored.checkpoints);
    domains.push_back(std::move(domain));
  }
  Registry::Access(registry_).adopt(std::move(domains));
}

}  // namespace rollcall::kvm
