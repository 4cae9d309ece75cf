// Entry points that tell what a domain is and does.

#include <libvirt/libvirt.h>

#include "api/public/arguments.hpp"
#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::call_domain;
using rollcall::check_all;
using rollcall::DomainRef;
using rollcall::HostConnection;
using rollcall::not_null;
using rollcall::Result;
using rollcall::run_on_domain;

namespace {

/// 1 or 0 as the host answers, -1 on error.
int ask_domain(virDomainPtr domain, Result<bool> (HostConnection::*ask)(const DomainRef&),
               const char* function = __builtin_FUNCTION()) noexcept {
  return call_domain(
      domain, Access::kRead,
      [ask](HostConnection& host, const DomainRef& ref) { return (host.*ask)(ref); },
      rollcall::deliver_answer, function);
}

}  // namespace

int virDomainGetState(virDomainPtr domain, int* state, int* reason, unsigned int flags) {
  return run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return check_all(not_null("state", state), rollcall::no_flags(flags))
        .and_then([&] { return host.state(ref); })
        .map([&](const HostConnection::RunState& current) {
          *state = current.state;
          if (reason != nullptr) *reason = current.reason;
        });
  });
}

int virDomainGetInfo(virDomainPtr domain, virDomainInfoPtr info) {
  if (info != nullptr) *info = {};
  return run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return not_null("info", info)
        .and_then([&] { return host.info(ref); })
        .map([&](const virDomainInfo& current) { *info = current; });
  });
}

unsigned long virDomainGetMaxMemory(virDomainPtr domain) {
  unsigned long kib = 0;
  run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return host.memory_max_kib(ref).map([&](std::uint64_t max) { kib = max; });
  });
  return kib;
}

int virDomainIsActive(virDomainPtr domain) {
  return ask_domain(domain, &HostConnection::is_active);
}

int virDomainIsPersistent(virDomainPtr domain) {
  return ask_domain(domain, &HostConnection::is_persistent);
}

int virDomainIsUpdated(virDomainPtr domain) {
  return ask_domain(domain, &HostConnection::is_updated);
}

int virDomainGetAutostart(virDomainPtr domain, int* autostart) {
  return run_on_domain(domain, Access::kRead, [&](HostConnection& host, const DomainRef& ref) {
    return not_null("autostart", autostart)
        .and_then([&] { return host.is_autostarted(ref); })
        .map([&](bool marked) { *autostart = marked ? 1 : 0; });
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
