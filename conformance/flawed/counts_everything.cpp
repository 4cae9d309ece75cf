// Planted bug: a count-only call counts all domains, whatever the flags.

#include "conformance/flawed/genuine.hpp"

using rollcall::flawed::genuine_list;

FLAWED_EXPORT int virConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                           unsigned int flags) {
  return genuine_list(conn, domains, domains == nullptr ? flags & ~0xffffU : flags);
}
