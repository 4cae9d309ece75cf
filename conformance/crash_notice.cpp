#include "conformance/crash_notice.hpp"

#include <unistd.h>

#include <array>
#include <atomic>
#include <charconv>
#include <csignal>
#include <cstring>

#include "conformance/suites/concurrent/current_call.hpp"

namespace rollcall::conformance {
namespace {

constexpr std::array kSignals{SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
std::array<struct sigaction, kSignals.size()> previous_actions;
std::atomic<const char*> current_suite{""};

// Only what a signal handler may do.
void say(const char* text) {
  [[maybe_unused]] const auto written = write(STDERR_FILENO, text, std::strlen(text));
}

void say(int number) {
  std::array<char, 16> digits{};
  std::to_chars(digits.data(), digits.data() + digits.size() - 1, number);
  say(digits.data());
}

void notice(int signal) {
  say("\nerror: the process crashed (signal ");
  say(signal);
  say(") in the suite '");
  say(current_suite.load());
  say("'");
  if (const auto call = suites::concurrent::call_of_this_thread()) {
    say(", in ");
    say(call->function);
    say(" on thread ");
    say(call->thread);
  }
  say("\n");
  for (std::size_t index = 0; index < kSignals.size(); ++index) {
    if (kSignals[index] == signal) sigaction(signal, &previous_actions[index], nullptr);
  }
  raise(signal);
}

}  // namespace

void catch_crashes() {
  struct sigaction action {};
  action.sa_handler = notice;
  for (std::size_t index = 0; index < kSignals.size(); ++index) {
    sigaction(kSignals[index], &action, &previous_actions[index]);
  }
}

void enter_suite(const char* name) { current_suite.store(name); }

}  // namespace rollcall::conformance
