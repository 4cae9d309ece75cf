// The listing calls: virConnectListAllDomains, and the four older ones that it replaces.

#include <algorithm>
#include <string>
#include <vector>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using namespace rollcall;

namespace {

constexpr ListFilter kActive = ListFilter::of(VIR_CONNECT_LIST_DOMAINS_ACTIVE);
constexpr ListFilter kInactive = ListFilter::of(VIR_CONNECT_LIST_DOMAINS_INACTIVE);

Status not_null_if(bool needed, const char* argument, const void* pointer) {
  return needed ? not_null(argument, pointer) : Status();
}

int count_domains(virConnectPtr conn, const ListFilter& filter,
                  const char* function = __builtin_FUNCTION()) noexcept {
  return call_host(
      conn, Access::kRead, [&](HostConnection& host) { return host.count(filter); },
      [](std::size_t count) { return static_cast<int>(count); }, function);
}

}  // namespace

int virConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains, unsigned int flags) {
  reset_last_error();
  if (domains != nullptr) *domains = nullptr;
  if (!usable(conn, Access::kRead)) return -1;
  const auto filter = ListFilter::from_flags(flags);
  if (!filter) return report(conn, filter.error());
  if (domains == nullptr) {
    const auto count = take_part(*conn, {__func__}, [&] { return conn->host->count(*filter); });
    if (!count) return report(conn, count.error());
    return static_cast<int>(*count);
  }
  auto list = take_part(*conn, {__func__}, [&] { return conn->host->list(*filter, *conn); });
  if (!list) return report(conn, list.error());
  const int count = static_cast<int>(list->size());
  *domains = reinterpret_cast<virDomainPtr*>(list->take());
  return count;
}

int virConnectNumOfDomains(virConnectPtr conn) { return count_domains(conn, kActive); }

int virConnectNumOfDefinedDomains(virConnectPtr conn) { return count_domains(conn, kInactive); }

int virConnectListDomains(virConnectPtr conn, int* ids, int maxids) {
  return call_host(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return check_all(not_negative("maxids", maxids), not_null_if(maxids > 0, "ids", ids))
            .and_then([&] { return host.active_ids(static_cast<std::size_t>(maxids)); });
      },
      [&](const std::vector<std::int32_t>& found) {
        std::copy(found.begin(), found.end(), ids);
        return static_cast<int>(found.size());
      });
}

int virConnectListDefinedDomains(virConnectPtr conn, char** const names, int maxnames) {
  return call_host(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return check_all(not_negative("maxnames", maxnames),
                         not_null_if(maxnames > 0, "names", names))
            .and_then([&] { return host.inactive_names(static_cast<std::size_t>(maxnames)); });
      },
      [&](const std::vector<std::string>& found) {
        std::transform(found.begin(), found.end(), names,
                       [](const std::string& name) { return duplicate(name); });
        return static_cast<int>(found.size());
      });
}
