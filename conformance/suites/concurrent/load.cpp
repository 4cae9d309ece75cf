#include "conformance/suites/concurrent/load.hpp"

namespace rollcall::suites {

checker::Property required_by_default(const std::string& uri) {
  const bool promises_all = uri.rfind("mock:", 0) == 0 || uri.rfind("kvm:", 0) == 0;
  return promises_all ? checker::Property::kLinearizable : checker::Property::kEntries;
}

}  // namespace rollcall::suites
