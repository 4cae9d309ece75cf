/**
 * Domains: their states, listing and looking them up, and reading what they are. Include
 * <libvirt/libvirt.h>, whose conventions hold here. A domain handle holds name, uuid and id as they
 * were at one instant; operations find the domain by its uuid.
 */
#pragma once

#include "libvirt-host.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One domain: a guest, running or merely defined. */
typedef struct _virDomain virDomain;
typedef virDomain* virDomainPtr;

/** What a domain does. An inactive domain is VIR_DOMAIN_SHUTOFF. */
typedef enum {
  VIR_DOMAIN_NOSTATE = 0,
  VIR_DOMAIN_RUNNING = 1,
  VIR_DOMAIN_BLOCKED = 2, /**< waits for a resource */
  VIR_DOMAIN_PAUSED = 3,
  VIR_DOMAIN_SHUTDOWN = 4,    /**< going down, still active */
  VIR_DOMAIN_SHUTOFF = 5,     /**< off */
  VIR_DOMAIN_CRASHED = 6,     /**< stopped by a crash, kept for inspection */
  VIR_DOMAIN_PMSUSPENDED = 7, /**< asleep by the guest's own power management */
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_LAST
#endif
} virDomainState;

/** Why a domain is in VIR_DOMAIN_NOSTATE. */
typedef enum {
  VIR_DOMAIN_NOSTATE_UNKNOWN = 0,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_NOSTATE_LAST
#endif
} virDomainNostateReason;

/** Why a domain is in VIR_DOMAIN_RUNNING. */
typedef enum {
  VIR_DOMAIN_RUNNING_UNKNOWN = 0,
  VIR_DOMAIN_RUNNING_BOOTED = 1, /**< started afresh */
  VIR_DOMAIN_RUNNING_MIGRATED = 2,
  VIR_DOMAIN_RUNNING_RESTORED = 3,      /**< started from a saved state */
  VIR_DOMAIN_RUNNING_FROM_SNAPSHOT = 4, /**< by a revert */
  VIR_DOMAIN_RUNNING_UNPAUSED = 5,      /**< resumed */
  VIR_DOMAIN_RUNNING_MIGRATION_CANCELED = 6,
  VIR_DOMAIN_RUNNING_SAVE_CANCELED = 7,
  VIR_DOMAIN_RUNNING_WAKEUP = 8,  /**< woken up */
  VIR_DOMAIN_RUNNING_CRASHED = 9, /**< restarted after a crash */
  VIR_DOMAIN_RUNNING_POSTCOPY = 10,
  VIR_DOMAIN_RUNNING_POSTCOPY_FAILED = 11,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_RUNNING_LAST
#endif
} virDomainRunningReason;

/** Why a domain is in VIR_DOMAIN_BLOCKED. */
typedef enum {
  VIR_DOMAIN_BLOCKED_UNKNOWN = 0,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_BLOCKED_LAST
#endif
} virDomainBlockedReason;

/** Why a domain is in VIR_DOMAIN_PAUSED. */
typedef enum {
  VIR_DOMAIN_PAUSED_UNKNOWN = 0,
  VIR_DOMAIN_PAUSED_USER = 1, /**< suspended */
  VIR_DOMAIN_PAUSED_MIGRATION = 2,
  VIR_DOMAIN_PAUSED_SAVE = 3, /**< while it is saved */
  VIR_DOMAIN_PAUSED_DUMP = 4, /**< while it is dumped */
  VIR_DOMAIN_PAUSED_IOERROR = 5,
  VIR_DOMAIN_PAUSED_WATCHDOG = 6,
  VIR_DOMAIN_PAUSED_FROM_SNAPSHOT = 7, /**< by a revert */
  VIR_DOMAIN_PAUSED_SHUTTING_DOWN = 8,
  VIR_DOMAIN_PAUSED_SNAPSHOT = 9, /**< while a snapshot is taken */
  VIR_DOMAIN_PAUSED_CRASHED = 10,
  VIR_DOMAIN_PAUSED_STARTING_UP = 11, /**< not yet let run */
  VIR_DOMAIN_PAUSED_POSTCOPY = 12,
  VIR_DOMAIN_PAUSED_POSTCOPY_FAILED = 13,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_PAUSED_LAST
#endif
} virDomainPausedReason;

/** Why a domain is in VIR_DOMAIN_SHUTDOWN. */
typedef enum {
  VIR_DOMAIN_SHUTDOWN_UNKNOWN = 0,
  VIR_DOMAIN_SHUTDOWN_USER = 1,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_SHUTDOWN_LAST
#endif
} virDomainShutdownReason;

/** Why a domain is in VIR_DOMAIN_SHUTOFF. */
typedef enum {
  VIR_DOMAIN_SHUTOFF_UNKNOWN = 0,
  VIR_DOMAIN_SHUTOFF_SHUTDOWN = 1, /**< the guest obeyed */
  VIR_DOMAIN_SHUTOFF_DESTROYED = 2,
  VIR_DOMAIN_SHUTOFF_CRASHED = 3,
  VIR_DOMAIN_SHUTOFF_MIGRATED = 4,
  VIR_DOMAIN_SHUTOFF_SAVED = 5,         /**< saved to a file */
  VIR_DOMAIN_SHUTOFF_FAILED = 6,        /**< could not start */
  VIR_DOMAIN_SHUTOFF_FROM_SNAPSHOT = 7, /**< by a revert, or halted by a snapshot */
  VIR_DOMAIN_SHUTOFF_DAEMON = 8,        /**< found off after the service restarted */
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_SHUTOFF_LAST
#endif
} virDomainShutoffReason;

/** Why a domain is in VIR_DOMAIN_CRASHED. */
typedef enum {
  VIR_DOMAIN_CRASHED_UNKNOWN = 0,
  VIR_DOMAIN_CRASHED_PANICKED = 1,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_CRASHED_LAST
#endif
} virDomainCrashedReason;

/** Why a domain is in VIR_DOMAIN_PMSUSPENDED. */
typedef enum {
  VIR_DOMAIN_PMSUSPENDED_UNKNOWN = 0,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_PMSUSPENDED_LAST
#endif
} virDomainPMSuspendedReason;

/** Why a domain sleeps on disk. */
typedef enum {
  VIR_DOMAIN_PMSUSPENDED_DISK_UNKNOWN = 0,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_PMSUSPENDED_DISK_LAST
#endif
} virDomainPMSuspendedDiskReason;

/** Whether the hypervisor can take orders for a domain. */
typedef enum {
  VIR_DOMAIN_CONTROL_OK = 0,
  VIR_DOMAIN_CONTROL_JOB = 1,      /**< a background job runs */
  VIR_DOMAIN_CONTROL_OCCUPIED = 2, /**< an order is being carried out */
  VIR_DOMAIN_CONTROL_ERROR = 3,    /**< beyond control */
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_CONTROL_LAST
#endif
} virDomainControlState;

/** Why a domain is in VIR_DOMAIN_CONTROL_ERROR. */
typedef enum {
  VIR_DOMAIN_CONTROL_ERROR_REASON_NONE = 0, /**< not in error */
  VIR_DOMAIN_CONTROL_ERROR_REASON_UNKNOWN = 1,
  VIR_DOMAIN_CONTROL_ERROR_REASON_MONITOR = 2, /**< the hypervisor does not answer */
  VIR_DOMAIN_CONTROL_ERROR_REASON_INTERNAL = 3,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_CONTROL_ERROR_REASON_LAST
#endif
} virDomainControlErrorReason;

/** The control channel of one domain. */
typedef struct _virDomainControlInfo virDomainControlInfo;
typedef virDomainControlInfo* virDomainControlInfoPtr;
struct _virDomainControlInfo {
  unsigned int state;           /**< virDomainControlState */
  unsigned int details;         /**< in error: virDomainControlErrorReason, else 0 */
  unsigned long long stateTime; /**< milliseconds since that state began */
};

/** Which of a domain's two definitions a call means. */
typedef enum {
  VIR_DOMAIN_AFFECT_CURRENT = 0,     /**< that of the domain's present state */
  VIR_DOMAIN_AFFECT_LIVE = 1 << 0,   /**< the one in effect */
  VIR_DOMAIN_AFFECT_CONFIG = 1 << 1, /**< the one for the next start */
} virDomainModificationImpact;

/** The vital figures of one domain. */
typedef struct _virDomainInfo virDomainInfo;
typedef virDomainInfo* virDomainInfoPtr;
struct _virDomainInfo {
  unsigned char state;        /**< virDomainState */
  unsigned long maxMem;       /**< KiB */
  unsigned long memory;       /**< KiB in use */
  unsigned short nrVirtCpu;   /**< virtual processors */
  unsigned long long cpuTime; /**< nanoseconds used, 0 when off */
};

/**
 * Filters for virConnectListAllDomains, in seven groups. Of each group a domain must have one of
 * the attributes asked for; a group of which no bit is set, or all are, lets every domain pass.
 */
typedef enum {
  VIR_CONNECT_LIST_DOMAINS_ACTIVE = 1 << 0,   /**< has an id */
  VIR_CONNECT_LIST_DOMAINS_INACTIVE = 1 << 1, /**< has none */

  VIR_CONNECT_LIST_DOMAINS_PERSISTENT = 1 << 2, /**< has a stored definition */
  VIR_CONNECT_LIST_DOMAINS_TRANSIENT = 1 << 3,  /**< vanishes when it stops */

  VIR_CONNECT_LIST_DOMAINS_RUNNING = 1 << 4, /**< state VIR_DOMAIN_RUNNING */
  VIR_CONNECT_LIST_DOMAINS_PAUSED = 1 << 5,  /**< state VIR_DOMAIN_PAUSED */
  VIR_CONNECT_LIST_DOMAINS_SHUTOFF = 1 << 6, /**< state VIR_DOMAIN_SHUTOFF */
  VIR_CONNECT_LIST_DOMAINS_OTHER = 1 << 7,   /**< any other state */

  VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE = 1 << 8, /**< will start from a managed save image */
  VIR_CONNECT_LIST_DOMAINS_NO_MANAGEDSAVE = 1 << 9,

  VIR_CONNECT_LIST_DOMAINS_AUTOSTART = 1 << 10, /**< starts with the host */
  VIR_CONNECT_LIST_DOMAINS_NO_AUTOSTART = 1 << 11,

  VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT = 1 << 12, /**< has snapshots */
  VIR_CONNECT_LIST_DOMAINS_NO_SNAPSHOT = 1 << 13,

  VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT = 1 << 14, /**< has checkpoints */
  VIR_CONNECT_LIST_DOMAINS_NO_CHECKPOINT = 1 << 15,
} virConnectListAllDomainsFlags;

/** Flags for virDomainGetXMLDesc. */
typedef enum {
  VIR_DOMAIN_XML_SECURE = 1 << 0,     /**< with secrets; Write */
  VIR_DOMAIN_XML_INACTIVE = 1 << 1,   /**< the definition for the next start */
  VIR_DOMAIN_XML_UPDATE_CPU = 1 << 2, /**< with the processor as the host would provide it */
  VIR_DOMAIN_XML_MIGRATABLE = 1 << 3, /**< fit for another host */
} virDomainXMLFlags;

/** Which piece of metadata; see virDomainSetMetadata. */
typedef enum {
  VIR_DOMAIN_METADATA_DESCRIPTION = 0, /**< text of any form */
  VIR_DOMAIN_METADATA_TITLE = 1,       /**< one line of text */
  VIR_DOMAIN_METADATA_ELEMENT = 2,     /**< an XML element of the caller's namespace */
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_METADATA_LAST
#endif
} virDomainMetadataType;

/**
 * Lists the domains that match `flags` (virConnectListAllDomainsFlags; 0: all), as a new array
 * ended by NULL. A NULL `domains` only counts.
 *
 * Returns:   how many, or -1 and `*domains` NULL on error. The order means nothing. A filter that
 *            nothing can match gives 0 and an array that holds only the NULL.
 * Errors:    VIR_ERR_INVALID_ARG for bits above the sixteen flags.
 * Ownership: free each handle with virDomainFree, in any order and from any thread, and the array
 *            with free().
 * Threading: waits for no guest and for no change in progress.
 * Atomicity: there is one instant between call and return at which the result was exactly the
 *            domains that match, and at which each had the name, uuid and id of its handle.
 *            Listings, lookups and changes share one order.
 */
ROLLCALL_EXPORT int virConnectListAllDomains(virConnectPtr conn, virDomainPtr** domains,
                                             unsigned int flags);

/** Returns: how many domains are active at one instant, or -1 on error. */
ROLLCALL_EXPORT int virConnectNumOfDomains(virConnectPtr conn);

/**
 * Writes the ids of at most `maxids` active domains into `ids`. Prefer virConnectListAllDomains:
 * between this call and the one that counts, or the one for inactive domains, a domain may start or
 * stop.
 *
 * Returns:   how many were written, or -1 on error; a full array may mean that there are more.
 * Errors:    VIR_ERR_INVALID_ARG when `maxids` is negative, or `ids` is NULL and `maxids` is not 0.
 * Atomicity: this call alone sees one instant.
 */
ROLLCALL_EXPORT int virConnectListDomains(virConnectPtr conn, int* ids, int maxids);

/** Returns: how many domains are inactive at one instant, or -1 on error. */
ROLLCALL_EXPORT int virConnectNumOfDefinedDomains(virConnectPtr conn);

/**
 * As virConnectListDomains, for the names of at most `maxnames` inactive domains.
 *
 * Ownership: each name is the caller's, to be released with free().
 */
ROLLCALL_EXPORT int virConnectListDefinedDomains(virConnectPtr conn, char** const names,
                                                 int maxnames);

/**
 * Returns: the active domain with this id, or NULL.
 * Errors:  VIR_ERR_NO_DOMAIN; VIR_ERR_INVALID_ARG if negative.
 */
ROLLCALL_EXPORT virDomainPtr virDomainLookupByID(virConnectPtr conn, int id);

/**
 * Returns: the domain with this uuid (VIR_UUID_BUFLEN bytes), or NULL.
 * Errors:  VIR_ERR_NO_DOMAIN.
 */
ROLLCALL_EXPORT virDomainPtr virDomainLookupByUUID(virConnectPtr conn, const unsigned char* uuid);

/**
 * As virDomainLookupByUUID, for a uuid as text: 32 hexadecimal digits, hyphens and blanks being
 * ignored.
 *
 * Errors: VIR_ERR_INVALID_ARG for text that is no uuid.
 */
ROLLCALL_EXPORT virDomainPtr virDomainLookupByUUIDString(virConnectPtr conn, const char* uuid);

/** Returns: the domain of this name, or NULL. Errors: VIR_ERR_NO_DOMAIN. */
ROLLCALL_EXPORT virDomainPtr virDomainLookupByName(virConnectPtr conn, const char* name);

/** Adds a reference. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virDomainRef(virDomainPtr domain);

/**
 * Gives up a reference to the handle; the domain itself is not touched.
 *
 * Returns: 0, or -1 on error.
 */
ROLLCALL_EXPORT int virDomainFree(virDomainPtr domain);

/** Returns: the connection. Ownership: borrowed from the handle; do not close it. */
ROLLCALL_EXPORT virConnectPtr virDomainGetConnect(virDomainPtr domain);

/** Returns: the name the handle was made with, or NULL on error. Works after the domain is gone. */
ROLLCALL_EXPORT const char* virDomainGetName(virDomainPtr domain);

/**
 * The uuid's VIR_UUID_BUFLEN bytes into `uuid`.
 *
 * Returns: 0, or -1 on error. Works after the domain is gone.
 */
ROLLCALL_EXPORT int virDomainGetUUID(virDomainPtr domain, unsigned char* uuid);

/**
 * As virDomainGetUUID, for text in lower case with hyphens; `buf` has room for
 * VIR_UUID_STRING_BUFLEN bytes.
 */
ROLLCALL_EXPORT int virDomainGetUUIDString(virDomainPtr domain, char* buf);

/**
 * The id the domain had when the handle was made, or last started or stopped through this handle.
 *
 * Returns: the id; (unsigned int)-1 for an inactive domain, then without an error, or on error.
 */
ROLLCALL_EXPORT unsigned int virDomainGetID(virDomainPtr domain);

/**
 * State and reason of the domain at one instant, into `*state` (virDomainState) and, unless NULL,
 * `*reason` (the ...Reason enumeration of that state). `flags` must be 0.
 *
 * Returns: 0, or -1 on error.
 */
ROLLCALL_EXPORT int virDomainGetState(virDomainPtr domain, int* state, int* reason,
                                      unsigned int flags);

/** The vital figures of one instant into `*info`. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virDomainGetInfo(virDomainPtr domain, virDomainInfoPtr info);

/**
 * The state of the control channel into `*info`.
 *
 * Returns: 0, or -1.
 * Errors:  VIR_ERR_OPERATION_INVALID when off.
 */
ROLLCALL_EXPORT int virDomainGetControlInfo(virDomainPtr domain, virDomainControlInfoPtr info,
                                            unsigned int flags);

/**
 * Returns: the domain's definition as an XML document, or NULL on error. `flags`:
 *          virDomainXMLFlags.
 */
ROLLCALL_EXPORT char* virDomainGetXMLDesc(virDomainPtr domain, unsigned int flags);

/** Returns: what kind of guest it is, such as "hvm", or NULL on error. */
ROLLCALL_EXPORT char* virDomainGetOSType(virDomainPtr domain);

/** Returns: the most memory the domain may use, in KiB, or 0 on error. */
ROLLCALL_EXPORT unsigned long virDomainGetMaxMemory(virDomainPtr domain);

/** Returns: 1 when the domain is active, 0 if not, -1 on error. */
ROLLCALL_EXPORT int virDomainIsActive(virDomainPtr domain);

/**
 * Returns: 1 when the domain has a stored definition, 0 when it vanishes on stopping, -1 on error.
 */
ROLLCALL_EXPORT int virDomainIsPersistent(virDomainPtr domain);

/**
 * Returns: 1 when the definition for the next start differs from that in effect, 0 if not, -1 on
 *          error.
 */
ROLLCALL_EXPORT int virDomainIsUpdated(virDomainPtr domain);

/**
 * Sets, or with NULL `metadata` removes, the metadata of `type` (virDomainMetadataType). `key` and
 * `uri` name the namespace of an element and are NULL otherwise. `flags`:
 * virDomainModificationImpact. Write.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG for a title with a newline, or an element without `uri` or, when
 *          set, `key`; VIR_ERR_OPERATION_INVALID when `flags` name a definition that the domain
 *          does not have.
 */
ROLLCALL_EXPORT int virDomainSetMetadata(virDomainPtr domain, int type, const char* metadata,
                                         const char* key, const char* uri, unsigned int flags);

/**
 * Returns: the metadata of `type`, or NULL.
 * Errors:  VIR_ERR_NO_DOMAIN_METADATA when there is none.
 */
ROLLCALL_EXPORT char* virDomainGetMetadata(virDomainPtr domain, int type, const char* uri,
                                           unsigned int flags);

#ifdef __cplusplus
}
#endif
