// Planted bug: a listing that succeeds leaves an error behind.

#include "conformance/flawed/genuine.hpp"

using rollcall::flawed::genuine_list;

FLAWED_EXPORT int virConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                           unsigned int flags) {
  const int length = genuine_list(conn, domains, flags);
  virDomainFree(nullptr);
  return length;
}
