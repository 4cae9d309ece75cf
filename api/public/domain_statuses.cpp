// The entry point of domain_status.h.

#include <rollcall/domain_status.h>

#include "api/core/status_list.hpp"
#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using rollcall::check_all;
using rollcall::not_null;

int rollcallConnectListAllDomainStatuses(virConnectPtr conn, virDomainPtr** domains,
                                         rollcallDomainStatus** statuses,
                                         unsigned long long* generation, unsigned int flags) {
  if (domains != nullptr) *domains = nullptr;
  if (statuses != nullptr) *statuses = nullptr;
  return rollcall::call_host(
      conn, rollcall::Access::kRead,
      [&](rollcall::HostConnection& host) {
        return check_all(not_null("domains", domains), not_null("statuses", statuses),
                         not_null("generation", generation), rollcall::must_count_generations(host))
            .and_then([&] { return rollcall::ListFilter::from_flags(flags); })
            .and_then([&](const rollcall::ListFilter& filter) { return host.records(filter); })
            .and_then([&](const rollcall::RecordList& records) {
              return rollcall::make_status_list(records, *conn);
            });
      },
      [&](rollcall::StatusList list) {
        const int count = static_cast<int>(list.domains.size());
        *generation = list.domains.generation();
        *domains = reinterpret_cast<virDomainPtr*>(list.domains.take());
        *statuses = list.statuses.release();
        return count;
      });
}
