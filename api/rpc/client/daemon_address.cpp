#include "api/rpc/client/daemon_address.hpp"

#include <fmt/format.h>
#include <strings.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <string_view>

namespace rollcall::rpc {
namespace {

constexpr std::string_view kPortOfLibvirt = "16509";

// What libvirt's clients keep to themselves, and our own.
constexpr std::array<std::string_view, 19> kOwnParameters{
    "name",           "command",      "socket",
    "auth",           "sshauth",      "netcat",
    "keyfile",        "pkipath",      "mode",
    "known_hosts",    "proxy",        "no_sanity",
    "no_verify",      "no_tty",       "known_hosts_verify",
    "authfile",       "tls_priority", "keepalive_interval",
    "keepalive_count"};

auto senseless(const ConnectionUri& uri, std::string_view why) {
  return fail(VIR_ERR_INVALID_ARG, VIR_FROM_REMOTE,
              fmt::format("the URI '{}' makes no sense: {}", uri.text, why));
}

bool same_word(const std::string& one, const char* other) {
  return strcasecmp(one.c_str(), other) == 0;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 ||
        std::string_view("-._~/:,@+").find(c) != std::string_view::npos) {
      encoded.push_back(c);
    } else {
      encoded += fmt::format("%{:02X}", byte);
    }
  }
  return encoded;
}

// The URI without what only the way to the daemon needs.
std::string name_to_open(const ConnectionUri& uri) {
  if (const auto name = uri.query.find("name"); name != uri.query.end()) return name->second;
  if (uri.scheme == "remote") return {};
  std::string name = uri.scheme + "://" + percent_encoded(uri.path);
  char separator = '?';
  for (const auto& [key, value] : uri.query) {
    if (std::find(kOwnParameters.begin(), kOwnParameters.end(), key) != kOwnParameters.end()) {
      continue;
    }
    name += fmt::format("{}{}={}", separator, percent_encoded(key), percent_encoded(value));
    separator = '&';
  }
  const std::size_t fragment = uri.text.find('#');
  return fragment == std::string::npos ? name : name + uri.text.substr(fragment);
}

Result<unsigned> number(const ConnectionUri& uri, const std::string& parameter,
                        unsigned otherwise) {
  const auto found = uri.query.find(parameter);
  if (found == uri.query.end()) return otherwise;
  const std::string& text = found->second;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  constexpr unsigned kMax = 1'000'000;
  if (error != std::errc() || end != text.data() + text.size() || value > kMax) {
    return senseless(uri, fmt::format("'{}' must be a number up to {}", parameter, kMax));
  }
  return value;
}

// Where libvirt's clients look: the socket of the scheme's own daemon, else the one of libvirtd.
std::string usual_socket(const std::string& scheme, bool read_only) {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const bool system = geteuid() == 0;
  const std::string folder =
      system
          ? "/run/libvirt"
          : (runtime != nullptr ? std::string(runtime) : fmt::format("/run/user/{}", geteuid())) +
                "/libvirt";
  const std::string_view suffix = system && read_only ? "-ro" : "";
  const std::string own = fmt::format("{}/virt{}d-sock{}", folder, scheme, suffix);
  std::error_code error;
  if (std::filesystem::exists(own, error)) return own;
  return fmt::format("{}/libvirt-sock{}", folder, suffix);
}

Status read_unix(const ConnectionUri& uri, bool read_only, DaemonAddress& address) {
  if (!uri.server.empty()) {
    return senseless(uri, "a UNIX socket is on this machine, so none may be named");
  }
  const auto socket = uri.query.find("socket");
  address.socket = socket != uri.query.end() ? socket->second : usual_socket(uri.scheme, read_only);
  if (address.socket.empty()) return senseless(uri, "'socket' must be a path");
  return {};
}

Status read_tcp(const ConnectionUri& uri, DaemonAddress& address) {
  if (uri.query.contains("socket")) {
    return senseless(uri, "it names both a UNIX socket and TCP");
  }
  const std::string server = uri.server.substr(uri.server.find('@') + 1);
  const std::size_t after_machine = server.starts_with('[') ? server.find(']') : 0;
  const std::size_t colon = server.find(':', after_machine);
  address.machine = server.substr(0, colon);
  if (after_machine > 0 && after_machine < server.size()) {
    address.machine = server.substr(1, after_machine - 1);
  }
  address.port = colon == std::string::npos ? kPortOfLibvirt : server.substr(colon + 1);
  if (address.machine.empty()) return senseless(uri, "TCP needs a machine between '//' and '/'");
  if (address.port.empty()) return senseless(uri, "there is no port behind ':'");
  return {};
}

}  // namespace

Result<DaemonAddress> daemon_address(const ConnectionUri& uri, bool read_only) {
  DaemonAddress address;
  Status read;
  if (uri.transport.empty() || same_word(uri.transport, "unix")) {
    read = read_unix(uri, read_only, address);
  } else if (same_word(uri.transport, "tcp")) {
    read = read_tcp(uri, address);
  } else {
    read = senseless(uri, fmt::format("transports are 'unix' and 'tcp', not '{}'", uri.transport));
  }
  if (!read) return fail(read.error());
  const auto interval_s = number(uri, "keepalive_interval", 5);
  if (!interval_s) return fail(interval_s.error());
  const auto count = number(uri, "keepalive_count", address.keepalive.count);
  if (!count) return fail(count.error());
  address.keepalive = {std::chrono::seconds(*interval_s), *count};
  address.name = name_to_open(uri);
  return address;
}

}  // namespace rollcall::rpc
