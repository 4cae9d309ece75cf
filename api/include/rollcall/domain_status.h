/**
 * A list together with what each of its domains was at the same instant, so that nobody has to ask
 * domain by domain. Like the generation of <rollcall/rollcall.h>, whose conventions hold here, it
 * is an addition to libvirt's API.
 */
#pragma once

#include <libvirt/libvirt.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a domain was at one instant. */
typedef struct _rollcallDomainStatus rollcallDomainStatus;
struct _rollcallDomainStatus {
  unsigned int attributes; /**< the virConnectListAllDomainsFlags that held, one of each group */
  int id;                  /**< -1 when inactive */
  int state;               /**< virDomainState */
  int reason;              /**< the ...Reason enumeration of that state */
};

/**
 * As rollcallConnectListAllDomains, and into `*statuses` a new array that says of each domain, in
 * the same order, what it was at the instant of the list.
 *
 * Errors:    VIR_ERR_INVALID_ARG also when one of the three results has no place.
 * Ownership: free `*statuses` with free().
 * Atomicity: one instant for filter, handles, statuses and generation.
 */
ROLLCALL_EXPORT int rollcallConnectListAllDomainStatuses(virConnectPtr conn, virDomainPtr** domains,
                                                         rollcallDomainStatus** statuses,
                                                         unsigned long long* generation,
                                                         unsigned int flags);

#ifdef __cplusplus
}
#endif
