// Planted bug: unknown flag bits are ignored instead of refused.

#include "conformance/flawed/genuine.hpp"

using rollcall::flawed::genuine_list;

FLAWED_EXPORT int virConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                           unsigned int flags) {
  return genuine_list(conn, domains, flags & 0xffffU);
}
