/**
 * The life of domains: defining, starting, stopping, saving. Include <libvirt/libvirt.h>, whose
 * conventions hold here. All functions but virDomainGetAutostart and virDomainHasManagedSaveImage
 * are Write. Unless noted they return 0, or -1 on error, and fail with VIR_ERR_OPERATION_INVALID
 * where the domain's state does not allow them.
 */
#pragma once

#include "libvirt-domain.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Flags for virDomainDefineXMLFlags. */
typedef enum {
  VIR_DOMAIN_DEFINE_VALIDATE = 1 << 0, /**< check the XML against the schema */
} virDomainDefineFlags;

/** Flags for starting a domain. */
typedef enum {
  VIR_DOMAIN_NONE = 0,
  VIR_DOMAIN_START_PAUSED = 1 << 0,       /**< do not let it run yet */
  VIR_DOMAIN_START_AUTODESTROY = 1 << 1,  /**< destroy it when this connection closes */
  VIR_DOMAIN_START_BYPASS_CACHE = 1 << 2, /**< read the managed save image past the page cache */
  VIR_DOMAIN_START_FORCE_BOOT = 1 << 3,   /**< drop a managed save image and boot */
  VIR_DOMAIN_START_VALIDATE = 1 << 4,     /**< check the XML against the schema */
  VIR_DOMAIN_START_RESET_NVRAM = 1 << 5,  /**< take fresh NVRAM */
} virDomainCreateFlags;

/** Flags for virDomainUndefineFlags: what else to give up. */
typedef enum {
  VIR_DOMAIN_UNDEFINE_MANAGED_SAVE = 1 << 0,         /**< a managed save image */
  VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA = 1 << 1,   /**< what is known of snapshots */
  VIR_DOMAIN_UNDEFINE_NVRAM = 1 << 2,                /**< the NVRAM file */
  VIR_DOMAIN_UNDEFINE_KEEP_NVRAM = 1 << 3,           /**< not the NVRAM file */
  VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA = 1 << 4, /**< what is known of checkpoints */
  VIR_DOMAIN_UNDEFINE_TPM = 1 << 5,                  /**< the state of the TPM */
  VIR_DOMAIN_UNDEFINE_KEEP_TPM = 1 << 6,             /**< not the state of the TPM */
} virDomainUndefineFlagsValues;

/**
 * Flags for virDomainShutdownFlags: by which way to ask the guest; several: try one after another.
 */
typedef enum {
  VIR_DOMAIN_SHUTDOWN_DEFAULT = 0, /**< the hypervisor chooses */
  VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN = 1 << 0,
  VIR_DOMAIN_SHUTDOWN_GUEST_AGENT = 1 << 1,
  VIR_DOMAIN_SHUTDOWN_INITCTL = 1 << 2,
  VIR_DOMAIN_SHUTDOWN_SIGNAL = 1 << 3,
  VIR_DOMAIN_SHUTDOWN_PARAVIRT = 1 << 4,
} virDomainShutdownFlagValues;

/** Flags for virDomainReboot, as for virDomainShutdownFlags. */
typedef enum {
  VIR_DOMAIN_REBOOT_DEFAULT = 0, /**< the hypervisor chooses */
  VIR_DOMAIN_REBOOT_ACPI_POWER_BTN = 1 << 0,
  VIR_DOMAIN_REBOOT_GUEST_AGENT = 1 << 1,
  VIR_DOMAIN_REBOOT_INITCTL = 1 << 2,
  VIR_DOMAIN_REBOOT_SIGNAL = 1 << 3,
  VIR_DOMAIN_REBOOT_PARAVIRT = 1 << 4,
} virDomainRebootFlagValues;

/** Flags for virDomainDestroyFlags. */
typedef enum {
  VIR_DOMAIN_DESTROY_DEFAULT = 0,
  VIR_DOMAIN_DESTROY_GRACEFUL = 1 << 0, /**< fail rather than kill a process that does not react */
  VIR_DOMAIN_DESTROY_REMOVE_LOGS = 1 << 1, /**< remove the log files too */
} virDomainDestroyFlagsValues;

/**
 * Flags for saving and restoring. RUNNING and PAUSED decide how it comes back, else it does as it
 * was.
 */
typedef enum {
  VIR_DOMAIN_SAVE_BYPASS_CACHE = 1 << 0, /**< go past the page cache */
  VIR_DOMAIN_SAVE_RUNNING = 1 << 1,
  VIR_DOMAIN_SAVE_PAUSED = 1 << 2,
  VIR_DOMAIN_SAVE_RESET_NVRAM = 1 << 3,
} virDomainSaveRestoreFlags;

/** Flags for virDomainCoreDump. CRASH, LIVE and RESET exclude each other. */
typedef enum {
  VIR_DUMP_CRASH = 1 << 0,        /**< leave the domain off */
  VIR_DUMP_LIVE = 1 << 1,         /**< do not pause it meanwhile */
  VIR_DUMP_BYPASS_CACHE = 1 << 2, /**< go past the page cache */
  VIR_DUMP_RESET = 1 << 3,        /**< reset it afterwards */
  VIR_DUMP_MEMORY_ONLY = 1 << 4,  /**< memory and registers only */
} virDomainCoreDumpFlags;

/** File formats of virDomainCoreDumpWithFormat. */
typedef enum {
  VIR_DOMAIN_CORE_DUMP_FORMAT_RAW = 0,          /**< the driver's usual one */
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_ZLIB = 1,   /**< kdump, compressed with zlib */
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_LZO = 2,    /**< kdump, compressed with lzo */
  VIR_DOMAIN_CORE_DUMP_FORMAT_KDUMP_SNAPPY = 3, /**< kdump, compressed with snappy */
  VIR_DOMAIN_CORE_DUMP_FORMAT_WIN_DMP = 4,      /**< for the debugger of Windows */
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_CORE_DUMP_FORMAT_LAST
#endif
} virDomainCoreDumpFormat;

/**
 * Stores a domain's definition, an XML document <domain>. An inactive domain of this name and uuid
 * is redefined; an active one keeps running as it is and uses the new definition from its next
 * start; a transient one becomes persistent.
 *
 * Returns: the domain, or NULL on error.
 * Errors:  VIR_ERR_OPERATION_FAILED when the name belongs to another uuid or the uuid to another
 *          name; VIR_ERR_XML_DETAIL (not well-formed, or newline in the name), VIR_ERR_XML_ERROR
 *          (wrong content), VIR_ERR_NO_NAME, VIR_ERR_INTERNAL_ERROR (malformed uuid),
 *          VIR_ERR_CONFIG_UNSUPPORTED.
 */
ROLLCALL_EXPORT virDomainPtr virDomainDefineXML(virConnectPtr conn, const char* xml);

/** As virDomainDefineXML, with `flags` (virDomainDefineFlags). */
ROLLCALL_EXPORT virDomainPtr virDomainDefineXMLFlags(virConnectPtr conn, const char* xml,
                                                     unsigned int flags);

/**
 * Starts a domain from an XML document <domain>. One that is not defined is transient: it vanishes
 * when it stops. An inactive defined one of the same name and uuid stays persistent, with its
 * stored definition.
 *
 * Returns: the domain, with a new id, or NULL on error. `flags`: virDomainCreateFlags.
 * Errors:  VIR_ERR_OPERATION_INVALID when it is active; else as virDomainDefineXML.
 */
ROLLCALL_EXPORT virDomainPtr virDomainCreateXML(virConnectPtr conn, const char* xmlDesc,
                                                unsigned int flags);

/**
 * Removes the stored definition. An inactive domain vanishes; an active one becomes transient.
 *
 * Errors: VIR_ERR_OPERATION_INVALID for a transient domain, and for one with a managed save image,
 *         or inactive with snapshots or checkpoints; see virDomainUndefineFlags.
 */
ROLLCALL_EXPORT int virDomainUndefine(virDomainPtr domain);

/**
 * As virDomainUndefine, giving up what `flags` (virDomainUndefineFlagsValues) name; absent things
 * do no harm.
 */
ROLLCALL_EXPORT int virDomainUndefineFlags(virDomainPtr domain, unsigned int flags);

/**
 * Starts a defined domain, from its managed save image if it has one. It takes a new id, the handle
 * too.
 */
ROLLCALL_EXPORT int virDomainCreate(virDomainPtr domain);

/** As virDomainCreate, with `flags` (virDomainCreateFlags). */
ROLLCALL_EXPORT int virDomainCreateWithFlags(virDomainPtr domain, unsigned int flags);

/** Pauses an active domain; it keeps its memory and id. */
ROLLCALL_EXPORT int virDomainSuspend(virDomainPtr domain);

/** Lets a paused domain run on. */
ROLLCALL_EXPORT int virDomainResume(virDomainPtr domain);

/**
 * Asks the guest of a running domain to shut down. Returning 0 says that it was asked; it may take
 * long or refuse.
 */
ROLLCALL_EXPORT int virDomainShutdown(virDomainPtr domain);

/** As virDomainShutdown, by the ways that `flags` (virDomainShutdownFlagValues) name. */
ROLLCALL_EXPORT int virDomainShutdownFlags(virDomainPtr domain, unsigned int flags);

/**
 * Asks the guest to reboot (`flags`: virDomainRebootFlagValues). The id stays; a paused domain
 * stays paused.
 */
ROLLCALL_EXPORT int virDomainReboot(virDomainPtr domain, unsigned int flags);

/**
 * Resets an active domain as the button on a machine does. State and id stay. `flags` must be 0.
 */
ROLLCALL_EXPORT int virDomainReset(virDomainPtr domain, unsigned int flags);

/** Stops an active domain at once, as pulling the plug does. A transient domain vanishes. */
ROLLCALL_EXPORT int virDomainDestroy(virDomainPtr domain);

/** As virDomainDestroy, with `flags` (virDomainDestroyFlagsValues). */
ROLLCALL_EXPORT int virDomainDestroyFlags(virDomainPtr domain, unsigned int flags);

/**
 * Puts the guest to sleep by its own power management. `target`: virNodeSuspendTarget; `duration`:
 * seconds until it wakes up, 0 for never; `flags` must be 0.
 *
 * Errors: VIR_ERR_ARGUMENT_UNSUPPORTED when the guest cannot be asked, or not for that target or
 *         duration.
 */
ROLLCALL_EXPORT int virDomainPMSuspendForDuration(virDomainPtr domain, unsigned int target,
                                                  unsigned long long duration, unsigned int flags);

/** Wakes up a domain that sleeps in VIR_DOMAIN_PMSUSPENDED. `flags` must be 0. */
ROLLCALL_EXPORT int virDomainPMWakeup(virDomainPtr domain, unsigned int flags);

/**
 * Saves an active domain's memory to the file `to` and stops it. The file is for virDomainRestore.
 */
ROLLCALL_EXPORT int virDomainSave(virDomainPtr domain, const char* to);

/**
 * As virDomainSave. `dxml`, unless NULL, replaces the definition in the file; `flags`:
 * virDomainSaveRestoreFlags.
 *
 * Errors: VIR_ERR_INVALID_ARG for RUNNING with PAUSED; VIR_ERR_OPERATION_FAILED when the file
 *         cannot be written.
 */
ROLLCALL_EXPORT int virDomainSaveFlags(virDomainPtr domain, const char* to, const char* dxml,
                                       unsigned int flags);

/** Starts a domain from a file that virDomainSave wrote. It takes a new id. */
ROLLCALL_EXPORT int virDomainRestore(virConnectPtr conn, const char* from);

/**
 * As virDomainRestore, with `dxml` and `flags` as in virDomainSaveFlags.
 *
 * Errors: VIR_ERR_OPERATION_FAILED when the file cannot be read or is none;
 *         VIR_ERR_OPERATION_INVALID when the domain is active.
 */
ROLLCALL_EXPORT int virDomainRestoreFlags(virConnectPtr conn, const char* from, const char* dxml,
                                          unsigned int flags);

/**
 * Saves an active persistent domain where the library chooses and stops it; its next start
 * continues from there.
 *
 * Errors: VIR_ERR_INVALID_ARG for RUNNING with PAUSED (`flags`: virDomainSaveRestoreFlags);
 *         VIR_ERR_OPERATION_INVALID also for a transient domain.
 */
ROLLCALL_EXPORT int virDomainManagedSave(virDomainPtr domain, unsigned int flags);

/**
 * Returns: 1 when the domain has a managed save image, 0 if not, -1 on error. `flags` must be 0.
 */
ROLLCALL_EXPORT int virDomainHasManagedSaveImage(virDomainPtr domain, unsigned int flags);

/** Removes the managed save image; without one nothing happens. `flags` must be 0. */
ROLLCALL_EXPORT int virDomainManagedSaveRemove(virDomainPtr domain, unsigned int flags);

/**
 * Writes an active domain's memory to the file `to`, for a debugger. `flags`:
 * virDomainCoreDumpFlags.
 *
 * Errors: VIR_ERR_INVALID_ARG for flags that exclude each other; VIR_ERR_OPERATION_FAILED when the
 *         file cannot be written.
 */
ROLLCALL_EXPORT int virDomainCoreDump(virDomainPtr domain, const char* to, unsigned int flags);

/**
 * As virDomainCoreDump, in the format `dumpformat` (virDomainCoreDumpFormat).
 *
 * Errors: VIR_ERR_INVALID_ARG for a format that does not exist, VIR_ERR_OPERATION_UNSUPPORTED for
 *         one that the driver does not write.
 */
ROLLCALL_EXPORT int virDomainCoreDumpWithFormat(virDomainPtr domain, const char* to,
                                                unsigned int dumpformat, unsigned int flags);

/** Whether the domain starts with its host into `*autostart`, 0 or 1. */
ROLLCALL_EXPORT int virDomainGetAutostart(virDomainPtr domain, int* autostart);

/**
 * Sets that; any value but 0 means yes.
 *
 * Errors: VIR_ERR_OPERATION_INVALID for a transient domain.
 */
ROLLCALL_EXPORT int virDomainSetAutostart(virDomainPtr domain, int autostart);

/**
 * Gives an inactive domain a new name; the uuid stays. Handles made before keep the old name.
 * `flags` must be 0.
 *
 * Errors: VIR_ERR_INVALID_ARG for an empty name, VIR_ERR_XML_ERROR for one with a slash;
 *         VIR_ERR_OPERATION_INVALID when the name is taken (its own included), or the domain is
 *         active or has a managed save image.
 */
ROLLCALL_EXPORT int virDomainRename(virDomainPtr domain, const char* new_name, unsigned int flags);

#ifdef __cplusplus
}
#endif
