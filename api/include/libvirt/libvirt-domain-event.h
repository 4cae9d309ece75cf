/**
 * Events of domains. Callbacks are run by the registered event loop (libvirt-event.h), one at a
 * time per connection, and those of one domain in the order of its changes. Include
 * <libvirt/libvirt.h>, whose conventions hold here.
 */
#pragma once

#include "libvirt-domain.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What happened to a domain. */
typedef enum {
  VIR_DOMAIN_EVENT_DEFINED = 0,
  VIR_DOMAIN_EVENT_UNDEFINED = 1,
  VIR_DOMAIN_EVENT_STARTED = 2,
  VIR_DOMAIN_EVENT_SUSPENDED = 3,
  VIR_DOMAIN_EVENT_RESUMED = 4,
  VIR_DOMAIN_EVENT_STOPPED = 5,
  VIR_DOMAIN_EVENT_SHUTDOWN = 6,
  VIR_DOMAIN_EVENT_PMSUSPENDED = 7,
  VIR_DOMAIN_EVENT_CRASHED = 8,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_LAST
#endif
} virDomainEventType;

/** Detail of VIR_DOMAIN_EVENT_DEFINED. */
typedef enum {
  VIR_DOMAIN_EVENT_DEFINED_ADDED = 0,
  VIR_DOMAIN_EVENT_DEFINED_UPDATED = 1,
  VIR_DOMAIN_EVENT_DEFINED_RENAMED = 2,
  VIR_DOMAIN_EVENT_DEFINED_FROM_SNAPSHOT = 3,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_DEFINED_LAST
#endif
} virDomainEventDefinedDetailType;

/** Detail of VIR_DOMAIN_EVENT_UNDEFINED. */
typedef enum {
  VIR_DOMAIN_EVENT_UNDEFINED_REMOVED = 0,
  VIR_DOMAIN_EVENT_UNDEFINED_RENAMED = 1,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_UNDEFINED_LAST
#endif
} virDomainEventUndefinedDetailType;

/** Detail of VIR_DOMAIN_EVENT_STARTED. */
typedef enum {
  VIR_DOMAIN_EVENT_STARTED_BOOTED = 0,
  VIR_DOMAIN_EVENT_STARTED_MIGRATED = 1,
  VIR_DOMAIN_EVENT_STARTED_RESTORED = 2,
  VIR_DOMAIN_EVENT_STARTED_FROM_SNAPSHOT = 3,
  VIR_DOMAIN_EVENT_STARTED_WAKEUP = 4,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_STARTED_LAST
#endif
} virDomainEventStartedDetailType;

/** Detail of VIR_DOMAIN_EVENT_SUSPENDED. */
typedef enum {
  VIR_DOMAIN_EVENT_SUSPENDED_PAUSED = 0,
  VIR_DOMAIN_EVENT_SUSPENDED_MIGRATED = 1,
  VIR_DOMAIN_EVENT_SUSPENDED_IOERROR = 2,
  VIR_DOMAIN_EVENT_SUSPENDED_WATCHDOG = 3,
  VIR_DOMAIN_EVENT_SUSPENDED_RESTORED = 4,
  VIR_DOMAIN_EVENT_SUSPENDED_FROM_SNAPSHOT = 5,
  VIR_DOMAIN_EVENT_SUSPENDED_API_ERROR = 6,
  VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY = 7,
  VIR_DOMAIN_EVENT_SUSPENDED_POSTCOPY_FAILED = 8,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_SUSPENDED_LAST
#endif
} virDomainEventSuspendedDetailType;

/** Detail of VIR_DOMAIN_EVENT_RESUMED. */
typedef enum {
  VIR_DOMAIN_EVENT_RESUMED_UNPAUSED = 0,
  VIR_DOMAIN_EVENT_RESUMED_MIGRATED = 1,
  VIR_DOMAIN_EVENT_RESUMED_FROM_SNAPSHOT = 2,
  VIR_DOMAIN_EVENT_RESUMED_POSTCOPY = 3,
  VIR_DOMAIN_EVENT_RESUMED_POSTCOPY_FAILED = 4,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_RESUMED_LAST
#endif
} virDomainEventResumedDetailType;

/** Detail of VIR_DOMAIN_EVENT_STOPPED. */
typedef enum {
  VIR_DOMAIN_EVENT_STOPPED_SHUTDOWN = 0,
  VIR_DOMAIN_EVENT_STOPPED_DESTROYED = 1,
  VIR_DOMAIN_EVENT_STOPPED_CRASHED = 2,
  VIR_DOMAIN_EVENT_STOPPED_MIGRATED = 3,
  VIR_DOMAIN_EVENT_STOPPED_SAVED = 4,
  VIR_DOMAIN_EVENT_STOPPED_FAILED = 5,
  VIR_DOMAIN_EVENT_STOPPED_FROM_SNAPSHOT = 6,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_STOPPED_LAST
#endif
} virDomainEventStoppedDetailType;

/** Detail of VIR_DOMAIN_EVENT_SHUTDOWN. */
typedef enum {
  VIR_DOMAIN_EVENT_SHUTDOWN_FINISHED = 0, /**< the guest is done, for an unknown cause */
  VIR_DOMAIN_EVENT_SHUTDOWN_GUEST = 1,    /**< the guest's doing */
  VIR_DOMAIN_EVENT_SHUTDOWN_HOST = 2,     /**< the host's doing */
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_SHUTDOWN_LAST
#endif
} virDomainEventShutdownDetailType;

/** Detail of VIR_DOMAIN_EVENT_PMSUSPENDED. */
typedef enum {
  VIR_DOMAIN_EVENT_PMSUSPENDED_MEMORY = 0,
  VIR_DOMAIN_EVENT_PMSUSPENDED_DISK = 1,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_PMSUSPENDED_LAST
#endif
} virDomainEventPMSuspendedDetailType;

/** Detail of VIR_DOMAIN_EVENT_CRASHED. */
typedef enum {
  VIR_DOMAIN_EVENT_CRASHED_PANICKED = 0,
  VIR_DOMAIN_EVENT_CRASHED_CRASHLOADED = 1,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_CRASHED_LAST
#endif
} virDomainEventCrashedDetailType;

/**
 * The kinds of events to register for; each names its callback type. Most have
 * virConnectDomainEventGenericCallback.
 */
typedef enum {
  VIR_DOMAIN_EVENT_ID_LIFECYCLE = 0,                  /**< virConnectDomainEventCallback */
  VIR_DOMAIN_EVENT_ID_REBOOT = 1,                     /**< generic */
  VIR_DOMAIN_EVENT_ID_RTC_CHANGE = 2,                 /**< ...RTCChangeCallback */
  VIR_DOMAIN_EVENT_ID_WATCHDOG = 3,                   /**< ...WatchdogCallback */
  VIR_DOMAIN_EVENT_ID_IO_ERROR = 4,                   /**< ...IOErrorCallback */
  VIR_DOMAIN_EVENT_ID_GRAPHICS = 5,                   /**< ...GraphicsCallback */
  VIR_DOMAIN_EVENT_ID_IO_ERROR_REASON = 6,            /**< ...IOErrorReasonCallback */
  VIR_DOMAIN_EVENT_ID_CONTROL_ERROR = 7,              /**< generic */
  VIR_DOMAIN_EVENT_ID_BLOCK_JOB = 8,                  /**< ...BlockJobCallback, disk by path */
  VIR_DOMAIN_EVENT_ID_DISK_CHANGE = 9,                /**< ...DiskChangeCallback */
  VIR_DOMAIN_EVENT_ID_TRAY_CHANGE = 10,               /**< ...TrayChangeCallback */
  VIR_DOMAIN_EVENT_ID_PMWAKEUP = 11,                  /**< ...PMWakeupCallback */
  VIR_DOMAIN_EVENT_ID_PMSUSPEND = 12,                 /**< ...PMSuspendCallback */
  VIR_DOMAIN_EVENT_ID_BALLOON_CHANGE = 13,            /**< ...BalloonChangeCallback */
  VIR_DOMAIN_EVENT_ID_PMSUSPEND_DISK = 14,            /**< ...PMSuspendDiskCallback */
  VIR_DOMAIN_EVENT_ID_DEVICE_REMOVED = 15,            /**< ...DeviceRemovedCallback */
  VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2 = 16,               /**< ...BlockJobCallback, disk by target */
  VIR_DOMAIN_EVENT_ID_TUNABLE = 17,                   /**< ...TunableCallback */
  VIR_DOMAIN_EVENT_ID_AGENT_LIFECYCLE = 18,           /**< ...AgentLifecycleCallback */
  VIR_DOMAIN_EVENT_ID_DEVICE_ADDED = 19,              /**< ...DeviceAddedCallback */
  VIR_DOMAIN_EVENT_ID_MIGRATION_ITERATION = 20,       /**< ...MigrationIterationCallback */
  VIR_DOMAIN_EVENT_ID_JOB_COMPLETED = 21,             /**< ...JobCompletedCallback */
  VIR_DOMAIN_EVENT_ID_DEVICE_REMOVAL_FAILED = 22,     /**< ...DeviceRemovalFailedCallback */
  VIR_DOMAIN_EVENT_ID_METADATA_CHANGE = 23,           /**< ...MetadataChangeCallback */
  VIR_DOMAIN_EVENT_ID_BLOCK_THRESHOLD = 24,           /**< ...BlockThresholdCallback */
  VIR_DOMAIN_EVENT_ID_MEMORY_FAILURE = 25,            /**< ...MemoryFailureCallback */
  VIR_DOMAIN_EVENT_ID_MEMORY_DEVICE_SIZE_CHANGE = 26, /**< ...MemoryDeviceSizeChangeCallback */
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_ID_LAST
#endif
} virDomainEventID;

/** What a watchdog did. */
typedef enum {
  VIR_DOMAIN_EVENT_WATCHDOG_NONE = 0,
  VIR_DOMAIN_EVENT_WATCHDOG_PAUSE = 1,
  VIR_DOMAIN_EVENT_WATCHDOG_RESET = 2,
  VIR_DOMAIN_EVENT_WATCHDOG_POWEROFF = 3,
  VIR_DOMAIN_EVENT_WATCHDOG_SHUTDOWN = 4,
  VIR_DOMAIN_EVENT_WATCHDOG_DEBUG = 5,
  VIR_DOMAIN_EVENT_WATCHDOG_INJECTNMI = 6,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_WATCHDOG_LAST
#endif
} virDomainEventWatchdogAction;

/** What followed a failed disk access. */
typedef enum {
  VIR_DOMAIN_EVENT_IO_ERROR_NONE = 0,
  VIR_DOMAIN_EVENT_IO_ERROR_PAUSE = 1,
  VIR_DOMAIN_EVENT_IO_ERROR_REPORT = 2,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_IO_ERROR_LAST
#endif
} virDomainEventIOErrorAction;

/** Stages of a viewer's visit. */
typedef enum {
  VIR_DOMAIN_EVENT_GRAPHICS_CONNECT = 0,
  VIR_DOMAIN_EVENT_GRAPHICS_INITIALIZE = 1,
  VIR_DOMAIN_EVENT_GRAPHICS_DISCONNECT = 2,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_GRAPHICS_LAST
#endif
} virDomainEventGraphicsPhase;

/** Address families of a viewer. */
typedef enum {
  VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV4 = 0,
  VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_IPV6 = 1,
  VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_UNIX = 2,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_GRAPHICS_ADDRESS_LAST
#endif
} virDomainEventGraphicsAddressType;

/** What a block job does. */
typedef enum {
  VIR_DOMAIN_BLOCK_JOB_TYPE_UNKNOWN = 0,
  VIR_DOMAIN_BLOCK_JOB_TYPE_PULL = 1,
  VIR_DOMAIN_BLOCK_JOB_TYPE_COPY = 2,
  VIR_DOMAIN_BLOCK_JOB_TYPE_COMMIT = 3,
  VIR_DOMAIN_BLOCK_JOB_TYPE_ACTIVE_COMMIT = 4,
  VIR_DOMAIN_BLOCK_JOB_TYPE_BACKUP = 5,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_BLOCK_JOB_TYPE_LAST
#endif
} virDomainBlockJobType;

/** How a block job stands. */
typedef enum {
  VIR_DOMAIN_BLOCK_JOB_COMPLETED = 0,
  VIR_DOMAIN_BLOCK_JOB_FAILED = 1,
  VIR_DOMAIN_BLOCK_JOB_CANCELED = 2,
  VIR_DOMAIN_BLOCK_JOB_READY = 3,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_BLOCK_JOB_LAST
#endif
} virConnectDomainEventBlockJobStatus;

/** Why a disk's source changed. */
typedef enum {
  VIR_DOMAIN_EVENT_DISK_CHANGE_MISSING_ON_START = 0,
  VIR_DOMAIN_EVENT_DISK_DROP_MISSING_ON_START = 1,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_DISK_CHANGE_LAST
#endif
} virConnectDomainEventDiskChangeReason;

/** What became of a removable drive's tray. */
typedef enum {
  VIR_DOMAIN_EVENT_TRAY_CHANGE_OPEN = 0,
  VIR_DOMAIN_EVENT_TRAY_CHANGE_CLOSE = 1,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_TRAY_CHANGE_LAST
#endif
} virDomainEventTrayChangeReason;

/** Whether the guest agent can be reached. */
typedef enum {
  VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_CONNECTED = 1,
  VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_DISCONNECTED = 2,
#ifdef VIR_ENUM_SENTINELS
  VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_STATE_LAST
#endif
} virConnectDomainEventAgentLifecycleState;

/** Why that changed. */
typedef enum {
  VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_UNKNOWN = 0,
  VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_DOMAIN_STARTED = 1,
  VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_CHANNEL = 2,
#ifdef VIR_ENUM_SENTINELS
  VIR_CONNECT_DOMAIN_EVENT_AGENT_LIFECYCLE_REASON_LAST
#endif
} virConnectDomainEventAgentLifecycleReason;

/** Whose memory failed. */
typedef enum {
  VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_HYPERVISOR = 0,
  VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_GUEST = 1,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_MEMORY_FAILURE_RECIPIENT_LAST
#endif
} virDomainMemoryFailureRecipientType;

/** What was done about it. */
typedef enum {
  VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_IGNORE = 0,
  VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_INJECT = 1,
  VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_FATAL = 2,
  VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_RESET = 3,
#ifdef VIR_ENUM_SENTINELS
  VIR_DOMAIN_EVENT_MEMORY_FAILURE_ACTION_LAST
#endif
} virDomainMemoryFailureActionType;

/** How the failure was met; bits. */
typedef enum {
  VIR_DOMAIN_MEMORY_FAILURE_ACTION_REQUIRED = 1 << 0,
  VIR_DOMAIN_MEMORY_FAILURE_RECURSIVE = 1 << 1,
} virDomainMemoryFailureFlags;

/** One end of a viewer's connection. */
typedef struct _virDomainEventGraphicsAddress virDomainEventGraphicsAddress;
typedef virDomainEventGraphicsAddress* virDomainEventGraphicsAddressPtr;
struct _virDomainEventGraphicsAddress {
  int family; /**< virDomainEventGraphicsAddressType */
  char* node;
  char* service;
};

/** One name under which a viewer is known. */
typedef struct _virDomainEventGraphicsSubjectIdentity virDomainEventGraphicsSubjectIdentity;
typedef virDomainEventGraphicsSubjectIdentity* virDomainEventGraphicsSubjectIdentityPtr;
struct _virDomainEventGraphicsSubjectIdentity {
  char* type;
  char* name;
};

/** All names of a viewer. */
typedef struct _virDomainEventGraphicsSubject virDomainEventGraphicsSubject;
typedef virDomainEventGraphicsSubject* virDomainEventGraphicsSubjectPtr;
struct _virDomainEventGraphicsSubject {
  int nidentity;
  virDomainEventGraphicsSubjectIdentityPtr identities;
};

/*
 * Callbacks. `conn`, `dom` and all strings live for the call only; take a reference or a copy to
 * keep them. `opaque` is what was registered. Callbacks may call this API, deregistering included.
 */

/**
 * Lifecycle: `event` is a virDomainEventType, `detail` its ...DetailType. The result is ignored.
 */
typedef int (*virConnectDomainEventCallback)(virConnectPtr conn, virDomainPtr dom, int event,
                                             int detail, void* opaque);

/**
 * Events that carry nothing but the domain, and the type under which all callbacks are registered.
 */
typedef void (*virConnectDomainEventGenericCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     void* opaque);

/** The guest set its clock `utcoffset` seconds off UTC. */
typedef void (*virConnectDomainEventRTCChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                       long long utcoffset, void* opaque);

/** The watchdog fired; `action`: virDomainEventWatchdogAction. */
typedef void (*virConnectDomainEventWatchdogCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      int action, void* opaque);

/** A disk access failed; `action`: virDomainEventIOErrorAction. */
typedef void (*virConnectDomainEventIOErrorCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     const char* srcPath, const char* devAlias,
                                                     int action, void* opaque);

/** The same, with the `reason`: a word such as "enospc", or "". */
typedef void (*virConnectDomainEventIOErrorReasonCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           const char* srcPath,
                                                           const char* devAlias, int action,
                                                           const char* reason, void* opaque);

/** A viewer came or went; `phase`: virDomainEventGraphicsPhase. */
typedef void (*virConnectDomainEventGraphicsCallback)(
    virConnectPtr conn, virDomainPtr dom, int phase, const virDomainEventGraphicsAddress* local,
    const virDomainEventGraphicsAddress* remote, const char* authScheme,
    const virDomainEventGraphicsSubject* subject, void* opaque);

/**
 * A job on a disk moved on; `type`: virDomainBlockJobType, `status`:
 * virConnectDomainEventBlockJobStatus.
 */
typedef void (*virConnectDomainEventBlockJobCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      const char* disk, int type, int status,
                                                      void* opaque);

/** A disk's source changed; `reason`: virConnectDomainEventDiskChangeReason. */
typedef void (*virConnectDomainEventDiskChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                        const char* oldSrcPath,
                                                        const char* newSrcPath,
                                                        const char* devAlias, int reason,
                                                        void* opaque);

/** A tray moved; `reason`: virDomainEventTrayChangeReason. */
typedef void (*virConnectDomainEventTrayChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                        const char* devAlias, int reason,
                                                        void* opaque);

/** The guest woke up; `reason` is 0. */
typedef void (*virConnectDomainEventPMWakeupCallback)(virConnectPtr conn, virDomainPtr dom,
                                                      int reason, void* opaque);

/** The guest fell asleep, to memory; `reason` is 0. */
typedef void (*virConnectDomainEventPMSuspendCallback)(virConnectPtr conn, virDomainPtr dom,
                                                       int reason, void* opaque);

/** The guest fell asleep, to disk; `reason` is 0. */
typedef void (*virConnectDomainEventPMSuspendDiskCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           int reason, void* opaque);

/** The guest's memory is now `actual` KiB. */
typedef void (*virConnectDomainEventBalloonChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           unsigned long long actual, void* opaque);

/** A device left the domain. */
typedef void (*virConnectDomainEventDeviceRemovedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           const char* devAlias, void* opaque);

/** A device joined the domain. */
typedef void (*virConnectDomainEventDeviceAddedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                         const char* devAlias, void* opaque);

/** The guest refused to give up a device. */
typedef void (*virConnectDomainEventDeviceRemovalFailedCallback)(virConnectPtr conn,
                                                                 virDomainPtr dom,
                                                                 const char* devAlias,
                                                                 void* opaque);

/**
 * Metadata changed; `type`: virDomainMetadataType, `nsuri`: the namespace of an element, or NULL.
 */
typedef void (*virConnectDomainEventMetadataChangeCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            int type, const char* nsuri,
                                                            void* opaque);

/** A migration began its pass number `iteration` over memory. */
typedef void (*virConnectDomainEventMigrationIterationCallback)(virConnectPtr conn,
                                                                virDomainPtr dom, int iteration,
                                                                void* opaque);

/** A background job ended, with these figures. */
typedef void (*virConnectDomainEventJobCompletedCallback)(virConnectPtr conn, virDomainPtr dom,
                                                          virTypedParameterPtr params, int nparams,
                                                          void* opaque);

/** Tunable settings changed to these values. */
typedef void (*virConnectDomainEventTunableCallback)(virConnectPtr conn, virDomainPtr dom,
                                                     virTypedParameterPtr params, int nparams,
                                                     void* opaque);

/** The guest agent came or went: virConnectDomainEventAgentLifecycleState and ...Reason. */
typedef void (*virConnectDomainEventAgentLifecycleCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            int state, int reason, void* opaque);

/** Writes to a disk passed `threshold` bytes, by `excess`. */
typedef void (*virConnectDomainEventBlockThresholdCallback)(virConnectPtr conn, virDomainPtr dom,
                                                            const char* dev, const char* path,
                                                            unsigned long long threshold,
                                                            unsigned long long excess,
                                                            void* opaque);

/** Memory failed: virDomainMemoryFailureRecipientType, ...ActionType and ...Flags. */
typedef void (*virConnectDomainEventMemoryFailureCallback)(virConnectPtr conn, virDomainPtr dom,
                                                           int recipient, int action,
                                                           unsigned int flags, void* opaque);

/** The guest changed the size of a memory device to `size` KiB. */
typedef void (*virConnectDomainEventMemoryDeviceSizeChangeCallback)(
    virConnectPtr conn, virDomainPtr dom, const char* alias, unsigned long long size, void* opaque);

/** Turns any of these callbacks into the type that virConnectDomainEventRegisterAny takes. */
#define VIR_DOMAIN_EVENT_CALLBACK(cb) ((virConnectDomainEventGenericCallback)(void (*)(void))(cb))

/**
 * Registers a callback for the lifecycle events of all domains; each callback once.
 *
 * Pre:       an event loop is registered, and run for as long as callbacks are wanted.
 * Returns:   0, or -1 on error.
 * Errors:    VIR_ERR_INTERNAL_ERROR without an event loop; VIR_ERR_INVALID_ARG when `cb` is
 *            registered already.
 * Ownership: `freecb`, unless NULL, is called with `opaque` when the callback will not be called
 *            again; not on error. A registered callback keeps the connection open.
 */
ROLLCALL_EXPORT int virConnectDomainEventRegister(virConnectPtr conn,
                                                  virConnectDomainEventCallback cb, void* opaque,
                                                  virFreeCallback freecb);

/**
 * Removes a callback that virConnectDomainEventRegister registered.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG when `cb` is not registered.
 */
ROLLCALL_EXPORT int virConnectDomainEventDeregister(virConnectPtr conn,
                                                    virConnectDomainEventCallback cb);

/**
 * Registers a callback for the events `eventID` (virDomainEventID) of `dom`, or with NULL of all
 * domains. Events that happened before the call are not delivered to it.
 *
 * Pre:       as virConnectDomainEventRegister; `cb` has the type of its event, cast by
 *            VIR_DOMAIN_EVENT_CALLBACK.
 * Returns:   a number of 0 or more for virConnectDomainEventDeregisterAny, or -1 on error.
 * Errors:    VIR_ERR_INTERNAL_ERROR without an event loop; VIR_ERR_INVALID_ARG for an unknown
 *            `eventID`, a domain of another connection, or a `cb` that is registered already for
 *            the same events and domain.
 * Ownership: as virConnectDomainEventRegister.
 */
ROLLCALL_EXPORT int virConnectDomainEventRegisterAny(virConnectPtr conn, virDomainPtr dom,
                                                     int eventID,
                                                     virConnectDomainEventGenericCallback cb,
                                                     void* opaque, virFreeCallback freecb);

/**
 * Removes the callback numbered `callbackID`. It does not start again afterwards, even for queued
 * events.
 *
 * Returns: 0, or -1 on error.
 * Errors:  VIR_ERR_INVALID_ARG when there is no such callback.
 */
ROLLCALL_EXPORT int virConnectDomainEventDeregisterAny(virConnectPtr conn, int callbackID);

#ifdef __cplusplus
}
#endif
