// Entry points of the extensions: listings that say their generation, watches from one, handles
// without a lookup, and the hook of schedulers.

#include <cstring>

#include <rollcall/rollcall.h>

#include "api/core/yield_point.hpp"
#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::AnyFunction;
using rollcall::CallbackFamily;
using rollcall::check_all;
using rollcall::HostConnection;
using rollcall::not_null;

int rollcallConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                  unsigned long long* generation, unsigned int flags) {
  if (domains != nullptr) *domains = nullptr;
  return rollcall::call_host(
      conn, Access::kRead,
      [&](HostConnection& host) {
        return check_all(not_null("domains", domains), not_null("generation", generation),
                         rollcall::must_count_generations(host))
            .and_then([&] { return rollcall::ListFilter::from_flags(flags); })
            .and_then([&](const rollcall::ListFilter& filter) { return host.list(filter, *conn); });
      },
      [&](rollcall::DomainList list) {
        const int count = static_cast<int>(list.size());
        *generation = list.generation();
        *domains = reinterpret_cast<virDomainPtr*>(list.take());
        return count;
      });
}

virDomainPtr rollcallConnectDomainHandle(virConnectPtr conn, const char* name,
                                         const unsigned char* uuid, int id) {
  return rollcall::call_host_for_domain(
      conn, Access::kRead, [&](HostConnection&) -> rollcall::Result<rollcall::DomainRecord> {
        return check_all(not_null("name", name), not_null("uuid", uuid)).map([&] {
          rollcall::DomainRecord record{{}, name, {}};
          std::memcpy(record.uuid.bytes.data(), uuid, record.uuid.bytes.size());
          record.status.id = id;
          return record;
        });
      });
}

int rollcallConnectDomainWatch(virConnectPtr conn, unsigned long long after,
                               rollcallDomainWatchCallback cb, void* opaque,
                               virFreeCallback freecb) {
  return rollcall::call_host(
      conn, Access::kRead,
      [&](HostConnection& host) {
        const auto function = reinterpret_cast<AnyFunction>(cb);
        return check_all(rollcall::must_be_given("cb", cb != nullptr),
                         rollcall::must_count_generations(host))
            .and_then([&] {
              return conn->events->add(*conn,
                                       {CallbackFamily::kWatch,
                                        VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                        std::nullopt,
                                        function,
                                        {opaque, freecb}},
                                       after);
            });
      },
      [](int number) { return number; });
}

int rollcallConnectDomainUnwatch(virConnectPtr conn, int watch) {
  return rollcall::run_on_host(conn, Access::kRead, [&](HostConnection&) {
    return conn->events->remove(watch, CallbackFamily::kWatch, CallbackFamily::kWatch);
  });
}

void rollcallSetYieldHook(rollcallYieldHook hook) { rollcall::yield_hook.store(hook); }
