// Entry points that tell what a domain is and does.

#include <libvirt/libvirt.h>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::call_domain;
using rollcall::check_all;
using rollcall::DomainRecord;
using rollcall::DomainRef;
using rollcall::HostConnection;
using rollcall::not_null;
using rollcall::Result;
using rollcall::run_on_domain;
using rollcall::Status;

namespace {

/// 1 when the flag bit (virConnectListAllDomainsFlags) holds for the domain, 0 if not, -1 on error.
int has_attribute(virDomainPtr domain, unsigned flag,
                  const char* function = __builtin_FUNCTION()) noexcept {
  return call_domain(
      domain, Access::kRead,
      [](HostConnection& host, const DomainRef& ref) { return host.find(ref.uuid); },
      [flag](const DomainRecord& record) { return record.status.has(flag) ? 1 : 0; }, function);
}

/// 0 for an inactive domain, and on a host that does not measure it.
Result<std::uint64_t> cpu_time_ns(HostConnection& host, const DomainRef& ref, bool active) {
  if (!active) return 0;
  auto time_ns = host.cpu_time_ns(ref);
  if (!time_ns && time_ns.error().code == VIR_ERR_NO_SUPPORT) return 0;
  return time_ns;
}

}  // namespace

int virDomainGetState(virDomainPtr domain, int* state, int* reason, unsigned int flags) {
  return run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return check_all(not_null("state", state), rollcall::no_flags(flags))
        .and_then([&] { return host.find(ref.uuid); })
        .map([&](const DomainRecord& record) {
          *state = record.status.state;
          if (reason != nullptr) *reason = record.status.reason;
        });
  });
}

int virDomainGetInfo(virDomainPtr domain, virDomainInfoPtr info) {
  if (info != nullptr) *info = {};
  return run_on_domain(
      domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) -> Status {
        if (auto given = not_null("info", info); !given) return given;
        const auto record = host.find(ref.uuid);
        if (!record) return rollcall::fail(record.error());
        const rollcall::DomainStatus& status = record->status;
        const auto time_ns = cpu_time_ns(host, ref, status.has(VIR_CONNECT_LIST_DOMAINS_ACTIVE));
        if (!time_ns) return rollcall::fail(time_ns.error());
        info->state = status.state;
        info->maxMem = status.memory_max_kib;
        info->memory = status.memory_kib;
        info->nrVirtCpu = static_cast<unsigned short>(status.vcpus);
        info->cpuTime = *time_ns;
        return {};
      });
}

unsigned long virDomainGetMaxMemory(virDomainPtr domain) {
  unsigned long kib = 0;
  run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return host.find(ref.uuid).map(
        [&](const DomainRecord& record) { kib = record.status.memory_max_kib; });
  });
  return kib;
}

int virDomainIsActive(virDomainPtr domain) {
  return has_attribute(domain, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
}

int virDomainIsPersistent(virDomainPtr domain) {
  return has_attribute(domain, VIR_CONNECT_LIST_DOMAINS_PERSISTENT);
}

int virDomainIsUpdated(virDomainPtr domain) {
  return call_domain(
      domain, Access::kRead,
      [](HostConnection& host, const DomainRef& ref) { return host.is_updated(ref); },
      rollcall::deliver_answer);
}

int virDomainGetAutostart(virDomainPtr domain, int* autostart) {
  return run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return not_null("autostart", autostart)
        .and_then([&] { return host.find(ref.uuid); })
        .map([&](const DomainRecord& record) {
          *autostart = record.status.has(VIR_CONNECT_LIST_DOMAINS_AUTOSTART) ? 1 : 0;
        });
  });
}

int virDomainHasManagedSaveImage(virDomainPtr domain, unsigned int flags) {
  return call_domain(
      domain, Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) { return host.has_managed_save(ref, flags); },
      rollcall::deliver_answer);
}

char* virDomainGetOSType(virDomainPtr domain) {
  return call_domain(
      domain, Access::kRead,
      [](HostConnection& host, const DomainRef& ref) { return host.os_type(ref); },
      rollcall::deliver_text);
}

char* virDomainGetXMLDesc(virDomainPtr domain, unsigned int flags) {
  const bool shows_secrets = (flags & (VIR_DOMAIN_XML_SECURE | VIR_DOMAIN_XML_MIGRATABLE)) != 0;
  return call_domain(
      domain, shows_secrets ? Access::kWrite : Access::kRead,
      [&](HostConnection& host, const DomainRef& ref) { return host.xml(ref, flags); },
      rollcall::deliver_text);
}

int virDomainGetControlInfo(virDomainPtr domain, virDomainControlInfoPtr info, unsigned int flags) {
  return run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return not_null("info", info)
        .and_then([&] { return host.control_info(ref, flags); })
        .map([&](const virDomainControlInfo& current) { *info = current; });
  });
}

int virDomainGetJobInfo(virDomainPtr domain, virDomainJobInfoPtr info) {
  if (info != nullptr) *info = {};
  return run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return not_null("info", info)
        .and_then([&] { return host.job_info(ref); })
        .map([&](const virDomainJobInfo& current) { *info = current; });
  });
}

int virDomainAbortJob(virDomainPtr domain) {
  return run_on_domain(domain, Access::kWrite, [](HostConnection& host, const DomainRef& ref) {
    return host.abort_job(ref);
  });
}
