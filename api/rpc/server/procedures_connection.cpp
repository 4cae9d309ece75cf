// The connection itself, and the host behind it.

#include <algorithm>
#include <cstring>

#include "api/rpc/server/client.hpp"
#include "api/rpc/server/dispatch.hpp"

namespace rollcall::rpc {
namespace {

std::optional<AuthList::Results> auth_list(Call& call) {
  call.client().authenticated = true;
  return AuthList::Results{{{kAuthNone}}};
}

std::optional<AuthPolkit::Results> auth_polkit(Call& call) {
  call.client().authenticated = true;
  return AuthPolkit::Results{1};
}

std::optional<SupportsFeature::Results> supports_feature(Call& call, Int number) {
  switch (static_cast<Feature>(number)) {
    case Feature::kKeepalive:
      call.client().answers_pings = true;
      return SupportsFeature::Results{1};
    case Feature::kTypedStrings:
    case Feature::kModernEvents:
    case Feature::kCloseCallback:
      return SupportsFeature::Results{1};
  }
  return SupportsFeature::Results{0};
}

std::optional<Rets<>> open_host(Call& call, const OptionalText& name, Flags flags) {
  Client& client = call.client();
  if (client.conn) {
    return call.fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
                     "internal error: connection already open");
  }
  const std::string wanted(name.value_or(""));
  const bool read_only = client.read_only || (flags & kOpenReadOnly) != 0;
  bool known = false;
  client.conn = client.hosts.open(wanted, read_only, known);
  if (client.conn) return Rets<>{};
  if (known) return std::nullopt;
  return call.fail(VIR_ERR_NO_CONNECT, VIR_FROM_NONE,
                   "no connection driver available for " + wanted + "; this daemon serves " +
                       client.hosts.names());
}

std::optional<Rets<>> close_host(Call& call) {
  call.client().closing = true;
  return Rets<>{};
}

std::optional<Rets<>> close_callback_on(Call& call) {
  if (std::exchange(call.client().wants_close_callback, true)) {
    return call.fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
                     "internal error: A close callback is already registered");
  }
  return Rets<>{};
}

std::optional<Rets<>> close_callback_off(Call& call) {
  if (!std::exchange(call.client().wants_close_callback, false)) {
    return call.fail(VIR_ERR_INTERNAL_ERROR, VIR_FROM_RPC,
                     "internal error: A different callback was requested");
  }
  return Rets<>{};
}

std::optional<ConnectGetUri::Results> get_uri(Call& call) {
  if (char* uri = virConnectGetURI(call.conn())) return ConnectGetUri::Results{call.keep(uri)};
  return std::nullopt;
}

std::optional<ConnectGetType::Results> get_type(Call& call) {
  if (const char* type = virConnectGetType(call.conn())) return ConnectGetType::Results{type};
  return std::nullopt;
}

template <int (*kAsk)(virConnectPtr, unsigned long*)>
std::optional<Rets<ULong>> get_version(Call& call) {
  unsigned long version = 0;
  if (kAsk(call.conn(), &version) < 0) return std::nullopt;
  return Rets<ULong>{version};
}

std::optional<NodeGetInfo::Results> node_info(Call& call) {
  virNodeInfo info{};
  if (virNodeGetInfo(call.conn(), &info) < 0) return std::nullopt;
  CharArray<32> model;
  std::copy_n(info.model, std::min(sizeof(info.model), model.chars.size()), model.chars.begin());
  return NodeGetInfo::Results{model,
                              info.memory,
                              static_cast<Int>(info.cpus),
                              static_cast<Int>(info.mhz),
                              static_cast<Int>(info.nodes),
                              static_cast<Int>(info.sockets),
                              static_cast<Int>(info.cores),
                              static_cast<Int>(info.threads)};
}

/// The CPUs of the host, all of them online.
std::optional<NodeGetCpuMap::Results> cpu_map(Call& call, Int need_map, Int need_online,
                                              Flags flags) {
  if (flags != 0) {
    return call.fail(VIR_ERR_INVALID_ARG, VIR_FROM_NONE, "the map of CPUs takes no flags");
  }
  virNodeInfo info{};
  if (virNodeGetInfo(call.conn(), &info) < 0) return std::nullopt;
  std::string map;
  if (need_map != 0) {
    map.assign((info.cpus + 7) / 8, '\xff');
    if (info.cpus % 8 != 0) map.back() = static_cast<char>((1 << info.cpus % 8) - 1);
  }
  // Padded with a byte, since the text must not end before the map does.
  char* const kept = static_cast<char*>(std::malloc(map.size() + 1));
  std::memcpy(kept, map.c_str(), map.size() + 1);
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(call.keep(kept).data());
  return NodeGetCpuMap::Results{Opaque<kNodeCpuMapMax>{{bytes, map.size()}},
                                need_online != 0 ? info.cpus : 0, static_cast<Int>(info.cpus)};
}

constexpr Served kConnectionProcedures[] = {
    serve<AuthList, auth_list>(Place::kClient),
    serve<AuthPolkit, auth_polkit>(Place::kClient),
    serve<SupportsFeature, supports_feature>(Place::kClient),
    serve<ConnectOpen, open_host>(Place::kClient),
    serve<ConnectClose, close_host>(Place::kClient),
    serve<CloseCallbackOn, close_callback_on>(Place::kClient),
    serve<CloseCallbackOff, close_callback_off>(Place::kClient),
    serve<ConnectGetType, get_type>(Place::kAtOnce),
    serve<ConnectGetVersion, get_version<virConnectGetVersion>>(Place::kWorker),
    serve<ConnectGetLibVersion, get_version<virConnectGetLibVersion>>(Place::kAtOnce),
    serve<ConnectGetHostname, virConnectGetHostname>(Place::kWorker),
    serve<ConnectGetUri, get_uri>(Place::kAtOnce),
    serve<ConnectIsSecure, virConnectIsSecure>(Place::kAtOnce),
    serve<ConnectGetCapabilities, virConnectGetCapabilities>(Place::kWorker),
    serve<ConnectGetSysinfo, virConnectGetSysinfo>(Place::kWorker),
    serve<ConnectGetMaxVcpus, virConnectGetMaxVcpus>(Place::kWorker),
    serve<NodeGetInfo, node_info>(Place::kWorker),
    serve<NodeGetCpuMap, cpu_map>(Place::kWorker),
};

}  // namespace

std::span<const Served> connection_procedures() noexcept { return kConnectionProcedures; }

}  // namespace rollcall::rpc
