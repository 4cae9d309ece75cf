// rollcall-wire-proxy: WireProxy as a program, for tests of clients in any language. SIGUSR1 is a
// restart of the daemon; SIGTERM and SIGINT end it.

#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "api/rpc/proxy/wire_proxy.hpp"

namespace {

using rollcall::rpc::add_fault;
using rollcall::rpc::WireFaults;
using rollcall::rpc::WireProxy;

enum ExitCode { kDone = 0, kFailed = 1, kBadUsage = 4 };

struct Options {
  std::string own_socket;
  std::string daemon_socket;
  WireFaults faults;
};

// Blocked before any thread exists, so that all of them leave signals to serve().
sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGUSR1, SIGTERM, SIGINT}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

int serve(const Options& options) {
  const sigset_t signals = awaited_signals();
  WireProxy proxy(options.own_socket, options.daemon_socket, options.faults);
  std::printf("ready\n");
  std::fflush(stdout);
  for (int signal = 0; sigwait(&signals, &signal) == 0 && signal == SIGUSR1;) proxy.restart();
  return kDone;
}

int parse_and_serve(int argc, char** argv) {
  Options options;
  std::vector<std::string> faults;
  CLI::App app{
      "Stands between clients and a daemon of libvirt's protocol, and spoils its answers."};
  app.add_option("--listen", options.own_socket, "UNIX socket for the clients")->required();
  app.add_option("--daemon", options.daemon_socket, "UNIX socket of the daemon")->required();
  app.add_option("FAULT", faults,
                 "procedure=N, delay=MILLISECONDS, drop, list=N, cut=BYTES, mute-keepalive")
      ->check([&options](const std::string& word) {
        return add_fault(word, options.faults) ? std::string() : "there is no fault '" + word + "'";
      });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kBadUsage;
  }
  return serve(options);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return parse_and_serve(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rollcall-wire-proxy: %s\n", error.what());
    return kFailed;
  }
}
