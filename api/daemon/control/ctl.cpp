#include "api/daemon/control/ctl.hpp"

#include <CLI/CLI.hpp>
#include <asio/buffer.hpp>
#include <asio/io_context.hpp>
#include <asio/local/stream_protocol.hpp>
#include <asio/read_until.hpp>
#include <asio/write.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>

#include "api/daemon/options.hpp"

namespace rollcall::daemon {
namespace {

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr char kCtlFooter[] =
    "Exit codes: 0 done, 1 refused or failed, 4 bad usage.\n"
    "Example:\n"
    "  eval \"$(rollcalld --uri mock:///default --socket /tmp/sock --control /tmp/control "
    "--print-env --daemon)\"\n"
    "  rollcalld ctl rule \"<call name='virDomainCreate'><delay time='30s'/></call>\"";

/// What the command line asks for.
struct Asked {
  std::string socket;
  std::string host;
  OrderedJson request;
  std::optional<std::uint64_t> most;  // of calls
};

/// Sends the request. Returns: the reply. Throws what is wrong.
Json ask(const std::string& path, const std::string& request) {
  asio::io_context io;
  asio::local::stream_protocol::socket socket(io);
  asio::error_code error;
  socket.connect({path}, error);
  if (error) {
    throw std::runtime_error("no daemon answers on '" + path + "': " + error.message());
  }
  asio::write(socket, asio::buffer(request + "\n"));
  std::string reply;
  asio::read_until(socket, asio::dynamic_buffer(reply), '\n', error);
  if (error) throw std::runtime_error("the daemon hung up on the request");
  return Json::parse(reply);
}

std::string read_standard_input() {
  return {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
}

/// A subcommand that sends the request `command`.
CLI::App& add(CLI::App& app, Asked& asked, const char* name, const char* command,
              const char* what_for) {
  CLI::App& subcommand = *app.add_subcommand(name, what_for);
  subcommand.callback([&asked, command] { asked.request["do"] = command; });
  return subcommand;
}

void take_rule(CLI::App& subcommand, Asked& asked) {
  const auto keep = [&asked](std::uint32_t rule) { asked.request["rule"] = rule; };
  subcommand.add_option_function<std::uint32_t>("RULE", keep, "the number that 'rule' printed")
      ->required();
}

void take_xml(CLI::App& subcommand, Asked& asked, const char* what) {
  const auto keep = [&asked](const std::string& xml) {
    asked.request["xml"] = xml == "-" ? read_standard_input() : xml;
  };
  subcommand.add_option_function<std::string>("XML", keep, what)->required();
}

CLI::AsNumberWithUnit in_nanoseconds() {
  const std::map<std::string, std::uint64_t> units = {{"ns", 1},
                                                      {"us", 1'000},
                                                      {"ms", 1'000'000},
                                                      {"s", 1'000'000'000},
                                                      {"min", 60'000'000'000},
                                                      {"h", 3'600'000'000'000},
                                                      {"d", 86'400'000'000'000}};
  return CLI::AsNumberWithUnit(units, CLI::AsNumberWithUnit::UNIT_REQUIRED, "DURATION");
}

void add_rules(CLI::App& app, Asked& asked) {
  take_xml(add(app, asked, "rule", "add-rule", "add a rule and print its number"), asked,
           "<call>, <event>, <guest> or <at> (mockdriver/README.md); - for standard input");
  take_rule(add(app, asked, "remove", "remove-rule", "remove a rule; calls that it holds go on"),
            asked);
  take_rule(add(app, asked, "hits", "rule-hits", "print how often a rule has taken effect"), asked);
  take_rule(add(app, asked, "release", "release", "let the calls go on that a rule holds"), asked);
  CLI::App& wait = add(app, asked, "wait-held", "wait-held", "wait until a rule holds a call");
  take_rule(wait, asked);
  wait.add_option_function<std::uint32_t>(
      "--count", [&asked](std::uint32_t count) { asked.request["count"] = count; },
      "wait for so many calls; default 1");
  const auto keep_ms = [&asked](std::uint64_t ns) { asked.request["timeout_ms"] = ns / 1'000'000; };
  wait.add_option_function<std::uint64_t>("--timeout", keep_ms, "give up after that; default 60s")
      ->transform(in_nanoseconds());
}

void add_time(CLI::App& app, Asked& asked) {
  add(app, asked, "time", "time", "print the virtual time in nanoseconds");
  CLI::App& advance = add(app, asked, "advance", "advance", "let virtual time pass");
  const auto keep = [&asked](std::uint64_t ns) { asked.request["ns"] = ns; };
  advance.add_option_function<std::uint64_t>("DURATION", keep, "such as 90s, 5min or 100ms")
      ->transform(in_nanoseconds())
      ->required();
  add(app, asked, "next", "advance-to-next",
      "let virtual time pass until the next thing that is due; print whether there was one");
}

void add_others(CLI::App& app, Asked& asked) {
  take_xml(add(app, asked, "perform", "perform",
               "do something to domains, and print to how many it was done"),
           asked, "such as \"<crash domain='web-*'/>\"; - for standard input");
  CLI::App& calls = add(app, asked, "calls", "call-count", "print how many calls there were");
  calls.add_option_function<std::string>(
      "PATTERN", [&asked](const std::string& pattern) { asked.request["pattern"] = pattern; },
      "of these C functions, such as 'virDomain*'; default all");
  calls.add_option_function<std::uint32_t>(
      "--client", [&asked](std::uint32_t client) { asked.request["client"] = client; },
      "of this client only");
  calls.add_option("--max", asked.most, "fail when there were more");
  CLI::App& clients = add(app, asked, "clients", "clients",
                          "print the number of each client and how many calls it made");
  clients.add_option_function<std::string>(
      "PATTERN", [&asked](const std::string& pattern) { asked.request["pattern"] = pattern; },
      "count calls of these C functions; default all");
  CLI::App& trace = add(app, asked, "trace", "trace", "write what happens from now on to a file");
  const auto keep = [&asked](const std::string& path) {
    asked.request["path"] = std::filesystem::absolute(path).lexically_normal();
  };
  auto* const file = trace.add_option_function<std::string>("FILE", keep, "is replaced");
  auto* const end =
      trace.add_flag("--end")->description("end the trace, or the replay, instead")->excludes(file);
  trace.callback([&asked, file, end] {
    asked.request["do"] = "trace";
    if (file->count() + end->count() == 0) throw CLI::RequiredError("FILE or --end");
  });
  CLI::App& replay = add(app, asked, "replay", "replay",
                         "let all happen again as a trace tells; `trace --end` ends that");
  replay.add_option_function<std::string>("FILE", keep, "the trace")->required();
}

void print(const Json& result) {
  if (result.is_null()) return;
  if (result.is_boolean()) {
    std::puts(result.get<bool>() ? "yes" : "no");
  } else if (result.is_array()) {
    for (const Json& row : result)
      std::printf("%s %s\n", row[0].dump().c_str(), row[1].dump().c_str());
  } else {
    std::puts(result.dump().c_str());
  }
}

/// Returns: the exit code.
int carry_out(const Asked& asked) {
  OrderedJson request = asked.request;
  if (!asked.host.empty()) request["host"] = asked.host;
  const Json reply = ask(asked.socket, request.dump());
  if (const auto error = reply.find("error"); error != reply.end()) {
    throw std::runtime_error(error->at("message").get<std::string>());
  }
  const Json& result = reply.at("ok");
  print(result);
  if (asked.most && result.get<std::uint64_t>() > *asked.most) {
    throw std::runtime_error("at most " + std::to_string(*asked.most) + " calls were allowed");
  }
  return 0;
}

}  // namespace

int run_ctl(int argc, const char* const* argv) {
  Asked asked;
  CLI::App app("Controls the simulated hosts of a running daemon, through its --control socket.");
  app.name("rollcalld ctl");
  app.footer(kCtlFooter);
  app.add_option("--control", asked.socket, "the socket; default: $ROLLCALL_CONTROL")
      ->envname("ROLLCALL_CONTROL")
      ->required();
  app.add_option("--host", asked.host, "name of the host, as clients open it; default: the first");
  app.require_subcommand(1);
  app.fallthrough();
  add_rules(app, asked);
  add_time(app, asked);
  add_others(app, asked);
  try {
    app.parse(argc, argv);
    return carry_out(asked);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : kBadUsage;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "rollcalld ctl: %s\n", error.what());
    return kFailed;
  }
}

}  // namespace rollcall::daemon
