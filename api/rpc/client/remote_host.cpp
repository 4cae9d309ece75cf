// Opening and closing, and what the host tells of itself.

#include <algorithm>
#include <chrono>

#include "api/rpc/client/remote_connection.hpp"

namespace rollcall::rpc {
namespace {

constexpr std::int32_t kAuthPolkit = 2;

}  // namespace

Result<std::unique_ptr<HostConnection>> RemoteConnection::open(FileDescriptor socket,
                                                               const DaemonAddress& address,
                                                               std::string uri, bool read_only) {
  std::unique_ptr<RemoteConnection> connection(
      new RemoteConnection(std::move(uri), !address.socket.empty()));
  connection->channel_ =
      std::make_unique<Channel>(std::move(socket), address.keepalive, *connection);
  if (Status greeted = connection->greet(address.name, read_only); !greeted) {
    return fail(std::move(greeted.error()));
  }
  return connection;
}

RemoteConnection::~RemoteConnection() {
  if (channel_->state()) (void)run<ConnectClose>();
}

Status RemoteConnection::greet(const std::string& name, bool read_only) {
  return authenticate()
      .and_then([&] { return ask_for_keepalive(); })
      .and_then(
          [&] { return run<ConnectOpen>(OptionalText(name), read_only ? kOpenReadOnly : 0U); })
      .and_then([&] { return ask<ConnectGetType, std::string>(); })
      .map([&](const std::string& type) { type_ = type; });
}

Status RemoteConnection::authenticate() {
  return channel_->call<AuthList>().and_then([&](const auto& answer) -> Status {
    const auto& types = std::get<0>(answer.results).items;
    const auto offers = [&](std::int32_t type) {
      return std::find(types.begin(), types.end(), type) != types.end();
    };
    if (types.empty() || offers(kAuthNone)) return {};
    if (offers(kAuthPolkit)) return run<AuthPolkit>();
    return fail(VIR_ERR_AUTH_UNAVAILABLE, VIR_FROM_REMOTE,
                "the daemon wants SASL, which is not supported; none and polkit are");
  });
}

// Daemons that do not know the question, or keep nothing alive, are not asked for signs of life.
Status RemoteConnection::ask_for_keepalive() {
  const auto answer =
      ask<SupportsFeature, std::int32_t>(static_cast<std::int32_t>(Feature::kKeepalive));
  if (Status state = channel_->state(); !state) return state;
  keeps_alive_ = answer && *answer != 0;
  if (!keeps_alive_) channel_->set_keepalive({std::chrono::milliseconds(0), 0});
  return {};
}

Result<unsigned long> RemoteConnection::version() {
  return ask<ConnectGetVersion, unsigned long>();
}

Result<std::string> RemoteConnection::hostname() { return ask<ConnectGetHostname, std::string>(); }

Result<std::string> RemoteConnection::capabilities() {
  return ask<ConnectGetCapabilities, std::string>();
}

Result<std::string> RemoteConnection::sysinfo() { return ask<ConnectGetSysinfo, std::string>(0U); }

Result<virNodeInfo> RemoteConnection::node_info() {
  return channel_->call<NodeGetInfo>().map([](const auto& answer) {
    const auto& [model, memory, cpus, mhz, nodes, sockets, cores, threads] = answer.results;
    virNodeInfo info{};
    static_assert(sizeof(info.model) == sizeof(model.chars));
    std::copy(model.chars.begin(), model.chars.end(), info.model);
    info.model[sizeof(info.model) - 1] = '\0';
    info.memory = memory;
    info.cpus = static_cast<unsigned>(cpus);
    info.mhz = static_cast<unsigned>(mhz);
    info.nodes = static_cast<unsigned>(nodes);
    info.sockets = static_cast<unsigned>(sockets);
    info.cores = static_cast<unsigned>(cores);
    info.threads = static_cast<unsigned>(threads);
    return info;
  });
}

Result<int> RemoteConnection::max_vcpus(std::string_view type) {
  return ask<ConnectGetMaxVcpus, int>(unless_empty(type));
}

Result<bool> RemoteConnection::is_secure() {
  if (!local_) return false;
  return ask<ConnectIsSecure, bool>();
}

Result<bool> RemoteConnection::set_keepalive(int interval_s, unsigned count) {
  if (Status state = channel_->state(); !state) return fail(state.error());
  if (!keeps_alive_) return false;
  channel_->set_keepalive({std::chrono::seconds(std::max(interval_s, 0)), count});
  return true;
}

}  // namespace rollcall::rpc
