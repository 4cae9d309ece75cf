/**
 * Connections to a host, and what the host says of itself. Include <libvirt/libvirt.h>, whose
 * conventions hold here.
 */
#pragma once

#include "libvirt-common.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A connection to one host. */
typedef struct _virConnect virConnect;
typedef virConnect* virConnectPtr;

/** How a machine sleeps; see virDomainPMSuspendForDuration. */
typedef enum {
  VIR_NODE_SUSPEND_TARGET_MEM = 0,    /**< to memory (S3) */
  VIR_NODE_SUSPEND_TARGET_DISK = 1,   /**< to disk (S4) */
  VIR_NODE_SUSPEND_TARGET_HYBRID = 2, /**< to both */
#ifdef VIR_ENUM_SENTINELS
  VIR_NODE_SUSPEND_TARGET_LAST
#endif
} virNodeSuspendTarget;

/** The host's hardware. */
typedef struct _virNodeInfo virNodeInfo;
typedef virNodeInfo* virNodeInfoPtr;
struct _virNodeInfo {
  char model[32];       /**< processor architecture */
  unsigned long memory; /**< KiB */
  unsigned int cpus;    /**< processors in use */
  unsigned int mhz;     /**< 0 when unknown */
  unsigned int nodes;   /**< NUMA cells, at least 1 */
  unsigned int sockets; /**< per cell */
  unsigned int cores;   /**< per socket */
  unsigned int threads; /**< per core */
};

/** How many processors a host with this virNodeInfo can have in use. */
#define VIR_NODEINFO_MAXCPUS(nodeinfo) \
  ((nodeinfo).nodes * (nodeinfo).sockets * (nodeinfo).cores * (nodeinfo).threads)

/** Flags for virConnectOpenAuth. */
typedef enum {
  VIR_CONNECT_RO = 1 << 0,         /**< read-only */
  VIR_CONNECT_NO_ALIASES = 1 << 1, /**< take the name as a URI, never as an alias */
} virConnectFlags;

/** What a driver may ask the caller for. */
typedef enum {
  VIR_CRED_USERNAME = 1,
  VIR_CRED_AUTHNAME = 2,
  VIR_CRED_LANGUAGE = 3,
  VIR_CRED_CNONCE = 4,
  VIR_CRED_PASSPHRASE = 5,
  VIR_CRED_ECHOPROMPT = 6,
  VIR_CRED_NOECHOPROMPT = 7,
  VIR_CRED_REALM = 8,
  VIR_CRED_EXTERNAL = 9, /**< got outside this API */
#ifdef VIR_ENUM_SENTINELS
  VIR_CRED_LAST
#endif
} virConnectCredentialType;

/** One question, and room for the answer. */
typedef struct _virConnectCredential virConnectCredential;
typedef virConnectCredential* virConnectCredentialPtr;
struct _virConnectCredential {
  int type;               /**< virConnectCredentialType */
  const char* prompt;     /**< shown to the user */
  const char* challenge;  /**< more to show */
  const char* defresult;  /**< used when there is no answer */
  char* result;           /**< the answer, from malloc; the library frees it */
  unsigned int resultlen; /**< bytes in `result` */
};

/** Answers `ncred` questions. Returns: 0, or -1 to give up. */
typedef int (*virConnectAuthCallbackPtr)(virConnectCredentialPtr cred, unsigned int ncred,
                                         void* cbdata);

/** How to answer, and which questions. */
typedef struct _virConnectAuth virConnectAuth;
typedef virConnectAuth* virConnectAuthPtr;
struct _virConnectAuth {
  int* credtype;          /**< the virConnectCredentialType values that `cb` can answer */
  unsigned int ncredtype; /**< how many */
  virConnectAuthCallbackPtr cb;
  void* cbdata; /**< handed to `cb` */
};

/** An authentication that asks at the terminal. */
ROLLCALL_EXPORT extern virConnectAuthPtr virConnectAuthPtrDefault;

/** Bytes of a raw uuid. */
#define VIR_UUID_BUFLEN (16)

/** Room for a uuid as text, the closing zero byte included. */
#define VIR_UUID_STRING_BUFLEN (36 + 1)

/**
 * The version of this library in `*libVer` and, unless `typeVer` is NULL, that of its driver for
 * `type` in `*typeVer`.
 *
 * Units:   1,000,000 * major + 1,000 * minor + micro; the library's is the libvirt release whose
 *          API it follows.
 * Returns: 0, or -1 on error.
 */
ROLLCALL_EXPORT int virGetVersion(unsigned long* libVer, const char* type, unsigned long* typeVer);

/**
 * Prepares the library. Opening a connection does so too; calling it again is harmless.
 *
 * Returns: 0, or -1.
 */
ROLLCALL_EXPORT int virInitialize(void);

/**
 * Opens a connection to the host that the URI `name` names. NULL or "" means the value of
 * LIBVIRT_DEFAULT_URI and, when that is unset, the mock host mock:///default.
 *
 * Returns:   a connection with one reference, or NULL on error.
 * Errors:    VIR_ERR_NO_CONNECT when no driver takes the URI; VIR_ERR_INVALID_ARG when it is no
 *            URI; what the driver reports when its host cannot be opened.
 * Ownership: the caller's; give it up with virConnectClose.
 */
ROLLCALL_EXPORT virConnectPtr virConnectOpen(const char* name);

/** As virConnectOpen, but calls marked Write are refused with VIR_ERR_OPERATION_DENIED. */
ROLLCALL_EXPORT virConnectPtr virConnectOpenReadOnly(const char* name);

/**
 * As virConnectOpen, with `flags` (virConnectFlags) and credentials. `auth` may be NULL; local
 * hosts never ask.
 */
ROLLCALL_EXPORT virConnectPtr virConnectOpenAuth(const char* name, virConnectAuthPtr auth,
                                                 unsigned int flags);

/** Adds a reference. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virConnectRef(virConnectPtr conn);

/**
 * Gives up a reference. With the last one, domains started with VIR_DOMAIN_START_AUTODESTROY on it
 * are destroyed and callbacks end.
 *
 * Returns: how many references remain (more than 0 while domain handles live), or -1 on error. A
 *          connection with references left keeps working.
 */
ROLLCALL_EXPORT int virConnectClose(virConnectPtr conn);

/** Returns: the driver's name for its hypervisor, such as "QEMU", or NULL on error. */
ROLLCALL_EXPORT const char* virConnectGetType(virConnectPtr conn);

/**
 * The hypervisor's version into `*hvVer`, in the units of virGetVersion.
 *
 * Returns: 0, or -1 on error.
 */
ROLLCALL_EXPORT int virConnectGetVersion(virConnectPtr conn, unsigned long* hvVer);

/**
 * The version of the library that serves `conn` into `*libVer`, as in virGetVersion.
 *
 * Returns: 0, or -1 on error.
 */
ROLLCALL_EXPORT int virConnectGetLibVersion(virConnectPtr conn, unsigned long* libVer);

/** Returns: the host's name, or NULL on error. */
ROLLCALL_EXPORT char* virConnectGetHostname(virConnectPtr conn);

/** Returns: a URI that opens the same host, or NULL on error. */
ROLLCALL_EXPORT char* virConnectGetURI(virConnectPtr conn);

/**
 * Returns: an XML document <capabilities>: the host, and the guest types it can run, or NULL on
 *          error.
 */
ROLLCALL_EXPORT char* virConnectGetCapabilities(virConnectPtr conn);

/**
 * `flags`: 0. Returns: an XML document <sysinfo>, what the host's firmware says of it, or NULL on
 * error.
 */
ROLLCALL_EXPORT char* virConnectGetSysinfo(virConnectPtr conn, unsigned int flags);

/** The host's hardware into `*info`. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virNodeGetInfo(virConnectPtr conn, virNodeInfoPtr info);

/** Returns: the most virtual processors a domain of `type` (NULL: any) may have, or -1 on error. */
ROLLCALL_EXPORT int virConnectGetMaxVcpus(virConnectPtr conn, const char* type);

/** Returns: 1 when the host can be reached, 0 when it is lost, -1 on error. Asks no guest. */
ROLLCALL_EXPORT int virConnectIsAlive(virConnectPtr conn);

/**
 * Returns: 1 when nobody can listen in on the connection (local ones qualify), 0 if not, -1 on
 *          error.
 */
ROLLCALL_EXPORT int virConnectIsSecure(virConnectPtr conn);

/** Returns: 1 when the connection is encrypted, 0 if not, -1 on error. */
ROLLCALL_EXPORT int virConnectIsEncrypted(virConnectPtr conn);

/**
 * Has the transport probe the other side after `interval` seconds of silence, and close when
 * `count` probes in a row stay unanswered. An `interval` of 0 or less turns that off.
 *
 * Returns: 0 when set, 1 when the other side cannot answer probes (local connections need none), -1
 *          on error.
 */
ROLLCALL_EXPORT int virConnectSetKeepAlive(virConnectPtr conn, int interval, unsigned int count);

/** Told once that `conn` went away for `reason` (virConnectCloseReason). */
typedef void (*virConnectCloseFunc)(virConnectPtr conn, int reason, void* opaque);

/**
 * Registers the one callback that is told when `conn` goes away.
 *
 * Returns:   0, or -1 on error.
 * Errors:    VIR_ERR_OPERATION_INVALID when there is one already.
 * Ownership: `freecb`, unless NULL, is called with `opaque` when the callback is no longer needed.
 */
ROLLCALL_EXPORT int virConnectRegisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb,
                                                    void* opaque, virFreeCallback freecb);

/**
 * Removes that callback.
 *
 * Returns: 0, or -1.
 * Errors:  VIR_ERR_OPERATION_INVALID when `cb` is not registered.
 */
ROLLCALL_EXPORT int virConnectUnregisterCloseCallback(virConnectPtr conn, virConnectCloseFunc cb);

#ifdef __cplusplus
}
#endif
