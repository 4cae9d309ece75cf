// Planted bug: with flags of both the active and the persistence group, the latter is forgotten.

#include "conformance/flawed/genuine.hpp"

using rollcall::flawed::genuine_list;

FLAWED_EXPORT int virConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                           unsigned int flags) {
  constexpr unsigned kActive = VIR_CONNECT_LIST_DOMAINS_ACTIVE | VIR_CONNECT_LIST_DOMAINS_INACTIVE;
  constexpr unsigned kPersistence =
      VIR_CONNECT_LIST_DOMAINS_PERSISTENT | VIR_CONNECT_LIST_DOMAINS_TRANSIENT;
  const bool both = (flags & kActive) != 0 && (flags & kPersistence) != 0;
  return genuine_list(conn, domains, both ? flags & ~kPersistence : flags);
}
