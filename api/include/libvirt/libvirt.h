/**
 * The C API for hosts and their domains, source compatible with libvirt 9.0.0 in everything
 * declared here.
 *
 * Conventions of every function, unless its own comment says otherwise:
 *
 * 1. Handles (virConnectPtr, virDomainPtr, ...) are counted references. A function that returns one
 *    returns a new reference; the matching ...Free, or virConnectClose, gives it up. A domain
 *    handle keeps its connection alive.
 * 2. Failure is -1 or NULL, and pointers to results are set to NULL first. virGetLastError then
 *    holds the reason for this thread; each call clears what an earlier one left there. See
 *    virterror.h.
 * 3. NULL or a handle of another kind gives VIR_ERR_INVALID_CONN, VIR_ERR_INVALID_DOMAIN,
 *    VIR_ERR_INVALID_DOMAIN_SNAPSHOT or VIR_ERR_INVALID_DOMAIN_CHECKPOINT; bits in `flags` that the
 *    call does not know, and NULL where a value is required, VIR_ERR_INVALID_ARG; a domain that is
 *    gone, VIR_ERR_NO_DOMAIN; a call that the hypervisor lacks, VIR_ERR_NO_SUPPORT. These are not
 *    repeated at each function.
 * 4. "Write" marks calls that a read-only connection refuses with VIR_ERR_OPERATION_DENIED.
 * 5. `char *` results are the caller's, to be released with free(). `const char *` results belong
 *    to the handle they were read from and live as long as it does.
 * 6. Every function may be called from any thread, with the same handle in several threads at once.
 *    No call waits for a guest except where it says so.
 * 7. Strings are UTF-8 and end in a zero byte. Memory is in KiB (1024 bytes) and time in
 *    nanoseconds unless stated.
 * 8. An operation on a domain takes effect at one instant between call and return, or fails and
 *    changes nothing.
 */
#pragma once

#include "libvirt-common.h"
#include "libvirt-domain-checkpoint.h"
#include "libvirt-domain-event.h"
#include "libvirt-domain-lifecycle.h"
#include "libvirt-domain-snapshot.h"
#include "libvirt-domain-stats.h"
#include "libvirt-domain-usage.h"
#include "libvirt-domain.h"
#include "libvirt-event.h"
#include "libvirt-host.h"
