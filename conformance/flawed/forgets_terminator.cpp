// Planted bug: the element behind the last handle is not NULL.

#include "conformance/flawed/genuine.hpp"

using rollcall::flawed::genuine_list;

FLAWED_EXPORT int virConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                           unsigned int flags) {
  const int length = genuine_list(conn, domains, flags);
  if (length > 0 && domains != nullptr) (*domains)[length] = (*domains)[0];
  return length;
}
