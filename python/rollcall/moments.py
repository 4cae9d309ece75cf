"""virDomainSnapshot and virDomainCheckpoint: moments of a domain's past."""

from typing import List, TYPE_CHECKING

from . import _core

if TYPE_CHECKING:
    from .connection import virConnect
    from .domain import virDomain


class virDomainSnapshot(_core.DomainSnapshot):
    """A snapshot of a domain, to which the domain can return."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<virDomainSnapshot '{self.getName()}' of '{self.domain().name()}'>"

    def connect(self) -> "virConnect":
        """The connection."""
        return _core.connection_of_snapshot(self)

    def getConnect(self) -> "virConnect":
        """The connection."""
        return _core.connection_of_snapshot(self)

    def domain(self) -> "virDomain":
        """The domain."""
        return _core.virDomainSnapshotGetDomain(self)

    def getDomain(self) -> "virDomain":
        """The domain."""
        return _core.virDomainSnapshotGetDomain(self)

    def c_pointer(self) -> int:
        """The address of the C handle, for other C modules."""
        return _core.pointer(self)

    def getName(self) -> str:
        """The name."""
        return _core.virDomainSnapshotGetName(self)

    def getXMLDesc(self, flags: int = 0) -> str:
        """The document <domainsnapshot>."""
        return _core.virDomainSnapshotGetXMLDesc(self, flags)

    def getParent(self, flags: int = 0) -> "virDomainSnapshot":
        """The parent."""
        return _core.virDomainSnapshotGetParent(self, flags)

    def numChildren(self, flags: int = 0) -> int:
        """How many children match VIR_DOMAIN_SNAPSHOT_LIST_..."""
        return _core.virDomainSnapshotNumChildren(self, flags)

    def listChildrenNames(self, flags: int = 0) -> List[str]:
        """Their names."""
        return _core.virDomainSnapshotListChildrenNames(self, flags)

    def listAllChildren(self, flags: int = 0) -> "List[virDomainSnapshot]":
        """The children themselves, all at one instant."""
        return _core.virDomainSnapshotListAllChildren(self, flags)

    def isCurrent(self, flags: int = 0) -> int:
        """1 when it is the domain's current snapshot, 0 if not."""
        return _core.virDomainSnapshotIsCurrent(self, flags)

    def hasMetadata(self, flags: int = 0) -> int:
        """1 when losing it would lose metadata, 0 if not."""
        return _core.virDomainSnapshotHasMetadata(self, flags)

    def delete(self, flags: int = 0) -> int:
        """Deletes it; its children move to its parent. VIR_DOMAIN_SNAPSHOT_DELETE_..."""
        return _core.virDomainSnapshotDelete(self, flags)


class virDomainCheckpoint(_core.DomainCheckpoint):
    """A point in time from which the changed disk blocks of a domain are tracked."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<virDomainCheckpoint '{self.getName()}' of '{self.domain().name()}'>"

    def connect(self) -> "virConnect":
        """The connection."""
        return _core.connection_of_checkpoint(self)

    def getConnect(self) -> "virConnect":
        """The connection."""
        return _core.connection_of_checkpoint(self)

    def domain(self) -> "virDomain":
        """The domain."""
        return _core.virDomainCheckpointGetDomain(self)

    def getDomain(self) -> "virDomain":
        """The domain."""
        return _core.virDomainCheckpointGetDomain(self)

    def c_pointer(self) -> int:
        """The address of the C handle, for other C modules."""
        return _core.pointer(self)

    def getName(self) -> str:
        """The name."""
        return _core.virDomainCheckpointGetName(self)

    def getXMLDesc(self, flags: int = 0) -> str:
        """The document <domaincheckpoint>; VIR_DOMAIN_CHECKPOINT_XML_..."""
        return _core.virDomainCheckpointGetXMLDesc(self, flags)

    def getParent(self, flags: int = 0) -> "virDomainCheckpoint":
        """The parent."""
        return _core.virDomainCheckpointGetParent(self, flags)

    def listAllChildren(self, flags: int = 0) -> "List[virDomainCheckpoint]":
        """Its children, all at one instant."""
        return _core.virDomainCheckpointListAllChildren(self, flags)

    def delete(self, flags: int = 0) -> int:
        """Deletes it; VIR_DOMAIN_CHECKPOINT_DELETE_..."""
        return _core.virDomainCheckpointDelete(self, flags)
