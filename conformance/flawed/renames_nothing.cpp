// Planted bug: renaming a domain to a name that is taken succeeds and does nothing.

#include "conformance/flawed/genuine.hpp"

FLAWED_EXPORT int virDomainRename(virDomainPtr domain, const char* new_name, unsigned int flags) {
  virDomainPtr taken = virDomainLookupByName(virDomainGetConnect(domain), new_name);
  if (taken != nullptr) return virDomainFree(taken);
  static auto* const rename =
      rollcall::flawed::genuine<decltype(::virDomainRename)>("virDomainRename");
  return rename(domain, new_name, flags);
}
