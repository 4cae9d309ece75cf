/**
 * Statistics of many domains in one call, and the background job of one. Include
 * <libvirt/libvirt.h>, whose conventions hold here.
 */
#pragma once

#include "libvirt-domain.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The statistics of one domain. */
typedef struct _virDomainStatsRecord virDomainStatsRecord;
typedef virDomainStatsRecord* virDomainStatsRecordPtr;
struct _virDomainStatsRecord {
  virDomainPtr dom;
  virTypedParameterPtr params; /**< names such as "state.state" and "balloon.current" */
  int nparams;
};

/** Groups of statistics. Ours are STATE, BALLOON and VCPU; of the others nothing is returned. */
typedef enum {
  VIR_DOMAIN_STATS_STATE = 1 << 0, /**< state.state, state.reason */
  VIR_DOMAIN_STATS_CPU_TOTAL = 1 << 1,
  VIR_DOMAIN_STATS_BALLOON = 1 << 2, /**< balloon.current, balloon.maximum; KiB */
  VIR_DOMAIN_STATS_VCPU =
      1 << 3, /**< vcpu.current, vcpu.maximum, vcpu.N.state, vcpu.N.time; nanoseconds */
  VIR_DOMAIN_STATS_INTERFACE = 1 << 4,
  VIR_DOMAIN_STATS_BLOCK = 1 << 5,
  VIR_DOMAIN_STATS_PERF = 1 << 6,
  VIR_DOMAIN_STATS_IOTHREAD = 1 << 7,
  VIR_DOMAIN_STATS_MEMORY = 1 << 8,
  VIR_DOMAIN_STATS_DIRTYRATE = 1 << 9,
  VIR_DOMAIN_STATS_VM = 1 << 10,
} virDomainStatsTypes;

/**
 * Filters for virConnectGetAllDomainStats as in virConnectListAllDomainsFlags, and options. Bit 31
 * makes the enumeration unsigned, which C11 knows as an extension only.
 */
__extension__ typedef enum {
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE = VIR_CONNECT_LIST_DOMAINS_ACTIVE,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE = VIR_CONNECT_LIST_DOMAINS_INACTIVE,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_PERSISTENT = VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT = VIR_CONNECT_LIST_DOMAINS_TRANSIENT,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING = VIR_CONNECT_LIST_DOMAINS_RUNNING,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED = VIR_CONNECT_LIST_DOMAINS_PAUSED,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF = VIR_CONNECT_LIST_DOMAINS_SHUTOFF,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_OTHER = VIR_CONNECT_LIST_DOMAINS_OTHER,
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT = 1 << 29,  /**< leave out what cannot be had at once */
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING = 1 << 30, /**< disks with their backing chain */
  VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS = 1U << 31, /**< all groups or an error */
} virConnectGetAllDomainStatsFlags;

/** State of one virtual processor. */
typedef enum {
  VIR_VCPU_OFFLINE = 0,
  VIR_VCPU_RUNNING = 1,
  VIR_VCPU_BLOCKED = 2,
#ifdef VIR_ENUM_SENTINELS
  VIR_VCPU_LAST
#endif
} virVcpuState;

/** The kind of a domain's background job. */
typedef enum {
  VIR_DOMAIN_JOB_NONE = 0,
  VIR_DOMAIN_JOB_BOUNDED = 1,   /**< runs, and its end is known */
  VIR_DOMAIN_JOB_UNBOUNDED = 2, /**< runs, and its end is not */
  VIR_DOMAIN_JOB_COMPLETED = 3,
  VIR_DOMAIN_JOB_FAILED = 4,
  VIR_DOMAIN_JOB_CANCELLED = 5,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_JOB_LAST
#endif
} virDomainJobType;

/**
 * The background job of one domain. Times in milliseconds, amounts in bytes, each 0 when unknown.
 */
typedef struct _virDomainJobInfo virDomainJobInfo;
typedef virDomainJobInfo* virDomainJobInfoPtr;
struct _virDomainJobInfo {
  int type; /**< virDomainJobType */
  unsigned long long timeElapsed;
  unsigned long long timeRemaining;
  unsigned long long dataTotal;
  unsigned long long dataProcessed;
  unsigned long long dataRemaining;
  unsigned long long memTotal;
  unsigned long long memProcessed;
  unsigned long long memRemaining;
  unsigned long long fileTotal;
  unsigned long long fileProcessed;
  unsigned long long fileRemaining;
};

/**
 * The statistics of all domains that match the filter in `flags`
 * (virConnectGetAllDomainStatsFlags), as a new array ended by NULL. `stats`: virDomainStatsTypes, 0
 * for all that are offered.
 *
 * Returns:   how many records, or -1 and `*retStats` NULL on error.
 * Errors:    VIR_ERR_ARGUMENT_UNSUPPORTED with ENFORCE_STATS for a group that is not offered.
 * Ownership: the caller's; release the array with virDomainStatsRecordListFree.
 * Atomicity: one instant for filter, handles and all figures of all records.
 */
ROLLCALL_EXPORT int virConnectGetAllDomainStats(virConnectPtr conn, unsigned int stats,
                                                virDomainStatsRecordPtr** retStats,
                                                unsigned int flags);

/**
 * As virConnectGetAllDomainStats, for those of the domains in `doms` (ended by NULL) that still
 * exist.
 *
 * Errors: VIR_ERR_INVALID_ARG also for an empty `doms`, or handles of different connections.
 */
ROLLCALL_EXPORT int virDomainListGetStats(virDomainPtr* doms, unsigned int stats,
                                          virDomainStatsRecordPtr** retStats, unsigned int flags);

/** Frees an array of records with its handles and parameters. NULL is allowed. */
ROLLCALL_EXPORT void virDomainStatsRecordListFree(virDomainStatsRecordPtr* stats);

/**
 * The background job of an active domain into `*info`.
 *
 * Returns: 0, or -1.
 * Errors:  VIR_ERR_OPERATION_INVALID.
 */
ROLLCALL_EXPORT int virDomainGetJobInfo(virDomainPtr domain, virDomainJobInfoPtr info);

/**
 * Asks the background job to stop. Write.
 *
 * Returns: 0, or -1.
 * Errors:  VIR_ERR_OPERATION_INVALID without a job.
 */
ROLLCALL_EXPORT int virDomainAbortJob(virDomainPtr domain);

#ifdef __cplusplus
}
#endif
