"""virDomain: a reference to one domain, with name, uuid and id as they were at one instant."""

from typing import Any, Dict, List, Optional, Tuple, TYPE_CHECKING

from . import _core

if TYPE_CHECKING:
    from .connection import virConnect
    from .moments import virDomainCheckpoint, virDomainSnapshot


class virDomain(_core.Domain):
    """One domain. Operations find it by its uuid; it keeps its connection open."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<virDomain '{self.name()}' {self.UUIDString()}>"

    def connect(self) -> "virConnect":
        """The connection."""
        return _core.connection_of_domain(self)

    def c_pointer(self) -> int:
        """The address of the C handle, for other C modules."""
        return _core.pointer(self)

    # --- Identity: as it was when the object was made

    def name(self) -> str:
        """The name."""
        return _core.virDomainGetName(self)

    def UUID(self) -> bytes:
        """The uuid's 16 bytes."""
        return _core.virDomainGetUUID(self)

    def UUIDString(self) -> str:
        """The uuid in lower case with hyphens."""
        return _core.virDomainGetUUIDString(self)

    def ID(self) -> int:
        """The id, or -1 for an inactive domain."""
        return _core.virDomainGetID(self)

    # --- What it is now

    def state(self, flags: int = 0) -> List[int]:
        """[VIR_DOMAIN_..., reason] at one instant."""
        return _core.virDomainGetState(self, flags)

    def info(self) -> List[int]:
        """[state, most memory in KiB, memory in KiB, processors, processor time in ns]."""
        return _core.virDomainGetInfo(self)

    def controlInfo(self, flags: int = 0) -> List[int]:
        """[VIR_DOMAIN_CONTROL_..., details, milliseconds since] of the control channel."""
        return _core.virDomainGetControlInfo(self, flags)

    def jobInfo(self) -> List[int]:
        """The background job: [type, elapsed, remaining, then data, memory and file figures]."""
        return _core.virDomainGetJobInfo(self)

    def abortJob(self) -> int:
        """Asks the background job to stop."""
        return _core.virDomainAbortJob(self)

    # --- What it uses

    def blockStats(self, path: str) -> Tuple[int, int, int, int, int]:
        """(read requests, bytes read, write requests, bytes written, errors) of a disk; "": of all."""
        return _core.virDomainBlockStats(self, path)

    def blockStatsFlags(self, path: str, flags: int = 0) -> Dict[str, Any]:
        """The same by name."""
        return _core.virDomainBlockStatsFlags(self, path, flags)

    def blockInfo(self, path: str, flags: int = 0) -> List[int]:
        """[size that the guest sees, bytes in use, size on the host] of a disk."""
        return _core.virDomainGetBlockInfo(self, path, flags)

    def interfaceStats(self, path: str) -> Tuple[int, int, int, int, int, int, int, int]:
        """(bytes, packets, errors, drops) received, then sent, by a network interface."""
        return _core.virDomainInterfaceStats(self, path)

    def memoryStats(self) -> Dict[str, int]:
        """Figures of the memory by name, in KiB: "actual", "unused", "rss" and others."""
        return _core.virDomainMemoryStats(self)

    def vcpus(self) -> Tuple[List[Tuple[int, int, int, int]], List[Tuple[bool, ...]]]:
        """([(number, state, time in ns, host CPU)], [whether it may run on each host CPU])."""
        return _core.virDomainGetVcpus(self)

    def getCPUStats(self, total: bool, flags: int = 0) -> List[Dict[str, Any]]:
        """What it used of each host CPU, or with `total` of all together."""
        return _core.virDomainGetCPUStats(self, total, flags)

    # --- How it is defined

    def XMLDesc(self, flags: int = 0) -> str:
        """The definition as an XML document; VIR_DOMAIN_XML_..."""
        return _core.virDomainGetXMLDesc(self, flags)

    def OSType(self) -> str:
        """What kind of guest it is, such as 'hvm'."""
        return _core.virDomainGetOSType(self)

    def maxMemory(self) -> int:
        """The most memory it may use, in KiB."""
        return _core.virDomainGetMaxMemory(self)

    def isActive(self) -> int:
        """1 when it is active, 0 if not."""
        return _core.virDomainIsActive(self)

    def isPersistent(self) -> int:
        """1 when it has a stored definition, 0 when it vanishes on stopping."""
        return _core.virDomainIsPersistent(self)

    def isUpdated(self) -> int:
        """1 when its next start will use another definition, 0 if not."""
        return _core.virDomainIsUpdated(self)

    def autostart(self) -> int:
        """1 when it starts with its host, 0 if not."""
        return _core.virDomainGetAutostart(self)

    def metadata(self, type: int, uri: Optional[str], flags: int = 0) -> str:
        """The metadata of that VIR_DOMAIN_METADATA_... type."""
        return _core.virDomainGetMetadata(self, type, uri, flags)

    # --- Changing what it is

    def setAutostart(self, autostart: int) -> int:
        """Has it start with its host, or not."""
        return _core.virDomainSetAutostart(self, autostart)

    def setMetadata(
        self,
        type: int,
        metadata: Optional[str],
        key: Optional[str],
        uri: Optional[str],
        flags: int = 0,
    ) -> int:
        """Sets, or with None removes, metadata."""
        return _core.virDomainSetMetadata(self, type, metadata, key, uri, flags)

    def rename(self, new_name: str, flags: int = 0) -> int:
        """Gives an inactive domain a new name. This object keeps the old one."""
        return _core.virDomainRename(self, new_name, flags)

    def undefine(self) -> int:
        """Removes the stored definition."""
        return _core.virDomainUndefine(self)

    def undefineFlags(self, flags: int = 0) -> int:
        """Removes the stored definition and what VIR_DOMAIN_UNDEFINE_... name."""
        return _core.virDomainUndefineFlags(self, flags)

    # --- Life

    def create(self) -> int:
        """Starts it."""
        return _core.virDomainCreate(self)

    def createWithFlags(self, flags: int = 0) -> int:
        """Starts it; VIR_DOMAIN_START_..."""
        return _core.virDomainCreateWithFlags(self, flags)

    def suspend(self) -> int:
        """Pauses it."""
        return _core.virDomainSuspend(self)

    def resume(self) -> int:
        """Lets it run on."""
        return _core.virDomainResume(self)

    def shutdown(self) -> int:
        """Asks the guest to shut down."""
        return _core.virDomainShutdown(self)

    def shutdownFlags(self, flags: int = 0) -> int:
        """Asks the guest to shut down, by the ways that VIR_DOMAIN_SHUTDOWN_... name."""
        return _core.virDomainShutdownFlags(self, flags)

    def reboot(self, flags: int = 0) -> int:
        """Asks the guest to reboot."""
        return _core.virDomainReboot(self, flags)

    def reset(self, flags: int = 0) -> int:
        """Resets it, as the button on a machine does."""
        return _core.virDomainReset(self, flags)

    def destroy(self) -> int:
        """Stops it at once."""
        return _core.virDomainDestroy(self)

    def destroyFlags(self, flags: int = 0) -> int:
        """Stops it at once; VIR_DOMAIN_DESTROY_..."""
        return _core.virDomainDestroyFlags(self, flags)

    def pMSuspendForDuration(self, target: int, duration: int, flags: int = 0) -> int:
        """Has the guest sleep, for `duration` seconds or, with 0, until it is woken up."""
        return _core.virDomainPMSuspendForDuration(self, target, duration, flags)

    def pMWakeup(self, flags: int = 0) -> int:
        """Wakes it up."""
        return _core.virDomainPMWakeup(self, flags)

    # --- Images

    def save(self, to: str) -> int:
        """Saves its memory to a file and stops it."""
        return _core.virDomainSave(self, to)

    def saveFlags(self, to: str, dxml: Optional[str] = None, flags: int = 0) -> int:
        """As save(), with another definition in the file; VIR_DOMAIN_SAVE_..."""
        return _core.virDomainSaveFlags(self, to, dxml, flags)

    def managedSave(self, flags: int = 0) -> int:
        """Saves it where the library chooses; its next start continues from there."""
        return _core.virDomainManagedSave(self, flags)

    def hasManagedSaveImage(self, flags: int = 0) -> int:
        """1 when it has such an image, 0 if not."""
        return _core.virDomainHasManagedSaveImage(self, flags)

    def managedSaveRemove(self, flags: int = 0) -> int:
        """Removes that image."""
        return _core.virDomainManagedSaveRemove(self, flags)

    def coreDump(self, to: str, flags: int = 0) -> int:
        """Writes its memory to a file, for a debugger."""
        return _core.virDomainCoreDump(self, to, flags)

    def coreDumpWithFormat(self, to: str, dumpformat: int, flags: int = 0) -> int:
        """As coreDump(), in a VIR_DOMAIN_CORE_DUMP_FORMAT_..."""
        return _core.virDomainCoreDumpWithFormat(self, to, dumpformat, flags)

    # --- Snapshots

    def snapshotCreateXML(self, xmlDesc: str, flags: int = 0) -> "virDomainSnapshot":
        """Takes a snapshot, as the document <domainsnapshot> says."""
        return _core.virDomainSnapshotCreateXML(self, xmlDesc, flags)

    def snapshotNum(self, flags: int = 0) -> int:
        """How many snapshots match VIR_DOMAIN_SNAPSHOT_LIST_..."""
        return _core.virDomainSnapshotNum(self, flags)

    def snapshotListNames(self, flags: int = 0) -> List[str]:
        """Their names."""
        return _core.virDomainSnapshotListNames(self, flags)

    def listAllSnapshots(self, flags: int = 0) -> "List[virDomainSnapshot]":
        """The snapshots themselves, all at one instant."""
        return _core.virDomainListAllSnapshots(self, flags)

    def snapshotLookupByName(self, name: str, flags: int = 0) -> "virDomainSnapshot":
        """The snapshot of that name."""
        return _core.virDomainSnapshotLookupByName(self, name, flags)

    def hasCurrentSnapshot(self, flags: int = 0) -> int:
        """1 when it has a current snapshot, 0 if not."""
        return _core.virDomainHasCurrentSnapshot(self, flags)

    def snapshotCurrent(self, flags: int = 0) -> "virDomainSnapshot":
        """The current snapshot."""
        return _core.virDomainSnapshotCurrent(self, flags)

    def revertToSnapshot(self, snap: "virDomainSnapshot", flags: int = 0) -> int:
        """Returns to the state that the snapshot holds."""
        return _core.virDomainRevertToSnapshot(snap, flags)

    # --- Checkpoints

    def checkpointCreateXML(self, xmlDesc: str, flags: int = 0) -> "virDomainCheckpoint":
        """Makes a checkpoint, as the document <domaincheckpoint> says."""
        return _core.virDomainCheckpointCreateXML(self, xmlDesc, flags)

    def listAllCheckpoints(self, flags: int = 0) -> "List[virDomainCheckpoint]":
        """Its checkpoints, all at one instant."""
        return _core.virDomainListAllCheckpoints(self, flags)

    def checkpointLookupByName(self, name: str, flags: int = 0) -> "virDomainCheckpoint":
        """The checkpoint of that name."""
        return _core.virDomainCheckpointLookupByName(self, name, flags)

    def __reduce__(self) -> Any:
        raise TypeError("a virDomain belongs to its process; take its UUIDString() along instead")
