/* Uses a backend that Rollcall loads from ROLLCALL_DRIVER_PATH: lights a lamp, sees it in the list,
 * puts it out, and gets the errors that it should. */

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <stdio.h>
#include <string.h>

static int failed = 0;

static void expect(int holds, const char* what) {
  if (!holds) {
    fprintf(stderr, "not so: %s (%s)\n", what, virGetLastErrorMessage());
    failed = 1;
  }
}

static void check_lamp(virConnectPtr connection) {
  const unsigned int active = VIR_CONNECT_LIST_DOMAINS_ACTIVE;
  virDomainPtr lamp = virDomainLookupByName(connection, "lamp-2");
  expect(lamp != NULL, "lamp-2 is found");
  expect(virDomainCreate(lamp) == 0, "it can be lit");
  expect(virDomainGetID(lamp) != (unsigned int)-1, "its handle knows its id");
  expect(virConnectListAllDomains(connection, NULL, active) == 1, "one lamp is listed as lit");
  expect(virDomainCreate(lamp) < 0 && virGetLastErrorCode() == VIR_ERR_OPERATION_INVALID,
         "it cannot be lit twice");
  expect(virDomainSuspend(lamp) < 0 && virGetLastErrorCode() == VIR_ERR_NO_SUPPORT,
         "what the backend leaves out is not supported");
  expect(virDomainDestroy(lamp) == 0, "it can be put out");
  expect(virConnectListAllDomains(connection, NULL, active) == 0, "no lamp is listed as lit");
  virDomainFree(lamp);
}

int main(void) {
  virConnectPtr connection = virConnectOpen("lamp:///3");
  expect(connection != NULL, "lamp:///3 opens");
  if (connection != NULL) {
    expect(strcmp(virConnectGetType(connection), "LAMP") == 0, "the backend tells its type");
    expect(virConnectListAllDomains(connection, NULL, 0) == 3, "there are three lamps");
    check_lamp(connection);
    virConnectClose(connection);
  }
  expect(virConnectOpen("lamp:///many") == NULL && virGetLastErrorCode() == VIR_ERR_INVALID_ARG,
         "a path that is no number is refused");
  return failed;
}
