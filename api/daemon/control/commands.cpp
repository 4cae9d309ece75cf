#include "api/daemon/control/commands.hpp"

#include <libvirt/virterror.h>
#include <rollcall/mock.h>

#include <algorithm>
#include <chrono>
#include <climits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

namespace rollcall::daemon {
namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kPatienceMs = 60'000;
constexpr std::uint64_t kNsMax = 100ULL * 365 * 24 * 3600 * 1'000'000'000;

/// Why a request is not answered with a result.
struct Refusal : std::runtime_error {
  Refusal(int error_code, const std::string& message)
      : std::runtime_error(message), code(error_code) {}
  int code;
};

Refusal bad_request(const std::string& message) { return {VIR_ERR_INVALID_ARG, message}; }

class Request {
 public:
  explicit Request(std::string_view text) : fields_(Json::parse(text)) {
    if (!fields_.is_object()) throw bad_request("a request is a JSON object");
  }

  std::string text(const char* name, const char* otherwise = nullptr) const {
    const auto found = fields_.find(name);
    if (found != fields_.end() && found->is_string()) return found->get<std::string>();
    if (found == fields_.end() && otherwise != nullptr) return otherwise;
    throw bad_request("'" + std::string(name) + "' is to be a text");
  }

  std::uint64_t number(const char* name, std::uint64_t most) const {
    const auto found = fields_.find(name);
    if (found != fields_.end() && found->is_number_unsigned() && *found <= most) {
      return found->get<std::uint64_t>();
    }
    throw bad_request("'" + std::string(name) + "' is to be a whole number from 0 to " +
                      std::to_string(most));
  }
  std::uint64_t number(const char* name, std::uint64_t most, std::uint64_t otherwise) const {
    return has(name) ? number(name, most) : otherwise;
  }
  int rule() const { return static_cast<int>(number("rule", INT_MAX)); }

  bool has(const char* name) const { return fields_.contains(name); }

  void refuse_others(const std::vector<std::string>& known) const {
    for (const auto& field : fields_.items()) {
      if (field.key() == "do" || field.key() == "host") continue;
      if (std::find(known.begin(), known.end(), field.key()) == known.end()) {
        throw bad_request("'" + text("do") + "' takes no '" + field.key() + "'");
      }
    }
  }

 private:
  Json fields_;
};

/// The result of a function of <rollcall/mock.h>, unless that failed.
template <typename Number>
Number checked(Number result) {
  if (result < 0) throw Refusal(virGetLastErrorCode(), virGetLastErrorMessage());
  return result;
}

// In turns, so that a daemon that stops does not wait for what never comes.
Json wait_held(virConnectPtr conn, const Request& request, const std::atomic<bool>& stopping) {
  constexpr std::uint64_t kTurnMs = 200;
  const std::uint64_t patience_ms = request.number("timeout_ms", UINT_MAX, kPatienceMs);
  const auto deadline = Clock::now() + std::chrono::milliseconds(patience_ms);
  const auto count = static_cast<unsigned>(request.number("count", UINT_MAX, 1));
  while (!stopping) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    const std::int64_t left_ms = std::max<std::int64_t>(left.count(), 0);
    const auto turn = static_cast<unsigned>(std::min<std::int64_t>(left_ms, kTurnMs));
    const int held = rollcallMockWaitHeld(conn, request.rule(), count, turn);
    const bool goes_on = virGetLastErrorCode() == VIR_ERR_OPERATION_TIMEOUT && left_ms > turn;
    if (held >= 0 || !goes_on) return checked(held);
  }
  throw Refusal(VIR_ERR_OPERATION_ABORTED, "the daemon stops");
}

Json calls(virConnectPtr conn, const Request& request) {
  const std::string pattern = request.text("pattern", "*");
  if (!request.has("client")) return checked(rollcallMockCallCount(conn, pattern.c_str()));
  const auto client = static_cast<unsigned>(request.number("client", UINT_MAX));
  return checked(rollcallMockClientCallCount(conn, client, pattern.c_str()));
}

// Without the connection that keeps the host, which is no client's.
Json clients(virConnectPtr conn, const Request& request) {
  const std::string pattern = request.text("pattern", "*");
  const int own = rollcallMockClient(conn);
  Json rows = Json::array();
  for (int client = 0; client < checked(rollcallMockClients(conn)); ++client) {
    const auto number = static_cast<unsigned>(client);
    const long long count = rollcallMockClientCallCount(conn, number, pattern.c_str());
    if (client != own && count >= 0) rows.push_back({client, count});
  }
  return rows;
}

Json trace(virConnectPtr conn, const Request& request) {
  const std::string path = request.text("path", "");
  checked(rollcallMockTrace(conn, request.has("path") ? path.c_str() : nullptr));
  return nullptr;
}

Json time_of(virConnectPtr conn) {
  unsigned long long now_ns = 0;
  checked(rollcallMockGetTime(conn, &now_ns));
  return now_ns;
}

struct Command {
  const char* name;
  std::vector<std::string> takes;
  Json (*run)(virConnectPtr conn, const Request& request, const std::atomic<bool>& stopping);
};

const std::vector<Command>& commands() {
  using Stopping = const std::atomic<bool>&;
  static const std::vector<Command> all = {
      {"add-rule",
       {"xml"},
       [](virConnectPtr conn, const Request& request, Stopping) -> Json {
         return checked(rollcallMockAddRule(conn, request.text("xml").c_str()));
       }},
      {"remove-rule",
       {"rule"},
       [](virConnectPtr conn, const Request& request, Stopping) -> Json {
         checked(rollcallMockRemoveRule(conn, request.rule()));
         return nullptr;
       }},
      {"rule-hits",
       {"rule"},
       [](virConnectPtr conn, const Request& request, Stopping) -> Json {
         return checked(rollcallMockRuleHits(conn, request.rule()));
       }},
      {"wait-held", {"rule", "count", "timeout_ms"}, wait_held},
      {"release",
       {"rule"},
       [](virConnectPtr conn, const Request& request, Stopping) -> Json {
         return checked(rollcallMockRelease(conn, request.rule()));
       }},
      {"call-count",
       {"pattern", "client"},
       [](virConnectPtr conn, const Request& request, Stopping) { return calls(conn, request); }},
      {"clients",
       {"pattern"},
       [](virConnectPtr conn, const Request& request, Stopping) { return clients(conn, request); }},
      {"advance",
       {"ns"},
       [](virConnectPtr conn, const Request& request, Stopping) -> Json {
         checked(rollcallMockAdvance(conn, request.number("ns", kNsMax)));
         return nullptr;
       }},
      {"advance-to-next",
       {},
       [](virConnectPtr conn, const Request&, Stopping) -> Json {
         return checked(rollcallMockAdvanceToNext(conn)) == 1;
       }},
      {"time", {}, [](virConnectPtr conn, const Request&, Stopping) { return time_of(conn); }},
      {"perform",
       {"xml"},
       [](virConnectPtr conn, const Request& request, Stopping) -> Json {
         return checked(rollcallMockPerform(conn, request.text("xml").c_str()));
       }},
      {"trace",
       {"path"},
       [](virConnectPtr conn, const Request& request, Stopping) { return trace(conn, request); }},
      {"replay",
       {"path"},
       [](virConnectPtr conn, const Request& request, Stopping) -> Json {
         checked(rollcallMockReplay(conn, request.text("path").c_str()));
         return nullptr;
       }},
  };
  return all;
}

const Command& command_named(const std::string& name) {
  std::string known;
  for (const Command& command : commands()) {
    if (command.name == name) return command;
    known += (known.empty() ? "'" : ", '") + std::string(command.name) + "'";
  }
  throw bad_request("'" + name + "' is no command; expected one of " + known);
}

Json result_of(const Request& request, const rpc::ServedHosts& hosts,
               const std::atomic<bool>& stopping) {
  const Command& command = command_named(request.text("do"));
  request.refuse_others(command.takes);
  const std::string host = request.text("host", "");
  const virConnectPtr conn = hosts.kept_open(host);
  if (conn == nullptr) {
    throw bad_request("no host is served as '" + host + "'; there is " + hosts.names());
  }
  return command.run(conn, request, stopping);
}

Json error_reply(int code, const char* message) {
  return {{"error", {{"code", code}, {"message", message}}}};
}

}  // namespace

std::string answer_control(std::string_view request, const rpc::ServedHosts& hosts,
                           const std::atomic<bool>& stopping) {
  Json reply;
  try {
    reply = {{"ok", result_of(Request(request), hosts, stopping)}};
  } catch (const Refusal& refusal) {
    reply = error_reply(refusal.code, refusal.what());
  } catch (const Json::exception& error) {
    reply = error_reply(VIR_ERR_INVALID_ARG, error.what());
  }
  // Names that are not UTF-8 do not make a reply impossible.
  return reply.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace rollcall::daemon
