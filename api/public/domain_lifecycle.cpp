// Entry points that start, stop and pause a domain.

#include <libvirt/libvirt.h>

#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::DomainRef;
using rollcall::HostConnection;

namespace {

/// Runs what changes a domain; see run_on_domain().
template <typename Work>
int change(virDomainPtr domain, Work work) noexcept {
  return rollcall::run_on_domain(domain, Access::kWrite, work);
}

}  // namespace

int virDomainCreate(virDomainPtr domain) { return virDomainCreateWithFlags(domain, 0); }

int virDomainCreateWithFlags(virDomainPtr domain, unsigned int flags) {
  return change(
      domain, [&](HostConnection& host, const DomainRef& ref) { return host.create(ref, flags); });
}

int virDomainSuspend(virDomainPtr domain) {
  return change(domain,
                [](HostConnection& host, const DomainRef& ref) { return host.suspend(ref); });
}

int virDomainResume(virDomainPtr domain) {
  return change(domain,
                [](HostConnection& host, const DomainRef& ref) { return host.resume(ref); });
}

int virDomainShutdown(virDomainPtr domain) { return virDomainShutdownFlags(domain, 0); }

int virDomainShutdownFlags(virDomainPtr domain, unsigned int flags) {
  return change(domain, [&](HostConnection& host, const DomainRef& ref) {
    return host.shutdown(ref, flags);
  });
}

int virDomainReboot(virDomainPtr domain, unsigned int flags) {
  return change(
      domain, [&](HostConnection& host, const DomainRef& ref) { return host.reboot(ref, flags); });
}

int virDomainReset(virDomainPtr domain, unsigned int flags) {
  return change(domain,
                [&](HostConnection& host, const DomainRef& ref) { return host.reset(ref, flags); });
}

int virDomainDestroy(virDomainPtr domain) { return virDomainDestroyFlags(domain, 0); }

int virDomainDestroyFlags(virDomainPtr domain, unsigned int flags) {
  return change(
      domain, [&](HostConnection& host, const DomainRef& ref) { return host.destroy(ref, flags); });
}

int virDomainPMSuspendForDuration(virDomainPtr domain, unsigned int target,
                                  unsigned long long duration, unsigned int flags) {
  return change(domain, [&](HostConnection& host, const DomainRef& ref) {
    return host.pm_suspend(ref, target, duration, flags);
  });
}

int virDomainPMWakeup(virDomainPtr domain, unsigned int flags) {
  return change(domain, [&](HostConnection& host, const DomainRef& ref) {
    return host.pm_wakeup(ref, flags);
  });
}
