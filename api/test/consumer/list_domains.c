/* A program as written for libvirt: it includes only <libvirt/libvirt.h> and uses only what every
 * libvirt has. Prints one line per domain of the URI given, then the legacy lists, and fails when
 * the two disagree. */

#include <libvirt/libvirt.h>
#include <stdio.h>
#include <stdlib.h>

enum { kMaxIds = 64 };

static int print_domain(virDomainPtr domain) {
  virDomainInfo info;
  int state = 0;
  int reason = 0;
  char uuid[VIR_UUID_STRING_BUFLEN];
  if (virDomainGetInfo(domain, &info) < 0 || virDomainGetState(domain, &state, &reason, 0) < 0 ||
      virDomainGetUUIDString(domain, uuid) < 0) {
    return -1;
  }
  printf("%s %s id %d state %d, %lu KiB, %u cpus\n", virDomainGetName(domain), uuid,
         (int)virDomainGetID(domain), state, info.memory, (unsigned)info.nrVirtCpu);
  return info.state == state ? 0 : -1;
}

static int print_all(virConnectPtr connection, unsigned int flags) {
  virDomainPtr* domains = NULL;
  const int count = virConnectListAllDomains(connection, &domains, flags);
  int result = count;
  for (int i = 0; i < count; ++i) {
    if (print_domain(domains[i]) < 0) {
      result = -1;
    }
    virDomainFree(domains[i]);
  }
  free(domains);
  return result;
}

static int count_legacy(virConnectPtr connection) {
  int ids[kMaxIds];
  char* names[kMaxIds];
  const int active = virConnectListDomains(connection, ids, kMaxIds);
  const int defined = virConnectListDefinedDomains(connection, names, kMaxIds);
  for (int i = 0; i < defined; ++i) {
    free(names[i]);
  }
  if (active != virConnectNumOfDomains(connection) ||
      defined != virConnectNumOfDefinedDomains(connection)) {
    return -1;
  }
  return active + defined;
}

int main(int argc, char** argv) {
  virConnectPtr connection = argc == 2 ? virConnectOpen(argv[1]) : NULL;
  if (connection == NULL) {
    fprintf(stderr, "usage: list_domains URI, and the URI must open\n");
    return 2;
  }
  const int listed = print_all(connection, 0);
  const int active = virConnectListAllDomains(connection, NULL, VIR_CONNECT_LIST_DOMAINS_ACTIVE);
  const int legacy = count_legacy(connection);
  printf("%d domains, %d active, %d in the legacy lists\n", listed, active, legacy);
  virConnectClose(connection);
  return listed >= 0 && active >= 0 && listed == legacy ? 0 : 1;
}
