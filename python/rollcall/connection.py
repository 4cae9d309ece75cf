"""Opening connections, and virConnect."""

import asyncio
from types import TracebackType
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Type, Union

from . import _core
from .domain import virDomain
from .errors import libvirtError
from .snapshot import Snapshot
from .watch import Watch

LifecycleCallback = Callable[["virConnect", virDomain, int, int, Any], Optional[int]]


def open(name: Optional[str] = None, *, library: str = "") -> "virConnect":
    """Opens the host that a URI names, or without one the default: mock:///default.

    library: path or soname of a shared library with libvirt's C API, such as "libvirt.so.0";
             without one, the library of this project.
    """
    return _core.virConnectOpen(name, library)


def openReadOnly(name: Optional[str] = None, *, library: str = "") -> "virConnect":
    """As open(), but nothing can be changed through the connection."""
    return _core.virConnectOpenReadOnly(name, library)


def openAuth(
    uri: Optional[str], auth: Sequence[Any], flags: int = 0, *, library: str = ""
) -> "virConnect":
    """As open(), with VIR_CONNECT_... flags and somebody to answer questions.

    auth: [credential types, callback, data]. callback(questions, data) gets lists of [type, prompt,
          challenge, default, None], writes each answer over the None, and returns 0, or -1.
    """
    types, callback, data = auth
    return _core.virConnectOpenAuth(uri, list(types), callback, data, flags, library)


def getVersion(
    name: Optional[str] = None, *, library: str = ""
) -> Union[int, Tuple[int, int]]:
    """The library's version, 1,000,000 * major + 1,000 * minor + micro.

    With a driver's name also the version of that driver.
    """
    return _core.virGetVersion(name, library)


def virInitialize(*, library: str = "") -> int:
    """Prepares the library. Opening does so too."""
    return _core.virInitialize(library)


def _teller_of(callbacks: Dict[LifecycleCallback, Any]) -> Callable[..., None]:
    """A callback that calls each of `callbacks`, also when one before it raised."""

    def tell(conn: "virConnect", dom: virDomain, event: int, detail: int, _: Any) -> None:
        failure: Optional[Exception] = None
        for callback, opaque in list(callbacks.items()):
            try:
                callback(conn, dom, event, detail, opaque)
            except Exception as error:  # whatever a callback of the program raises
                failure = failure or error
        if failure is not None:
            raise failure

    return tell


class virConnect(_core.Connection):
    """A connection to one host. A context manager, which closes it."""

    def __enter__(self) -> "virConnect":
        return self

    def __exit__(
        self,
        exc_type_: Optional[Type[BaseException]],
        exc_value_: Optional[BaseException],
        traceback_: Optional[TracebackType],
    ) -> None:
        self.close()

    def close(self) -> int:
        """Gives up the connection, which ends when its domains are gone too.

        Returns how many references remain. Every later use of this object raises libvirtError.
        """
        return _core.virConnectClose(self)

    def c_pointer(self) -> int:
        """The address of the C handle, for other C modules; 0 once closed."""
        return _core.pointer(self)

    @property
    def library(self) -> str:
        """Path or soname of the library behind it."""
        return _core.library_name(self)

    # --- The host

    def getType(self) -> str:
        """The driver's name for its hypervisor."""
        return _core.virConnectGetType(self)

    def getVersion(self) -> int:
        """The hypervisor's version, as in the function getVersion()."""
        return _core.virConnectGetVersion(self)

    def getLibVersion(self) -> int:
        """The version of the library that serves the connection."""
        return _core.virConnectGetLibVersion(self)

    def getHostname(self) -> str:
        """The host's name."""
        return _core.virConnectGetHostname(self)

    def getURI(self) -> str:
        """A URI that opens the same host."""
        return _core.virConnectGetURI(self)

    def getCapabilities(self) -> str:
        """The XML document <capabilities>."""
        return _core.virConnectGetCapabilities(self)

    def getSysinfo(self, flags: int = 0) -> str:
        """The XML document <sysinfo>: what the host's firmware says of it."""
        return _core.virConnectGetSysinfo(self, flags)

    def getInfo(self) -> List[Any]:
        """[model, memory in MiB, processors, MHz, cells, sockets, cores, threads]."""
        return _core.virNodeGetInfo(self)

    def getMaxVcpus(self, type: Optional[str]) -> int:
        """The most processors that a domain of that type may have."""
        return _core.virConnectGetMaxVcpus(self, type)

    def isAlive(self) -> int:
        """1 when the host can be reached, 0 when it is lost."""
        return _core.virConnectIsAlive(self)

    def isSecure(self) -> int:
        """1 when nobody can listen in, 0 if not."""
        return _core.virConnectIsSecure(self)

    def isEncrypted(self) -> int:
        """1 when the connection is encrypted, 0 if not."""
        return _core.virConnectIsEncrypted(self)

    def setKeepAlive(self, interval: int, count: int) -> int:
        """Probes the other side after `interval` seconds, and closes after `count` unanswered."""
        return _core.virConnectSetKeepAlive(self, interval, count)

    def virConnGetLastError(self) -> Optional[Tuple[Any, ...]]:
        """The last error raised on this connection, as libvirtError.err, or None."""
        return _core.virConnGetLastError(self)

    def virConnResetLastError(self) -> None:
        """Forgets that error."""
        _core.virConnResetLastError(self)

    # --- Listing and lookup: each answer is of one instant

    def listAllDomains(self, flags: int = 0) -> List[virDomain]:
        """The domains that match VIR_CONNECT_LIST_DOMAINS_..., 0 for all, at one instant."""
        return _core.virConnectListAllDomains(self, flags)

    def numOfDomains(self) -> int:
        """How many domains are active."""
        return _core.virConnectNumOfDomains(self)

    def listDomainsID(self) -> List[int]:
        """The ids of the active domains."""
        return _core.virConnectListDomains(self)

    def numOfDefinedDomains(self) -> int:
        """How many domains are inactive."""
        return _core.virConnectNumOfDefinedDomains(self)

    def listDefinedDomains(self) -> List[str]:
        """The names of the inactive domains."""
        return _core.virConnectListDefinedDomains(self)

    def lookupByID(self, id: int) -> virDomain:
        """The active domain with that id."""
        return _core.virDomainLookupByID(self, id)

    def lookupByName(self, name: str) -> virDomain:
        """The domain of that name."""
        return _core.virDomainLookupByName(self, name)

    def lookupByUUID(self, uuid: bytes) -> virDomain:
        """The domain with that uuid of 16 bytes."""
        return _core.virDomainLookupByUUID(self, uuid)

    def lookupByUUIDString(self, uuidstr: str) -> virDomain:
        """The domain with that uuid."""
        return _core.virDomainLookupByUUIDString(self, uuidstr)

    def getAllDomainStats(
        self, stats: int = 0, flags: int = 0
    ) -> List[Tuple[virDomain, Dict[str, Any]]]:
        """Domains and their statistics (VIR_DOMAIN_STATS_..., 0 for all), at one instant."""
        return _core.virConnectGetAllDomainStats(self, stats, flags)

    def domainListGetStats(
        self, doms: List[virDomain], stats: int = 0, flags: int = 0
    ) -> List[Tuple[virDomain, Dict[str, Any]]]:
        """As getAllDomainStats(), for those of `doms` that still exist."""
        return _core.virDomainListGetStats(self, doms, stats, flags)

    # --- New domains

    def defineXML(self, xml: str) -> virDomain:
        """Stores a definition, a document <domain>."""
        return _core.virDomainDefineXML(self, xml)

    def defineXMLFlags(self, xml: str, flags: int = 0) -> virDomain:
        """As defineXML(); VIR_DOMAIN_DEFINE_..."""
        return _core.virDomainDefineXMLFlags(self, xml, flags)

    def createXML(self, xmlDesc: str, flags: int = 0) -> virDomain:
        """Starts a domain that vanishes when it stops; VIR_DOMAIN_START_..."""
        return _core.virDomainCreateXML(self, xmlDesc, flags)

    def restore(self, frm: str) -> int:
        """Starts a domain from a file that virDomain.save() wrote."""
        return _core.virDomainRestore(self, frm)

    def restoreFlags(self, frm: str, dxml: Optional[str] = None, flags: int = 0) -> int:
        """As restore(), with another definition; VIR_DOMAIN_SAVE_..."""
        return _core.virDomainRestoreFlags(self, frm, dxml, flags)

    def snapshot(self, flags: int = 0) -> Snapshot:
        """The domains that match VIR_CONNECT_LIST_DOMAINS_..., with state and attributes.

        All at one instant, in one call. Raises VIR_ERR_NO_SUPPORT when the library is not ours.
        """
        return Snapshot(self, flags)

    async def snapshot_async(self, flags: int = 0) -> Snapshot:
        """As snapshot(), in a thread of its own, while the loop goes on."""
        return await asyncio.get_running_loop().run_in_executor(None, self.snapshot, flags)

    def watch(self, since: int) -> Watch:
        """The lifecycle events of all domains, exactly those later than generation `since`.

        An iterator that waits for the next one, for loops and for async loops; see Watch. Raises
        VIR_ERR_OPERATION_INVALID when the host no longer remembers all of them.
        """
        return Watch(self, since)

    # --- Callbacks, which the registered event loop runs

    def domainEventRegister(self, cb: LifecycleCallback, opaque: Any) -> None:
        """Has cb(connection, domain, event, detail, opaque) told of all lifecycle events."""
        callbacks: Optional[Dict[LifecycleCallback, Any]] = self.__dict__.get("_lifecycle")
        if callbacks is not None:
            callbacks[cb] = opaque
            return
        callbacks = {cb: opaque}
        _core.virConnectDomainEventRegister(self, _teller_of(callbacks))
        self.__dict__["_lifecycle"] = callbacks

    def domainEventDeregister(self, cb: LifecycleCallback) -> None:
        """Ends that."""
        callbacks: Dict[LifecycleCallback, Any] = self.__dict__.get("_lifecycle", {})
        if cb not in callbacks:
            raise libvirtError.refusal("this callback is not registered")
        if len(callbacks) == 1:
            _core.virConnectDomainEventDeregister(self)
            del self.__dict__["_lifecycle"]
        del callbacks[cb]

    def domainEventRegisterAny(
        self, dom: Optional[virDomain], eventID: int, cb: Callable[..., Any], opaque: Any
    ) -> int:
        """Has `cb` told of the events VIR_DOMAIN_EVENT_ID_... of `dom`, or with None of all.

        It gets the connection, the domain, what the event carries, and `opaque`. Returns a number
        for domainEventDeregisterAny(). Each event and domain has one callback of a connection.
        """
        return _core.virConnectDomainEventRegisterAny(self, dom, eventID, cb, opaque)

    def domainEventDeregisterAny(self, callbackID: int) -> None:
        """Ends that; the callback does not start again."""
        _core.virConnectDomainEventDeregisterAny(self, callbackID)

    def registerCloseCallback(self, cb: Callable[["virConnect", int, Any], None], opaque: Any) -> int:
        """Has cb(connection, VIR_CONNECT_CLOSE_REASON_..., opaque) told when the host is lost."""
        return _core.virConnectRegisterCloseCallback(self, cb, opaque)

    def unregisterCloseCallback(self) -> None:
        """Ends that."""
        _core.virConnectUnregisterCloseCallback(self)
