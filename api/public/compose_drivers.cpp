// The one place that knows all drivers of the library.

#include <array>

#include "api/public/drivers.hpp"
#include "api/rpc/client/remote_driver.hpp"
#include "kvmdriver/kvm_driver.hpp"
#include "mockdriver/mock_driver.hpp"

namespace rollcall {

std::span<Driver* const> built_in_drivers() {
  static const std::array<Driver*, 2> drivers{&mock_driver(), &kvm_driver()};
  return drivers;
}

Driver& daemon_driver() { return remote_driver(); }

}  // namespace rollcall
