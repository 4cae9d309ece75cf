// Functions: one typed pointer per function of the public C API that the module calls, each member
// named exactly as the C function. A library may lack some; those are null.

#pragma once

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <rollcall/domain_status.h>
#include <rollcall/mock.h>
#include <rollcall/rollcall.h>

#define ROLLCALL_PYTHON_FUNCTIONS(X)      \
  X(virInitialize)                        \
  X(virGetVersion)                        \
  X(virGetLastError)                      \
  X(virGetLastErrorCode)                  \
  X(virGetLastErrorDomain)                \
  X(virGetLastErrorMessage)               \
  X(virResetLastError)                    \
  X(virSetErrorFunc)                      \
  X(virConnGetLastError)                  \
  X(virConnResetLastError)                \
  X(virEventRegisterImpl)                 \
  X(virEventRegisterDefaultImpl)          \
  X(virEventRunDefaultImpl)               \
  X(virEventAddHandle)                    \
  X(virEventUpdateHandle)                 \
  X(virEventRemoveHandle)                 \
  X(virEventAddTimeout)                   \
  X(virEventUpdateTimeout)                \
  X(virEventRemoveTimeout)                \
  X(virConnectOpen)                       \
  X(virConnectOpenReadOnly)               \
  X(virConnectOpenAuth)                   \
  X(virConnectClose)                      \
  X(virConnectGetType)                    \
  X(virConnectGetVersion)                 \
  X(virConnectGetLibVersion)              \
  X(virConnectGetHostname)                \
  X(virConnectGetURI)                     \
  X(virConnectGetCapabilities)            \
  X(virConnectGetSysinfo)                 \
  X(virNodeGetInfo)                       \
  X(virConnectGetMaxVcpus)                \
  X(virConnectIsAlive)                    \
  X(virConnectIsSecure)                   \
  X(virConnectIsEncrypted)                \
  X(virConnectSetKeepAlive)               \
  X(virConnectRegisterCloseCallback)      \
  X(virConnectUnregisterCloseCallback)    \
  X(virConnectListAllDomains)             \
  X(virConnectNumOfDomains)               \
  X(virConnectListDomains)                \
  X(virConnectNumOfDefinedDomains)        \
  X(virConnectListDefinedDomains)         \
  X(virDomainLookupByID)                  \
  X(virDomainLookupByUUID)                \
  X(virDomainLookupByUUIDString)          \
  X(virDomainLookupByName)                \
  X(virDomainRef)                         \
  X(virDomainFree)                        \
  X(virDomainGetName)                     \
  X(virDomainGetUUID)                     \
  X(virDomainGetUUIDString)               \
  X(virDomainGetID)                       \
  X(virDomainGetState)                    \
  X(virDomainGetInfo)                     \
  X(virDomainGetControlInfo)              \
  X(virDomainGetXMLDesc)                  \
  X(virDomainGetOSType)                   \
  X(virDomainGetMaxMemory)                \
  X(virDomainIsActive)                    \
  X(virDomainIsPersistent)                \
  X(virDomainIsUpdated)                   \
  X(virDomainSetMetadata)                 \
  X(virDomainGetMetadata)                 \
  X(virDomainDefineXML)                   \
  X(virDomainDefineXMLFlags)              \
  X(virDomainCreateXML)                   \
  X(virDomainUndefine)                    \
  X(virDomainUndefineFlags)               \
  X(virDomainCreate)                      \
  X(virDomainCreateWithFlags)             \
  X(virDomainSuspend)                     \
  X(virDomainResume)                      \
  X(virDomainShutdown)                    \
  X(virDomainShutdownFlags)               \
  X(virDomainReboot)                      \
  X(virDomainReset)                       \
  X(virDomainDestroy)                     \
  X(virDomainDestroyFlags)                \
  X(virDomainPMSuspendForDuration)        \
  X(virDomainPMWakeup)                    \
  X(virDomainSave)                        \
  X(virDomainSaveFlags)                   \
  X(virDomainRestore)                     \
  X(virDomainRestoreFlags)                \
  X(virDomainManagedSave)                 \
  X(virDomainHasManagedSaveImage)         \
  X(virDomainManagedSaveRemove)           \
  X(virDomainCoreDump)                    \
  X(virDomainCoreDumpWithFormat)          \
  X(virDomainGetAutostart)                \
  X(virDomainSetAutostart)                \
  X(virDomainRename)                      \
  X(virConnectGetAllDomainStats)          \
  X(virDomainListGetStats)                \
  X(virDomainStatsRecordListFree)         \
  X(virDomainGetJobInfo)                  \
  X(virDomainAbortJob)                    \
  X(virDomainBlockStats)                  \
  X(virDomainBlockStatsFlags)             \
  X(virDomainGetBlockInfo)                \
  X(virDomainInterfaceStats)              \
  X(virDomainMemoryStats)                 \
  X(virDomainGetVcpus)                    \
  X(virDomainGetCPUStats)                 \
  X(virDomainSnapshotGetName)             \
  X(virDomainSnapshotGetDomain)           \
  X(virDomainSnapshotCreateXML)           \
  X(virDomainSnapshotGetXMLDesc)          \
  X(virDomainSnapshotNum)                 \
  X(virDomainSnapshotListNames)           \
  X(virDomainListAllSnapshots)            \
  X(virDomainSnapshotNumChildren)         \
  X(virDomainSnapshotListChildrenNames)   \
  X(virDomainSnapshotListAllChildren)     \
  X(virDomainSnapshotLookupByName)        \
  X(virDomainHasCurrentSnapshot)          \
  X(virDomainSnapshotCurrent)             \
  X(virDomainSnapshotGetParent)           \
  X(virDomainSnapshotIsCurrent)           \
  X(virDomainSnapshotHasMetadata)         \
  X(virDomainRevertToSnapshot)            \
  X(virDomainSnapshotDelete)              \
  X(virDomainSnapshotFree)                \
  X(virDomainCheckpointGetName)           \
  X(virDomainCheckpointGetDomain)         \
  X(virDomainCheckpointCreateXML)         \
  X(virDomainCheckpointGetXMLDesc)        \
  X(virDomainListAllCheckpoints)          \
  X(virDomainCheckpointListAllChildren)   \
  X(virDomainCheckpointLookupByName)      \
  X(virDomainCheckpointGetParent)         \
  X(virDomainCheckpointDelete)            \
  X(virDomainCheckpointFree)              \
  X(virConnectDomainEventRegister)        \
  X(virConnectDomainEventDeregister)      \
  X(virConnectDomainEventRegisterAny)     \
  X(virConnectDomainEventDeregisterAny)   \
  X(rollcallConnectListAllDomainStatuses) \
  X(rollcallMockAddRule)                  \
  X(rollcallMockRemoveRule)               \
  X(rollcallMockRuleHits)                 \
  X(rollcallMockWaitHeld)                 \
  X(rollcallMockRelease)                  \
  X(rollcallMockCallCount)                \
  X(rollcallMockAdvance)                  \
  X(rollcallMockGetTime)                  \
  X(rollcallMockAdvanceToNext)            \
  X(rollcallMockPerform)                  \
  X(rollcallMockTrace)                    \
  X(rollcallMockClient)                   \
  X(rollcallMockClients)                  \
  X(rollcallMockClientCallCount)          \
  X(rollcallConnectDomainWatch)           \
  X(rollcallConnectDomainUnwatch)

namespace rollcall::python {

/// The functions of one library.
struct Functions {
#define ROLLCALL_PYTHON_MEMBER(name) decltype(&::name) name = nullptr;
  ROLLCALL_PYTHON_FUNCTIONS(ROLLCALL_PYTHON_MEMBER)
#undef ROLLCALL_PYTHON_MEMBER
};

}  // namespace rollcall::python
