#include "guest_guard.hpp"

#include <stdexcept>
#include <string_view>

#include <fmt/format.h>

namespace rollcall::kvm {
namespace {

// Waits for the end of its input, which comes even when the test is killed, be it by a signal to
// all of its process group.
constexpr std::string_view kGuard =
    "trap '' HUP INT TERM; cat >/dev/null; for file in {0}/run/*.pid; do pid=$(cat $file "
    "2>/dev/null) && "
    "grep -qs {0}/ /proc/$pid/cmdline && kill -9 $pid; done; true";

}  // namespace

GuestGuard::GuestGuard(const std::string& root)
    : input_(::popen(fmt::format(kGuard, root).c_str(), "we")) {
  if (input_ == nullptr) throw std::runtime_error("the guard of the guests does not start");
}

GuestGuard::~GuestGuard() { ::pclose(input_); }

}  // namespace rollcall::kvm
