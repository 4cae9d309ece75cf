#include "api/public/entry.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <cstring>

namespace rollcall {
namespace {

bool may(virConnectPtr conn, Access access) noexcept {
  if (access == Access::kRead || !conn->read_only) return true;
  report(conn, make_error(VIR_ERR_OPERATION_DENIED, VIR_FROM_NONE,
                          "the connection is read-only: it changes nothing and shows no secrets"));
  return false;
}

}  // namespace

bool usable(virConnectPtr conn, Access access) noexcept {
  if (!intact(conn)) {
    report(nullptr, make_error(VIR_ERR_INVALID_CONN, VIR_FROM_NONE,
                               conn == nullptr ? "the connection is null"
                                               : "the connection is closed, or is no connection"));
    return false;
  }
  return may(conn, access);
}

bool usable(virDomainPtr domain, Access access) noexcept {
  if (domain == nullptr || !handle_of(domain)->valid()) {
    report(nullptr, make_error(VIR_ERR_INVALID_DOMAIN, VIR_FROM_DOM,
                               domain == nullptr ? "the domain is null"
                                                 : "the domain is freed, or is no domain"));
    return false;
  }
  return may(&connection_of(*handle_of(domain)), access);
}

Failure bad_argument(virConnectPtr conn_or_null, const char* name, const char* why) noexcept {
  return report(conn_or_null, make_error(VIR_ERR_INVALID_ARG, VIR_FROM_NONE,
                                         fmt::format("argument '{}' {}", name, why)));
}

Status must_count_generations(const HostConnection& host) {
  if (host.counts_generations()) return {};
  return fail(VIR_ERR_NO_SUPPORT, VIR_FROM_NONE,
              "this host does not tell the generations of its lists and events");
}

char* duplicate(std::string_view text) noexcept {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) return nullptr;
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

}  // namespace rollcall
