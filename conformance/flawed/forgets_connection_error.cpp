// Planted bug: a connection does not keep its last error.

#include "conformance/flawed/genuine.hpp"

FLAWED_EXPORT virErrorPtr virConnGetLastError(virConnectPtr) { return nullptr; }
