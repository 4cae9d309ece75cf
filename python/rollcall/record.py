"""Records a host, simulated or not, into a scenario file that plays it back.

    with Recorder(conn) as recorder:
        ...                                       # whatever happens to the host meanwhile
    pathlib.Path("host.xml").write_text(recorder.scenario())

As a program: python3 -m rollcall.record qemu:///system host.xml --for 60. The host is only looked at.
`mock:///PATH/host.xml` then has the same domains, and the same events at the same times.
"""

import argparse
import pathlib
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from typing import Callable, List, NamedTuple, Optional

from . import event_loop
from .connection import openReadOnly, virConnect
from .constants import (
    VIR_DOMAIN_EVENT_DEFINED,
    VIR_DOMAIN_EVENT_ID_LIFECYCLE,
    VIR_DOMAIN_EVENT_STARTED,
    VIR_DOMAIN_SHUTOFF,
    VIR_DOMAIN_XML_INACTIVE,
)
from .domain import virDomain
from .errors import libvirtError
from .watch import WORDS

_TEST = "http://libvirt.org/schemas/domain/test/1.0"
_SIMULATED = ("mock", "test", "kvm", "qemu")

ElementTree.register_namespace("test", _TEST)


class RecordedEvent(NamedTuple):
    """A life-cycle event, and when it was told, counted from the beginning of the recording."""

    time_ns: int
    name: str
    id: int
    event: int  # VIR_DOMAIN_EVENT_...
    detail: int  # VIR_DOMAIN_EVENT_..._...
    xml: Optional[str]  # what was defined, or what a transient domain started from


class Recorder:
    """Records from its making until stop(). A context manager, which stops it."""

    def __init__(self, connection: virConnect) -> None:
        self._connection = connection
        self._began_ns = time.monotonic_ns()
        self._changed = threading.Condition()
        self._events: List[RecordedEvent] = []
        event_loop.start_unless_chosen(connection.library)
        self._callback: Optional[int] = connection.domainEventRegisterAny(
            None, VIR_DOMAIN_EVENT_ID_LIFECYCLE, self._keep, None
        )
        # After that: what happens in between is told twice rather than never.
        self._domains = [_domain_element(domain) for domain in connection.listAllDomains()]

    @property
    def events(self) -> List[RecordedEvent]:
        """The events until now."""
        with self._changed:
            return list(self._events)

    def wait_until(
        self, is_enough: Callable[[List[RecordedEvent]], bool], timeout: float = 60
    ) -> List[RecordedEvent]:
        """The events, once they are enough. Raises TimeoutError."""
        with self._changed:
            if not self._changed.wait_for(lambda: is_enough(self._events), timeout):
                raise TimeoutError(f"{len(self._events)} events in {timeout} s are not enough")
            return list(self._events)

    def stop(self) -> None:
        """Ends the recording."""
        callback, self._callback = self._callback, None
        if callback is not None:
            self._connection.domainEventDeregisterAny(callback)

    def __enter__(self) -> "Recorder":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def scenario(self, *, stretch: int = 1) -> str:
        """The scenario file: the domains at the beginning, and each event at its time.

        stretch: have everything take so many times as long. A simulated call takes a millisecond,
                 in which much may have happened on the real host.
        """
        node = ElementTree.Element("node")
        node.extend(self._domains)
        simulation = ElementTree.SubElement(node, "simulation")
        for event in self.events:
            at = ElementTree.SubElement(simulation, "at", time=f"{event.time_ns * stretch}ns")
            recorded = ElementTree.SubElement(
                at, "recorded", domain=event.name, event=WORDS[event.event], detail=str(event.detail)
            )
            if event.event == VIR_DOMAIN_EVENT_STARTED and event.id > 0:
                recorded.set("id", str(event.id))
            if event.xml is not None:
                recorded.append(_simulated(event.xml))
        ElementTree.indent(node)
        return ElementTree.tostring(node, encoding="unicode") + "\n"

    def _keep(self, _: virConnect, domain: virDomain, event: int, detail: int, __: object) -> None:
        time_ns = time.monotonic_ns() - self._began_ns
        if event >= len(WORDS):
            return  # of a newer libvirt than this knows
        kept = RecordedEvent(
            time_ns, domain.name(), domain.ID(), event, detail, _definition_told(domain, event)
        )
        with self._changed:
            self._events.append(kept)
            self._changed.notify_all()


def _definition_told(domain: virDomain, event: int) -> Optional[str]:
    try:
        if event == VIR_DOMAIN_EVENT_DEFINED:
            return domain.XMLDesc(VIR_DOMAIN_XML_INACTIVE)
        if event == VIR_DOMAIN_EVENT_STARTED and not domain.isPersistent():
            return domain.XMLDesc(0)
    except libvirtError:
        pass  # It is gone already; what it was is not told any more.
    return None


def _simulated(xml: str) -> ElementTree.Element:
    element = ElementTree.fromstring(xml)
    if element.get("type") not in _SIMULATED:
        element.set("type", "mock")
    element.attrib.pop("id", None)
    return element


def _domain_element(domain: virDomain) -> ElementTree.Element:
    state, reason = domain.state()
    persistent = bool(domain.isPersistent())
    element = _simulated(domain.XMLDesc(VIR_DOMAIN_XML_INACTIVE if persistent else 0))
    if state != VIR_DOMAIN_SHUTOFF:
        element.set("id", str(domain.ID()))
    runstate = ElementTree.SubElement(element, f"{{{_TEST}}}runstate", reason=str(reason))
    runstate.text = str(state)
    if not persistent:
        ElementTree.SubElement(element, f"{{{_TEST}}}transient")
    elif domain.autostart():
        ElementTree.SubElement(element, f"{{{_TEST}}}autostart")
    if domain.hasManagedSaveImage():
        ElementTree.SubElement(element, f"{{{_TEST}}}hasmanagedsave")
    current = domain.snapshotCurrent().getName() if domain.hasCurrentSnapshot() else None
    for snapshot in domain.listAllSnapshots():
        kept = ElementTree.fromstring(snapshot.getXMLDesc())
        kept.tag = f"{{{_TEST}}}domainsnapshot"
        ElementTree.SubElement(kept, "active").text = str(int(snapshot.getName() == current))
        element.append(kept)
    return element


def main(arguments: Optional[List[str]] = None) -> int:
    """The program. Returns its exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m rollcall.record", description=__doc__.split("\n")[0])
    parser.add_argument("uri", help="the host, which is only looked at")
    parser.add_argument("file", type=pathlib.Path, help="the scenario file to write")
    parser.add_argument("--for", dest="seconds", type=float, default=60, help="how long; default 60")
    parser.add_argument("--library", default="", help="library that reaches the host, such as libvirt.so.0")
    parser.add_argument("--stretch", type=int, default=1, help="have all take so many times as long")
    options = parser.parse_args(arguments)
    try:
        with openReadOnly(options.uri, library=options.library) as conn, Recorder(conn) as recorder:
            _wait(recorder, options.seconds)
        options.file.write_text(recorder.scenario(stretch=options.stretch), encoding="utf-8")
    except (libvirtError, OSError) as error:
        print(f"rollcall.record: {error}", file=sys.stderr)
        return 1
    print(f"{options.file}: {len(recorder.events)} events", file=sys.stderr)
    return 0


def _wait(recorder: Recorder, seconds: float) -> None:
    """Waits, or until the user interrupts, and shows how far it is."""
    end = time.monotonic() + seconds
    try:
        while (left := end - time.monotonic()) > 0:
            if sys.stderr.isatty():
                print(f"\r{left:.0f} s left, {len(recorder.events)} events ", end="", file=sys.stderr)
            time.sleep(min(left, 1))
    except KeyboardInterrupt:
        pass  # What has been recorded is kept.
    if sys.stderr.isatty():
        print(file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
