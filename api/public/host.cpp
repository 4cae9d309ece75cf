// What a connection tells of its host.

#include <string>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using namespace rollcall;

namespace {

char* text_of_host(virConnectPtr conn, Result<std::string> (HostConnection::*ask)(),
                   const char* function = __builtin_FUNCTION()) noexcept {
  return call_host(
      conn, Access::kRead, [&](HostConnection& host) { return (host.*ask)(); }, deliver_text,
      function);
}

int truth_of_host(virConnectPtr conn, Result<bool> (HostConnection::*ask)(),
                  const char* function = __builtin_FUNCTION()) noexcept {
  return call_host(
      conn, Access::kRead, [&](HostConnection& host) { return (host.*ask)(); }, deliver_answer,
      function);
}

}  // namespace

const char* virConnectGetType(virConnectPtr conn) {
  reset_last_error();
  if (!usable(conn, Access::kRead)) return nullptr;
  return conn->host->type();
}

int virConnectGetVersion(virConnectPtr conn, unsigned long* hv_version) {
  return call_host(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return not_null("hvVer", hv_version).and_then([&] { return host.version(); });
      },
      [&](unsigned long version) {
        *hv_version = version;
        return 0;
      });
}

char* virConnectGetHostname(virConnectPtr conn) {
  return text_of_host(conn, &HostConnection::hostname);
}

char* virConnectGetURI(virConnectPtr conn) { return text_of_host(conn, &HostConnection::uri); }

char* virConnectGetCapabilities(virConnectPtr conn) {
  return text_of_host(conn, &HostConnection::capabilities);
}

char* virConnectGetSysinfo(virConnectPtr conn, unsigned int flags) {
  return call_host(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return no_flags(flags).and_then([&] { return host.sysinfo(); });
      },
      deliver_text);
}

int virNodeGetInfo(virConnectPtr conn, virNodeInfoPtr info) {
  return call_host(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return not_null("info", info).and_then([&] { return host.node_info(); });
      },
      [&](const virNodeInfo& answer) {
        *info = answer;
        return 0;
      });
}

int virConnectGetMaxVcpus(virConnectPtr conn, const char* type) {
  return call_host(
      conn, Access::kRead,
      [&](HostConnection& host) { return host.max_vcpus(type == nullptr ? "" : type); },
      [](int count) { return count; });
}

int virConnectIsAlive(virConnectPtr conn) { return truth_of_host(conn, &HostConnection::is_alive); }

int virConnectIsSecure(virConnectPtr conn) {
  return truth_of_host(conn, &HostConnection::is_secure);
}

int virConnectIsEncrypted(virConnectPtr conn) {
  return truth_of_host(conn, &HostConnection::is_encrypted);
}

int virConnectSetKeepAlive(virConnectPtr conn, int interval, unsigned int count) {
  return call_host(
      conn, Access::kRead,
      [&](HostConnection& host) { return host.set_keepalive(interval, count); },
      [](bool sending) { return sending ? 0 : 1; });
}
