#include "conformance/interruption.hpp"

#include <csignal>

namespace rollcall::conformance {
namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

void interrupt(int) { interrupted.store(true); }

}  // namespace

const std::atomic<bool>& catch_interruption() {
  struct sigaction action {};
  action.sa_handler = interrupt;
  // The second signal finds the default action.
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return interrupted;
}

}  // namespace rollcall::conformance
