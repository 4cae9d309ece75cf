// rollcalld: serves hypervisors to libvirt's clients.

#include <cstdio>
#include <exception>
#include <string_view>

#include "api/daemon/control/ctl.hpp"
#include "api/daemon/daemon.hpp"
#include "api/daemon/support_matrix.hpp"

int main(int argc, char** argv) try {
  if (argc > 1 && argv[1] == std::string_view("ctl")) {
    return rollcall::daemon::run_ctl(argc - 1, argv + 1);
  }
  auto parsed = rollcall::daemon::parse_options(argc, argv);
  if (const int* code = std::get_if<int>(&parsed)) return *code;
  auto& options = std::get<rollcall::daemon::Options>(parsed);
  if (options.list_procedures) {
    std::fputs(rollcall::daemon::support_matrix().c_str(), stdout);
    return 0;
  }
  return rollcall::daemon::run(std::move(options));
} catch (const std::exception& error) {
  std::fprintf(stderr, "rollcalld: %s\n", error.what());
  return rollcall::daemon::kFailed;
}
