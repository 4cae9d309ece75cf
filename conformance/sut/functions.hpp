// Functions: one typed pointer per function of the public C API that the kit calls, each member
// named exactly as the C function. Two lists say which functions a library must have to be judged
// at all, and which may be missing.

#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <rollcall/mock.h>
#include <rollcall/rollcall.h>

/// Functions without which nothing can be judged: errors, connections, listing, look-up, getters,
/// basic life cycle.
#define ROLLCALL_SUT_REQUIRED_FUNCTIONS(X) \
  X(virInitialize)                         \
  X(virGetVersion)                         \
  X(virGetLastError)                       \
  X(virResetLastError)                     \
  X(virSetErrorFunc)                       \
  X(virConnectOpen)                        \
  X(virConnectOpenReadOnly)                \
  X(virConnectClose)                       \
  X(virConnectRef)                         \
  X(virConnectGetType)                     \
  X(virConnectGetCapabilities)             \
  X(virConnectListAllDomains)              \
  X(virDomainLookupByID)                   \
  X(virDomainLookupByName)                 \
  X(virDomainLookupByUUID)                 \
  X(virDomainLookupByUUIDString)           \
  X(virDomainRef)                          \
  X(virDomainFree)                         \
  X(virDomainGetConnect)                   \
  X(virDomainGetName)                      \
  X(virDomainGetUUID)                      \
  X(virDomainGetUUIDString)                \
  X(virDomainGetID)                        \
  X(virDomainGetState)                     \
  X(virDomainGetXMLDesc)                   \
  X(virDomainIsActive)                     \
  X(virDomainIsPersistent)                 \
  X(virDomainGetAutostart)                 \
  X(virDomainSetAutostart)                 \
  X(virDomainDefineXML)                    \
  X(virDomainUndefine)                     \
  X(virDomainUndefineFlags)                \
  X(virDomainCreateXML)                    \
  X(virDomainCreate)                       \
  X(virDomainCreateWithFlags)              \
  X(virDomainSuspend)                      \
  X(virDomainResume)                       \
  X(virDomainShutdown)                     \
  X(virDomainReboot)                       \
  X(virDomainReset)                        \
  X(virDomainDestroy)                      \
  X(virDomainDestroyFlags)

/// Functions whose absence only skips the checks that need them.
#define ROLLCALL_SUT_OPTIONAL_FUNCTIONS(X) \
  X(virGetLastErrorMessage)                \
  X(virConnGetLastError)                   \
  X(virConnResetLastError)                 \
  X(virConnectOpenAuth)                    \
  X(virConnectGetVersion)                  \
  X(virConnectGetLibVersion)               \
  X(virConnectGetHostname)                 \
  X(virConnectGetURI)                      \
  X(virConnectGetMaxVcpus)                 \
  X(virConnectIsAlive)                     \
  X(virConnectIsSecure)                    \
  X(virConnectIsEncrypted)                 \
  X(virNodeGetInfo)                        \
  X(virConnectNumOfDomains)                \
  X(virConnectListDomains)                 \
  X(virConnectNumOfDefinedDomains)         \
  X(virConnectListDefinedDomains)          \
  X(virConnectGetAllDomainStats)           \
  X(virDomainListGetStats)                 \
  X(virDomainStatsRecordListFree)          \
  X(virDomainGetInfo)                      \
  X(virDomainGetOSType)                    \
  X(virDomainGetMaxMemory)                 \
  X(virDomainIsUpdated)                    \
  X(virDomainDefineXMLFlags)               \
  X(virDomainShutdownFlags)                \
  X(virDomainPMSuspendForDuration)         \
  X(virDomainPMWakeup)                     \
  X(virDomainManagedSave)                  \
  X(virDomainHasManagedSaveImage)          \
  X(virDomainManagedSaveRemove)            \
  X(virDomainSave)                         \
  X(virDomainSaveFlags)                    \
  X(virDomainRestore)                      \
  X(virDomainRestoreFlags)                 \
  X(virDomainCoreDump)                     \
  X(virDomainRename)                       \
  X(virDomainGetMetadata)                  \
  X(virDomainSetMetadata)                  \
  X(virDomainSnapshotCreateXML)            \
  X(virDomainSnapshotNum)                  \
  X(virDomainListAllSnapshots)             \
  X(virDomainSnapshotLookupByName)         \
  X(virDomainHasCurrentSnapshot)           \
  X(virDomainSnapshotCurrent)              \
  X(virDomainSnapshotGetName)              \
  X(virDomainSnapshotGetParent)            \
  X(virDomainSnapshotGetXMLDesc)           \
  X(virDomainSnapshotDelete)               \
  X(virDomainRevertToSnapshot)             \
  X(virDomainSnapshotFree)                 \
  X(virDomainCheckpointCreateXML)          \
  X(virDomainListAllCheckpoints)           \
  X(virDomainCheckpointLookupByName)       \
  X(virDomainCheckpointGetName)            \
  X(virDomainCheckpointDelete)             \
  X(virDomainCheckpointFree)               \
  X(virEventRegisterDefaultImpl)           \
  X(virEventRunDefaultImpl)                \
  X(virEventAddTimeout)                    \
  X(virEventUpdateTimeout)                 \
  X(virEventRemoveTimeout)                 \
  X(virConnectDomainEventRegister)         \
  X(virConnectDomainEventDeregister)       \
  X(virConnectDomainEventRegisterAny)      \
  X(virConnectDomainEventDeregisterAny)    \
  X(rollcallConnectListAllDomains)         \
  X(rollcallConnectDomainWatch)            \
  X(rollcallConnectDomainUnwatch)          \
  X(rollcallMockAddRule)                   \
  X(rollcallMockRemoveRule)                \
  X(rollcallMockWaitHeld)

namespace rollcall::sut {

/// The functions of one library; an optional function that the library lacks is null.
struct Functions {
#define ROLLCALL_SUT_MEMBER(name) decltype(&::name) name = nullptr;
  ROLLCALL_SUT_REQUIRED_FUNCTIONS(ROLLCALL_SUT_MEMBER)
  ROLLCALL_SUT_OPTIONAL_FUNCTIONS(ROLLCALL_SUT_MEMBER)
#undef ROLLCALL_SUT_MEMBER
};

}  // namespace rollcall::sut
