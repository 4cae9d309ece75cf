/**
 * Checkpoints: points in time from which the changed disk blocks of a domain are tracked. Include
 * <libvirt/libvirt.h>, whose conventions hold here. Every listing is true at one instant between
 * call and return.
 */
#pragma once

#include "libvirt-domain.h"

#ifdef __cplusplus
extern "C" {
#endif

/** One checkpoint of one domain. */
typedef struct _virDomainCheckpoint virDomainCheckpoint;
typedef virDomainCheckpoint* virDomainCheckpointPtr;

/** Flags for virDomainCheckpointCreateXML. */
typedef enum {
  VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE = 1 << 0, /**< enter the metadata of one that exists */
  VIR_DOMAIN_CHECKPOINT_CREATE_QUIESCE = 1 << 1,  /**< have the guest agent freeze file systems */
  VIR_DOMAIN_CHECKPOINT_CREATE_REDEFINE_VALIDATE =
      1 << 2, /**< with REDEFINE: compare with the disks */
} virDomainCheckpointCreateFlags;

/** Flags for virDomainCheckpointGetXMLDesc. */
typedef enum {
  VIR_DOMAIN_CHECKPOINT_XML_SECURE = 1 << 0,    /**< with secrets; Write */
  VIR_DOMAIN_CHECKPOINT_XML_NO_DOMAIN = 1 << 1, /**< without the domain's definition */
  VIR_DOMAIN_CHECKPOINT_XML_SIZE = 1 << 2,      /**< with the size of each disk's changes */
} virDomainCheckpointXMLFlags;

/** Filters for virDomainListAllCheckpoints, in groups as in virConnectListAllDomainsFlags. */
typedef enum {
  VIR_DOMAIN_CHECKPOINT_LIST_ROOTS = 1 << 0, /**< of a domain: without a parent */
  VIR_DOMAIN_CHECKPOINT_LIST_DESCENDANTS =
      1 << 0, /**< of a checkpoint: all below it, not only children */
  VIR_DOMAIN_CHECKPOINT_LIST_TOPOLOGICAL = 1 << 1, /**< parents before children */
  VIR_DOMAIN_CHECKPOINT_LIST_LEAVES = 1 << 2,      /**< without children */
  VIR_DOMAIN_CHECKPOINT_LIST_NO_LEAVES = 1 << 3,   /**< with children */
} virDomainCheckpointListFlags;

/** Flags for virDomainCheckpointDelete. */
typedef enum {
  VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN = 1 << 0,      /**< with all its descendants */
  VIR_DOMAIN_CHECKPOINT_DELETE_METADATA_ONLY = 1 << 1, /**< forget it, keep its data */
  VIR_DOMAIN_CHECKPOINT_DELETE_CHILDREN_ONLY = 1 << 2, /**< its descendants, but not itself */
} virDomainCheckpointDeleteFlags;

/** Returns: the checkpoint's name, or NULL on error. */
ROLLCALL_EXPORT const char* virDomainCheckpointGetName(virDomainCheckpointPtr checkpoint);

/** Returns: the domain. Ownership: borrowed from the checkpoint handle; do not free it. */
ROLLCALL_EXPORT virDomainPtr virDomainCheckpointGetDomain(virDomainCheckpointPtr checkpoint);

/** Returns: the connection. Ownership: borrowed from the checkpoint handle; do not close it. */
ROLLCALL_EXPORT virConnectPtr virDomainCheckpointGetConnect(virDomainCheckpointPtr checkpoint);

/**
 * Makes a checkpoint as the XML document <domaincheckpoint> says. Without a name the driver chooses
 * one. Write.
 *
 * Returns:   the checkpoint, or NULL on error.
 * Errors:    VIR_ERR_XML_ERROR or VIR_ERR_XML_DETAIL for bad XML; VIR_ERR_OPERATION_UNSUPPORTED
 *            when the domain is off or has snapshots; VIR_ERR_OPERATION_INVALID when the name is
 *            taken.
 * Atomicity: the domain's HAS_CHECKPOINT attribute changes at the instant the checkpoint can be
 *            listed.
 */
ROLLCALL_EXPORT virDomainCheckpointPtr virDomainCheckpointCreateXML(virDomainPtr domain,
                                                                    const char* xmlDesc,
                                                                    unsigned int flags);

/**
 * Returns: the XML document <domaincheckpoint>, or NULL on error. `flags`:
 *          virDomainCheckpointXMLFlags.
 */
ROLLCALL_EXPORT char* virDomainCheckpointGetXMLDesc(virDomainCheckpointPtr checkpoint,
                                                    unsigned int flags);

/**
 * All checkpoints of `domain` that match `flags` (virDomainCheckpointListFlags), as a new array
 * ended by NULL. A NULL `checkpoints` only counts.
 *
 * Returns:   how many, or -1 and `*checkpoints` NULL on error.
 * Ownership: free each with virDomainCheckpointFree and the array with free().
 */
ROLLCALL_EXPORT int virDomainListAllCheckpoints(virDomainPtr domain,
                                                virDomainCheckpointPtr** checkpoints,
                                                unsigned int flags);

/** As virDomainListAllCheckpoints, for the children of `checkpoint`. */
ROLLCALL_EXPORT int virDomainCheckpointListAllChildren(virDomainCheckpointPtr checkpoint,
                                                       virDomainCheckpointPtr** children,
                                                       unsigned int flags);

/**
 * Returns: the checkpoint called `name`, or NULL.
 * Errors:  VIR_ERR_NO_DOMAIN_CHECKPOINT. `flags` must be 0.
 */
ROLLCALL_EXPORT virDomainCheckpointPtr virDomainCheckpointLookupByName(virDomainPtr domain,
                                                                       const char* name,
                                                                       unsigned int flags);

/**
 * Returns: the parent, or NULL.
 * Errors:  VIR_ERR_NO_DOMAIN_CHECKPOINT for a root. `flags` must be 0.
 */
ROLLCALL_EXPORT virDomainCheckpointPtr
virDomainCheckpointGetParent(virDomainCheckpointPtr checkpoint, unsigned int flags);

/**
 * Deletes the checkpoint; its changes go to its parent. `flags`: virDomainCheckpointDeleteFlags.
 * Write.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG for CHILDREN with CHILDREN_ONLY; VIR_ERR_OPERATION_UNSUPPORTED when
 *          the domain is off and METADATA_ONLY is not given; VIR_ERR_NO_DOMAIN_CHECKPOINT when it
 *          was deleted.
 */
ROLLCALL_EXPORT int virDomainCheckpointDelete(virDomainCheckpointPtr checkpoint,
                                              unsigned int flags);

/** Adds a reference. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virDomainCheckpointRef(virDomainCheckpointPtr checkpoint);

/** Gives up a reference to the handle; the checkpoint stays. Returns: 0, or -1 on error. */
ROLLCALL_EXPORT int virDomainCheckpointFree(virDomainCheckpointPtr checkpoint);

#ifdef __cplusplus
}
#endif
