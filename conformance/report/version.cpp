#include "conformance/report/version.hpp"

namespace rollcall::report {

const char* version() { return ROLLCALL_KIT_VERSION; }

}  // namespace rollcall::report
