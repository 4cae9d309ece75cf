/**
 * What one domain uses: its memory, disks, network interfaces and processors. Include
 * <libvirt/libvirt.h>, whose conventions hold here.
 *
 * All but virDomainGetBlockInfo are about active domains; others are VIR_ERR_OPERATION_INVALID.
 */
#pragma once

#include "libvirt-domain-stats.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a disk did since the domain started; -1 for what is not counted. */
typedef struct _virDomainBlockStats virDomainBlockStatsStruct;
typedef virDomainBlockStatsStruct* virDomainBlockStatsPtr;
struct _virDomainBlockStats {
  long long rd_req;
  long long rd_bytes;
  long long wr_req;
  long long wr_bytes;
  long long errs;
};

/** Names of the figures of virDomainBlockStatsFlags, all of type VIR_TYPED_PARAM_LLONG. */
#define VIR_DOMAIN_BLOCK_STATS_FIELD_LENGTH VIR_TYPED_PARAM_FIELD_LENGTH
#define VIR_DOMAIN_BLOCK_STATS_READ_BYTES "rd_bytes"
#define VIR_DOMAIN_BLOCK_STATS_READ_REQ "rd_operations"
#define VIR_DOMAIN_BLOCK_STATS_WRITE_BYTES "wr_bytes"
#define VIR_DOMAIN_BLOCK_STATS_WRITE_REQ "wr_operations"
#define VIR_DOMAIN_BLOCK_STATS_ERRS "errs"

/** How large a disk is, in bytes. */
typedef struct _virDomainBlockInfo virDomainBlockInfo;
typedef virDomainBlockInfo* virDomainBlockInfoPtr;
struct _virDomainBlockInfo {
  unsigned long long capacity;   /**< as the guest sees it */
  unsigned long long allocation; /**< what is in use on the host */
  unsigned long long physical;   /**< of the file or device on the host */
};

/** What a network interface did since the domain started; -1 for what is not counted. */
typedef struct _virDomainInterfaceStats virDomainInterfaceStatsStruct;
typedef virDomainInterfaceStatsStruct* virDomainInterfaceStatsPtr;
struct _virDomainInterfaceStats {
  long long rx_bytes;
  long long rx_packets;
  long long rx_errs;
  long long rx_drop;
  long long tx_bytes;
  long long tx_packets;
  long long tx_errs;
  long long tx_drop;
};

/** What a figure of virDomainMemoryStats means; KiB where nothing else is said. */
typedef enum {
  VIR_DOMAIN_MEMORY_STAT_SWAP_IN = 0,
  VIR_DOMAIN_MEMORY_STAT_SWAP_OUT = 1,
  VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT = 2, /**< a count: pages that came from disk */
  VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT = 3, /**< a count: the other pages */
  VIR_DOMAIN_MEMORY_STAT_UNUSED = 4,
  VIR_DOMAIN_MEMORY_STAT_AVAILABLE = 5, /**< all that the guest may use */
  VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON = 6,
  VIR_DOMAIN_MEMORY_STAT_RSS = 7, /**< what the guest takes on the host */
  VIR_DOMAIN_MEMORY_STAT_USABLE = 8,
  VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE = 9, /**< seconds since 1970 */
  VIR_DOMAIN_MEMORY_STAT_DISK_CACHES = 10,
  VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGALLOC = 11, /**< a count */
  VIR_DOMAIN_MEMORY_STAT_HUGETLB_PGFAIL = 12,  /**< a count */
  VIR_DOMAIN_MEMORY_STAT_NR = 13,              /**< how many there are */
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_MEMORY_STAT_LAST = VIR_DOMAIN_MEMORY_STAT_NR,
#endif
} virDomainMemoryStatTags;

/** One figure; `tag` is a virDomainMemoryStatTags. */
typedef struct _virDomainMemoryStat virDomainMemoryStatStruct;
typedef virDomainMemoryStatStruct* virDomainMemoryStatPtr;
struct _virDomainMemoryStat {
  int tag;
  unsigned long long val;
};

/** One virtual processor. */
typedef struct _virVcpuInfo virVcpuInfo;
typedef virVcpuInfo* virVcpuInfoPtr;
struct _virVcpuInfo {
  unsigned int number;
  int state;                  /**< virVcpuState */
  unsigned long long cpuTime; /**< nanoseconds */
  int cpu;                    /**< the host CPU that it runs on, negative when unknown */
};

/** Name of the figure of virDomainGetCPUStats: nanoseconds, VIR_TYPED_PARAM_ULLONG. */
#define VIR_DOMAIN_CPU_STATS_CPUTIME "cpu_time"

/** Bytes of a map of so many host CPUs. */
#define VIR_CPU_MAPLEN(cpu) (((cpu) + 7) / 8)

/**
 * What `disk` (its target or source; "" for all disks together) did, into the first `size` bytes of
 * `*stats`.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG also when there is no such disk.
 */
ROLLCALL_EXPORT int virDomainBlockStats(virDomainPtr dom, const char* disk,
                                        virDomainBlockStatsPtr stats, size_t size);

/**
 * The same as parameters: into the first `*nparams` of `params`, whose number is then in
 * `*nparams`. With `*nparams` 0 only learns how many there are. `flags`: 0 or
 * VIR_TYPED_PARAM_STRING_OKAY.
 *
 * Returns: 0, or -1 on error.
 */
ROLLCALL_EXPORT int virDomainBlockStatsFlags(virDomainPtr dom, const char* disk,
                                             virTypedParameterPtr params, int* nparams,
                                             unsigned int flags);

/** How large `disk` is, into `*info`. `flags`: 0. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virDomainGetBlockInfo(virDomainPtr dom, const char* disk,
                                          virDomainBlockInfoPtr info, unsigned int flags);

/**
 * What network interface `device` (its target or MAC address) did, into the first `size` bytes of
 * `*stats`.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG also when there is no such interface.
 */
ROLLCALL_EXPORT int virDomainInterfaceStats(virDomainPtr dom, const char* device,
                                            virDomainInterfaceStatsPtr stats, size_t size);

/**
 * The first `nr_stats` figures of the domain's memory into `stats`. `flags`: 0.
 *
 * Returns: how many were written, 0 for no room, or -1 on error.
 */
ROLLCALL_EXPORT int virDomainMemoryStats(virDomainPtr dom, virDomainMemoryStatPtr stats,
                                         unsigned int nr_stats, unsigned int flags);

/**
 * The first `maxinfo` virtual processors into `info` and, unless `cpumaps` is NULL, one behind the
 * other a map of `maplen` bytes for each: bit N % 8 of byte N / 8 says whether it may run on host
 * CPU N.
 *
 * Returns: how many were written, or -1 on error.
 */
ROLLCALL_EXPORT int virDomainGetVcpus(virDomainPtr domain, virVcpuInfoPtr info, int maxinfo,
                                      unsigned char* cpumaps, int maplen);

/**
 * What the domain used of host CPUs: `ncpus` of them from `start_cpu`, or with -1 and 1 of all
 * together. CPU I's figures begin at `params[I * nparams]`. `flags`: 0.
 *
 * Returns: how many figures were written for each CPU. Without `params`: how many there are or,
 * with `ncpus` 0, how many CPUs. -1 on error.
 */
ROLLCALL_EXPORT int virDomainGetCPUStats(virDomainPtr domain, virTypedParameterPtr params,
                                         unsigned int nparams, int start_cpu, unsigned int ncpus,
                                         unsigned int flags);

#ifdef __cplusplus
}
#endif
