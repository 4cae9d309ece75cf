// Planted bug: suspending a domain succeeds and does nothing.

#include "conformance/flawed/genuine.hpp"

FLAWED_EXPORT int virDomainSuspend(virDomainPtr) { return 0; }
