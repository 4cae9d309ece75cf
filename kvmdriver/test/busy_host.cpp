// A program that opens a root and lets a few domains lead their lives (busy_life.hpp) at the same
// time, until it is killed. What begins and what is done it writes to descriptor 3, a line each:
//
//   DOMAIN STEP begin COUNT    the guest's count before a save, else 0
//   DOMAIN STEP done PID       the guest's process, 0 without one
//
// usage: kvmdriver_busy_host ROOT FOLDER TYPE DOMAINS

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "busy_life.hpp"
#include "kvmdriver/kvm_driver.hpp"

namespace rollcall::kvm {
namespace {

// In one piece, whatever the other threads write.
void note(const std::string& line) {
  if (::write(kInheritedFd, line.data(), line.size()) < 0) ::_exit(1);
}

// A guest is saved once it has something to forget.
unsigned long count_before(const BusyDomain& domain, const LifeStep& step) {
  constexpr unsigned long kSome = 3;
  unsigned long count = 0;
  while (step.action == LifeAction::kSave && count < kSome) count = domain.count();
  return count;
}

void lead_life(Connection& host, const BusyDomain& domain, std::size_t number) {
  for (;;) {
    for (std::size_t i = 0; i < life().size(); ++i) {
      const LifeStep& step = life()[i];
      note(fmt::format("{} {} begin {}\n", number, i, count_before(domain, step)));
      domain.take(host, step);
      note(fmt::format("{} {} done {}\n", number, i, domain.pid(host)));
    }
  }
}

void be_busy(char** arguments) {
  const Result<ConnectionUri> uri = parse_connection_uri("kvm://" + std::string(arguments[1]));
  if (!uri) throw std::runtime_error(uri.error().message);
  Result<std::unique_ptr<HostConnection>> opened = kvm_driver().open(*uri, OpenOptions{});
  if (!opened) throw std::runtime_error(opened.error().message);
  Connection& host = static_cast<Connection&>(**opened);
  std::vector<BusyDomain> domains;
  for (int i = 0; i < std::atoi(arguments[4]); ++i) {
    domains.emplace_back(arguments[2], arguments[3], i);
  }
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < domains.size(); ++i) {
    threads.emplace_back([&host, &domain = domains[i], i] {
      try {
        lead_life(host, domain, i);
      } catch (const std::exception& problem) {
        note(fmt::format("{} 0 failed {}\n", i, problem.what()));
      }
    });
  }
}

}  // namespace
}  // namespace rollcall::kvm

int main(int argc, char** argv) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (argc != 5) {
    std::fputs("usage: kvmdriver_busy_host ROOT FOLDER TYPE DOMAINS\n", stderr);
    return 1;
  }
  try {
    rollcall::kvm::be_busy(argv);
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
  }
  return 1;
}
