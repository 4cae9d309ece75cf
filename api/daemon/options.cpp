#include "api/daemon/options.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <map>

#include "api/daemon/listening_socket.hpp"

namespace rollcall::daemon {
namespace {

constexpr char kFooter[] =
    "Exit codes: 0 stopped on request, 1 something failed, 4 bad usage.\n"
    "Example:\n"
    "  eval \"$(rollcalld --uri mock:///default --socket /tmp/sock --print-env --daemon)\"\n"
    "  virsh list --all\n"
    "'rollcalld ctl --help' says how to control simulated hosts of a running daemon.";

/// What CLI11 fills in before it is checked and turned into Options.
struct Raw {
  std::vector<std::string> uris;
  std::vector<std::string> maps;
  std::string mode;
  std::string read_only_mode;
  std::string limits = "libvirt";
  int unread_seconds = 30;
  int keepalive_seconds = 5;
};

std::string bad_mode(const std::string& text) {
  try {
    std::size_t end = 0;
    const unsigned long mode = std::stoul(text, &end, 8);
    if (end == text.size() && mode <= 0777) return {};
  } catch (const std::exception&) {
    // Said below.
  }
  return "'" + text + "' is no file mode such as 0770";
}

mode_t mode_or(const std::string& text, mode_t otherwise) {
  return text.empty() ? otherwise : static_cast<mode_t>(std::stoul(text, nullptr, 8));
}

void add_sockets(CLI::App& app, Options& options, Raw& raw) {
  app.add_option("--socket", options.socket,
                 "UNIX socket to listen on; default: where a stock client looks for the scheme of "
                 "the first name");
  app.add_option("--socket-ro", options.read_only_socket,
                 "UNIX socket whose clients may change nothing");
  app.add_option("--control", options.control_socket,
                 "UNIX socket for 'rollcalld ctl', which controls simulated hosts; its mode is "
                 "0700");
  app.add_option("--mode", raw.mode, "mode of the socket; default 0700")->check(bad_mode);
  app.add_option("--mode-ro", raw.read_only_mode, "mode of the read-only socket; default 0777")
      ->check(bad_mode);
  app.add_option("--group", options.group, "group that both sockets are given to");
  app.add_option("--port-tcp", options.tcp_port,
                 "also listen on this TCP port, 0 for a free one; UNAUTHENTICATED: whoever "
                 "reaches the port may do everything");
  app.add_option("--listen-address", options.tcp_address,
                 "address for --port-tcp; other machines reach what is not loopback")
      ->capture_default_str();
}

void add_limits(CLI::App& app, Options& options, Raw& raw) {
  rpc::Limits& limits = options.limits;
  app.add_option("--limits", raw.limits, "bounds on clients, requests and lists")
      ->check(CLI::IsMember({"libvirt", "none"}))
      ->capture_default_str();
  app.add_option("--max-clients", limits.clients_max)->check(CLI::PositiveNumber);
  app.add_option("--max-anonymous-clients", limits.unauthenticated_clients_max,
                 "clients that have not yet made their first call")
      ->check(CLI::PositiveNumber);
  app.add_option("--max-client-requests", limits.requests_per_client_max,
                 "calls of one client in work at a time")
      ->check(CLI::PositiveNumber);
  app.add_option("--workers", limits.workers, "threads for calls that may wait")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--keepalive-interval", raw.keepalive_seconds,
                 "seconds of silence before a client is pinged; 0 for never")
      ->check(CLI::Range(0, 86400))
      ->capture_default_str();
  app.add_option("--keepalive-count", limits.keepalive_count, "pings before it counts as dead")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  app.add_option("--unread-time", raw.unread_seconds,
                 "seconds that a client may read nothing while something waits for it")
      ->check(CLI::Range(1, 86400))
      ->capture_default_str();
}

void add_process(CLI::App& app, Options& options) {
  app.add_flag("--print-env", options.print_env,
               "once clients can connect, print a line that sets LIBVIRT_DEFAULT_URI");
  app.add_option("--pid-file", options.pid_file, "file to write the process number to");
  app.add_flag("--daemon", options.background, "go on in the background once clients can connect");
  app.add_option("--log-level", options.log_level,
                 "least level to log: debug, info, warning, error")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, rpc::LogLevel>{{"debug", rpc::LogLevel::kDebug},
                                               {"info", rpc::LogLevel::kInfo},
                                               {"warning", rpc::LogLevel::kWarning},
                                               {"error", rpc::LogLevel::kError}},
          CLI::ignore_case));
  app.add_option("--log-file", options.log_file, "log there instead of to standard error");
  app.allow_config_extras(CLI::config_extras_mode::error);
  app.set_config("--config", "", "file with options, one a line: uri = \"mock:///default\"");
  app.add_flag("--list-procedures", options.list_procedures,
               "print the procedures that are served, and stop")
      ->configurable(false);
}

/// Takes the bounds away, but for those that were asked for by name.
void lift_limits(const CLI::App& app, rpc::Limits& limits) {
  const rpc::Limits none = rpc::Limits::none();
  if (app.count("--max-clients") == 0) limits.clients_max = none.clients_max;
  if (app.count("--max-anonymous-clients") == 0) {
    limits.unauthenticated_clients_max = none.unauthenticated_clients_max;
  }
  if (app.count("--max-client-requests") == 0) {
    limits.requests_per_client_max = none.requests_per_client_max;
  }
  limits.packet_max = none.packet_max;
  limits.list_max = none.list_max;
  limits.lists = none.lists;
}

/// Puts together what belongs together. Throws CLI::ParseError about what does not.
void settle(const CLI::App& app, Options& options, const Raw& raw) {
  for (const std::string& uri : raw.uris) options.mappings.push_back({uri, uri});
  for (const std::string& map : raw.maps) {
    const std::size_t split = map.find('=');
    if (split == std::string::npos || split == 0 || split + 1 == map.size()) {
      throw CLI::ValidationError("--map", "'" + map + "' is not of the form NAME=URI");
    }
    options.mappings.push_back({map.substr(0, split), map.substr(split + 1)});
  }
  if (options.mappings.empty() && !options.list_procedures) {
    throw CLI::ValidationError("--uri", "say which host to serve, such as --uri mock:///default");
  }
  options.mode = mode_or(raw.mode, options.mode);
  options.read_only_mode = mode_or(raw.read_only_mode, options.read_only_mode);
  for (const std::string& path :
       {options.socket, options.read_only_socket, options.control_socket}) {
    if (belongs_to_libvirt(path)) {
      throw CLI::ValidationError("--socket",
                                 "'" + path + "' is the name of a libvirt daemon's socket");
    }
  }
  if (raw.limits == "none") lift_limits(app, options.limits);
  rpc::Limits& limits = options.limits;
  limits.keepalive_interval = std::chrono::seconds(raw.keepalive_seconds);
  limits.unread_time_max = std::chrono::seconds(raw.unread_seconds);
}

}  // namespace

std::variant<Options, int> parse_options(int argc, const char* const* argv) {
  Options options;
  Raw raw;
  CLI::App app("Serves hypervisors to libvirt's clients, over libvirt's remote protocol.");
  app.name("rollcalld");
  app.footer(kFooter);
  app.set_version_flag("--version", "rollcalld " ROLLCALL_VERSION);
  app.add_option("--uri", raw.uris, "host to serve, under this name; may be repeated")
      ->allow_extra_args(false);
  app.add_option("--map", raw.maps, "NAME=URI: clients that open NAME reach the host of URI")
      ->allow_extra_args(false);
  add_sockets(app, options, raw);
  add_limits(app, options, raw);
  add_process(app, options);
  try {
    app.parse(argc, argv);
    settle(app, options, raw);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadUsage;
  }
  return options;
}

}  // namespace rollcall::daemon
