// Planted bug: the checkpoint flags are accepted, and filter nothing.

#include "conformance/flawed/genuine.hpp"

using rollcall::flawed::genuine_list;

FLAWED_EXPORT int virConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                           unsigned int flags) {
  constexpr unsigned kCheckpointFlags =
      VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT | VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT;
  return genuine_list(conn, domains, flags & ~kCheckpointFlags);
}
