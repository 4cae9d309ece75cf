// A library whose virDomainSuspend never returns, or crashes, as the variable ILL_SUSPEND says
// ("hangs" or "crashes"), for domains of concurrent suites; all else is our own library's.

#include <dlfcn.h>
#include <libvirt/libvirt.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <cstring>

extern "C" __attribute__((visibility("default"))) int virDomainSuspend(virDomainPtr domain) {
  static auto* const suspend =
      reinterpret_cast<decltype(&virDomainSuspend)>(dlsym(RTLD_NEXT, "virDomainSuspend"));
  const char* illness = std::getenv("ILL_SUSPEND");
  if (illness == nullptr || std::strstr(virDomainGetName(domain), "-vm-") == nullptr) {
    return suspend(domain);
  }
  if (std::strcmp(illness, "crashes") == 0) raise(SIGSEGV);
  for (;;) pause();
}
