// Entry points that start, stop and pause a domain.

#include <libvirt/libvirt.h>

#include "api/public/entry.hpp"

using rollcall::Access;
using rollcall::DomainRef;
using rollcall::HostConnection;

namespace {

/// Runs what changes a domain; see run_on_domain().
template <typename Work>
int change(virDomainPtr domain, Work work, const char* function = __builtin_FUNCTION()) noexcept {
  return rollcall::run_on_domain(domain, Access::kWrite, work, function);
}

int create(virDomainPtr domain, unsigned flags, const char* function) noexcept {
  return change(
      domain, [&](HostConnection& host, const DomainRef& ref) { return host.create(ref, flags); },
      function);
}

int shutdown(virDomainPtr domain, unsigned flags, const char* function) noexcept {
  return change(
      domain, [&](HostConnection& host, const DomainRef& ref) { return host.shutdown(ref, flags); },
      function);
}

int destroy(virDomainPtr domain, unsigned flags, const char* function) noexcept {
  return change(
      domain, [&](HostConnection& host, const DomainRef& ref) { return host.destroy(ref, flags); },
      function);
}

}  // namespace

int virDomainCreate(virDomainPtr domain) { return create(domain, 0, __func__); }

int virDomainCreateWithFlags(virDomainPtr domain, unsigned int flags) {
  return create(domain, flags, __func__);
}

int virDomainSuspend(virDomainPtr domain) {
  return change(domain,
                [](HostConnection& host, const DomainRef& ref) { return host.suspend(ref); });
}

int virDomainResume(virDomainPtr domain) {
  return change(domain,
                [](HostConnection& host, const DomainRef& ref) { return host.resume(ref); });
}

int virDomainShutdown(virDomainPtr domain) { return shutdown(domain, 0, __func__); }

int virDomainShutdownFlags(virDomainPtr domain, unsigned int flags) {
  return shutdown(domain, flags, __func__);
}

int virDomainReboot(virDomainPtr domain, unsigned int flags) {
  return change(
      domain, [&](HostConnection& host, const DomainRef& ref) { return host.reboot(ref, flags); });
}

int virDomainReset(virDomainPtr domain, unsigned int flags) {
  return change(domain,
                [&](HostConnection& host, const DomainRef& ref) { return host.reset(ref, flags); });
}

int virDomainDestroy(virDomainPtr domain) { return destroy(domain, 0, __func__); }

int virDomainDestroyFlags(virDomainPtr domain, unsigned int flags) {
  return destroy(domain, flags, __func__);
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
