/**
 * Snapshots: saved states of a domain to which it can return. They form a forest; one may be the
 * current one. Include <libvirt/libvirt.h>, whose conventions hold here. Every listing is true at
 * one instant between call and return.
 */
#pragma once

#include "libvirt-domain.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One snapshot of one domain. */
typedef struct _virDomainSnapshot virDomainSnapshot;
typedef virDomainSnapshot* virDomainSnapshotPtr;

/** Flags for virDomainSnapshotCreateXML. */
typedef enum {
  VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE = 1 << 0,    /**< enter the metadata of one that exists */
  VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT = 1 << 1,     /**< with REDEFINE: make it the current one */
  VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA = 1 << 2, /**< take it, but do not remember it */
  VIR_DOMAIN_SNAPSHOT_CREATE_HALT = 1 << 3,        /**< stop the domain once it is taken */
  VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY = 1 << 4,   /**< disks, not memory */
  VIR_DOMAIN_SNAPSHOT_CREATE_REUSE_EXT = 1 << 5,   /**< use files that exist */
  VIR_DOMAIN_SNAPSHOT_CREATE_QUIESCE = 1 << 6,     /**< have the guest agent freeze file systems */
  VIR_DOMAIN_SNAPSHOT_CREATE_ATOMIC = 1 << 7,      /**< all disks or none */
  VIR_DOMAIN_SNAPSHOT_CREATE_LIVE = 1 << 8,        /**< keep the domain running meanwhile */
  VIR_DOMAIN_SNAPSHOT_CREATE_VALIDATE = 1 << 9,    /**< check the XML against the schema */
} virDomainSnapshotCreateFlags;

/** Flags for virDomainSnapshotGetXMLDesc. */
typedef enum {
  VIR_DOMAIN_SNAPSHOT_XML_SECURE = VIR_DOMAIN_XML_SECURE, /**< with secrets; Write */
} virDomainSnapshotXMLFlags;

/** Filters for snapshot listings, in groups as in virConnectListAllDomainsFlags. */
typedef enum {
  VIR_DOMAIN_SNAPSHOT_LIST_ROOTS = 1 << 0, /**< of a domain: without a parent */
  VIR_DOMAIN_SNAPSHOT_LIST_DESCENDANTS =
      1 << 0,                               /**< of a snapshot: all below it, not only children */
  VIR_DOMAIN_SNAPSHOT_LIST_LEAVES = 1 << 2, /**< without children */
  VIR_DOMAIN_SNAPSHOT_LIST_NO_LEAVES = 1 << 3, /**< with children */
  VIR_DOMAIN_SNAPSHOT_LIST_METADATA = 1 << 1,  /**< whose loss would lose metadata */
  VIR_DOMAIN_SNAPSHOT_LIST_NO_METADATA = 1 << 4,
  VIR_DOMAIN_SNAPSHOT_LIST_INACTIVE = 1 << 5,     /**< taken while the domain was off */
  VIR_DOMAIN_SNAPSHOT_LIST_ACTIVE = 1 << 6,       /**< taken with memory */
  VIR_DOMAIN_SNAPSHOT_LIST_DISK_ONLY = 1 << 7,    /**< taken of the disks of a running domain */
  VIR_DOMAIN_SNAPSHOT_LIST_INTERNAL = 1 << 8,     /**< inside the disk images */
  VIR_DOMAIN_SNAPSHOT_LIST_EXTERNAL = 1 << 9,     /**< in files of their own */
  VIR_DOMAIN_SNAPSHOT_LIST_TOPOLOGICAL = 1 << 10, /**< parents before children */
} virDomainSnapshotListFlags;

/** Flags for virDomainRevertToSnapshot. */
typedef enum {
  VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING = 1 << 0,     /**< run afterwards, whatever was saved */
  VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED = 1 << 1,      /**< be paused afterwards */
  VIR_DOMAIN_SNAPSHOT_REVERT_FORCE = 1 << 2,       /**< even if that is risky */
  VIR_DOMAIN_SNAPSHOT_REVERT_RESET_NVRAM = 1 << 3, /**< take fresh NVRAM */
} virDomainSnapshotRevertFlags;

/** Flags for virDomainSnapshotDelete. */
typedef enum {
  VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN = 1 << 0,      /**< with all its descendants */
  VIR_DOMAIN_SNAPSHOT_DELETE_METADATA_ONLY = 1 << 1, /**< forget it, keep its data */
  VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY = 1 << 2, /**< its descendants, but not itself */
} virDomainSnapshotDeleteFlags;

/** Returns: the snapshot's name, or NULL on error. */
ROLLCALL_EXPORT const char* virDomainSnapshotGetName(virDomainSnapshotPtr snapshot);

/** Returns: the domain. Ownership: borrowed from the snapshot handle; do not free it. */
ROLLCALL_EXPORT virDomainPtr virDomainSnapshotGetDomain(virDomainSnapshotPtr snapshot);

/** Returns: the connection. Ownership: borrowed from the snapshot handle; do not close it. */
ROLLCALL_EXPORT virConnectPtr virDomainSnapshotGetConnect(virDomainSnapshotPtr snapshot);

/**
 * Takes a snapshot as the XML document <domainsnapshot> says and makes it the current one. Without
 * a name the driver chooses one. Write.
 *
 * Returns:   the snapshot, or NULL on error.
 * Errors:    VIR_ERR_XML_ERROR or VIR_ERR_XML_DETAIL for bad XML; VIR_ERR_OPERATION_INVALID when
 *            the name is taken, or for HALT on a transient domain; VIR_ERR_OPERATION_UNSUPPORTED
 *            while the domain has checkpoints.
 * Atomicity: the domain's HAS_SNAPSHOT attribute changes at the instant the snapshot can be listed.
 */
ROLLCALL_EXPORT virDomainSnapshotPtr virDomainSnapshotCreateXML(virDomainPtr domain,
                                                                const char* xmlDesc,
                                                                unsigned int flags);

/**
 * Returns: the XML document <domainsnapshot>, or NULL on error. `flags`: virDomainSnapshotXMLFlags.
 */
ROLLCALL_EXPORT char* virDomainSnapshotGetXMLDesc(virDomainSnapshotPtr snapshot,
                                                  unsigned int flags);

/** Returns: how many snapshots match `flags` (virDomainSnapshotListFlags), or -1 on error. */
ROLLCALL_EXPORT int virDomainSnapshotNum(virDomainPtr domain, unsigned int flags);

/**
 * Writes the names of at most `nameslen` snapshots that match `flags` into `names`. Prefer
 * virDomainListAllSnapshots.
 *
 * Returns:   how many were written, or -1 on error; a full array may mean that there are more.
 * Ownership: each name is the caller's, to be released with free().
 */
ROLLCALL_EXPORT int virDomainSnapshotListNames(virDomainPtr domain, char** names, int nameslen,
                                               unsigned int flags);

/**
 * All snapshots of `domain` that match `flags` (virDomainSnapshotListFlags), as a new array ended
 * by NULL. A NULL `snaps` only counts.
 *
 * Returns:   how many, or -1 and `*snaps` NULL on error.
 * Ownership: free each with virDomainSnapshotFree and the array with free().
 */
ROLLCALL_EXPORT int virDomainListAllSnapshots(virDomainPtr domain, virDomainSnapshotPtr** snaps,
                                              unsigned int flags);

/** As virDomainSnapshotNum, for the children of `snapshot`. */
ROLLCALL_EXPORT int virDomainSnapshotNumChildren(virDomainSnapshotPtr snapshot, unsigned int flags);

/** As virDomainSnapshotListNames, for the children of `snapshot`. */
ROLLCALL_EXPORT int virDomainSnapshotListChildrenNames(virDomainSnapshotPtr snapshot, char** names,
                                                       int nameslen, unsigned int flags);

/** As virDomainListAllSnapshots, for the children of `snapshot`. */
ROLLCALL_EXPORT int virDomainSnapshotListAllChildren(virDomainSnapshotPtr snapshot,
                                                     virDomainSnapshotPtr** snaps,
                                                     unsigned int flags);

/**
 * Returns: the snapshot called `name`, or NULL.
 * Errors:  VIR_ERR_NO_DOMAIN_SNAPSHOT. `flags` must be 0.
 */
ROLLCALL_EXPORT virDomainSnapshotPtr virDomainSnapshotLookupByName(virDomainPtr domain,
                                                                   const char* name,
                                                                   unsigned int flags);

/** Returns: 1 when the domain has a current snapshot, 0 if not, -1 on error. `flags` must be 0. */
ROLLCALL_EXPORT int virDomainHasCurrentSnapshot(virDomainPtr domain, unsigned int flags);

/**
 * Returns: the current snapshot, or NULL.
 * Errors:  VIR_ERR_NO_DOMAIN_SNAPSHOT without one. `flags` must be 0.
 */
ROLLCALL_EXPORT virDomainSnapshotPtr virDomainSnapshotCurrent(virDomainPtr domain,
                                                              unsigned int flags);

/**
 * Returns: the parent, or NULL.
 * Errors:  VIR_ERR_NO_DOMAIN_SNAPSHOT for a root. `flags` must be 0.
 */
ROLLCALL_EXPORT virDomainSnapshotPtr virDomainSnapshotGetParent(virDomainSnapshotPtr snapshot,
                                                                unsigned int flags);

/**
 * Returns: 1 when it is the domain's current snapshot, 0 if not, -1 on error. `flags` must be 0.
 */
ROLLCALL_EXPORT int virDomainSnapshotIsCurrent(virDomainSnapshotPtr snapshot, unsigned int flags);

/** Returns: 1 when losing it would lose metadata, 0 if not, -1 on error. `flags` must be 0. */
ROLLCALL_EXPORT int virDomainSnapshotHasMetadata(virDomainSnapshotPtr snapshot, unsigned int flags);

/**
 * Returns the domain to the state that the snapshot holds and makes it the current one. A start
 * takes a new id. Write.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG for RUNNING with PAUSED; VIR_ERR_OPERATION_INVALID when a transient
 *          domain would have to be off; VIR_ERR_NO_DOMAIN_SNAPSHOT when it was deleted.
 */
ROLLCALL_EXPORT int virDomainRevertToSnapshot(virDomainSnapshotPtr snapshot, unsigned int flags);

/**
 * Deletes the snapshot; its children move to its parent. `flags`: virDomainSnapshotDeleteFlags.
 * Write.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG for CHILDREN with CHILDREN_ONLY; VIR_ERR_NO_DOMAIN_SNAPSHOT when it
 *          was deleted.
 */
ROLLCALL_EXPORT int virDomainSnapshotDelete(virDomainSnapshotPtr snapshot, unsigned int flags);

/** Adds a reference. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virDomainSnapshotRef(virDomainSnapshotPtr snapshot);

/** Gives up a reference to the handle; the snapshot stays. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virDomainSnapshotFree(virDomainSnapshotPtr snapshot);

#ifdef __cplusplus
}
#endif
