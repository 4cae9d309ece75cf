"""Simulated hosts for tests: one line makes one, and it does what the test says.

    with rollcall.mock.Host(seed=7, domains=100) as host:
        conn = host.open()

Nothing outside the process is touched, and the same seed gives the same domains.
"""

import contextlib
import itertools
import os
import pathlib
import urllib.parse
from typing import Any, Callable, Iterator, List, Optional, Union
from xml.sax.saxutils import escape, quoteattr

from . import _core, calls
from .connection import open as open_connection, openReadOnly, virConnect
from .control import Control
from .daemon import Daemon
from .domain import virDomain
from .errors import libvirtError

_instances = itertools.count(1)

Action = Callable[[], Any]


class Host:
    """A simulated host of its own. A context manager, which ends it.

    seed:     where uuids and choices come from.
    domains:  how many domains it has, named fleet-0000001 and so on; without it and without a
              scenario there is one, 'test', which runs.
    running:  how many of them run; without it, half do.
    scenario: path of a scenario file instead, in the format of libvirt's test driver.
    traces:   a folder for traces of it from its first moment on: host.jsonl and, once it is served,
              served.jsonl of that one.

    uri is what a program in this process opens; served_uri reaches an equal host from anywhere.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        domains: Optional[int] = None,
        running: Optional[int] = None,
        scenario: Union[None, str, "os.PathLike[str]"] = None,
        traces: Union[None, str, "os.PathLike[str]"] = None,
    ) -> None:
        self.seed = seed
        self._description = _uri_of(seed, domains, running, scenario)
        self.uri = f"{self._description}&instance=python-{os.getpid()}-{next(_instances)}"
        self._connection: Optional[virConnect] = open_connection(self.uri)
        self._canonical_uri = self._connection.getURI()
        self._listeners: List[calls.Listener] = []
        self._daemon: Optional[Daemon] = None
        self._traces = None if traces is None else pathlib.Path(traces)
        self._is_traced = self._traces is not None
        if self._traces is not None:
            _core.rollcallMockTrace(self._connection, str(self._traces / "host.jsonl"))

    def __enter__(self) -> "Host":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends what was scripted, the daemon, and the host unless a connection is left to it."""
        while self._listeners:
            calls.remove(self._listeners.pop())
        self.end_traces()
        if self._daemon is not None:
            self._daemon.stop()
            self._daemon = None
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    # --- Connections

    @property
    def conn(self) -> virConnect:
        """The connection that keeps the host, for the test itself."""
        if self._connection is None:
            raise RuntimeError("the host was closed")
        return self._connection

    def open(self) -> virConnect:
        """A new connection, for the program under test."""
        return open_connection(self.uri)

    def open_read_only(self) -> virConnect:
        """A new connection that cannot change anything."""
        return openReadOnly(self.uri)

    @property
    def served_uri(self) -> str:
        """A URI for stock clients of libvirt, in any process and language.

        It leads to a rollcalld on a private socket, started here, that serves a host with the same
        seed and domains: another one than that of `uri`, which lives in this process. It stops with
        close(). Raises rollcall.programs.ProgramMissing without rollcalld.
        """
        return self._served().uri

    @property
    def served_control(self) -> Control:
        """Rules, virtual time and counts of the host behind `served_uri`."""
        return self._served().control

    def _served(self) -> Daemon:
        if self._daemon is None:
            self._daemon = Daemon(self._description)
            if self._traces is not None:
                self._daemon.control.trace(str(self._traces / "served.jsonl"))
        return self._daemon

    # --- Domains

    def define(
        self,
        name: str,
        *,
        start: bool = False,
        autostart: bool = False,
        memory_kib: int = 65536,
        vcpus: int = 1,
    ) -> virDomain:
        """A new domain, started or not."""
        domain = self.conn.defineXML(
            f"<domain type='mock'><name>{escape(name)}</name><memory unit='KiB'>{memory_kib}</memory>"
            f"<vcpu>{vcpus}</vcpu><os><type>hvm</type></os></domain>"
        )
        if autostart:
            domain.setAutostart(1)
        if start:
            domain.create()
        return domain

    def vanish(self, name: str) -> None:
        """Has a domain go away at once, whatever it was doing."""
        self.conn.lookupByName(name)  # raises if there is none
        self.perform(f"<vanish domain={quoteattr(name)}/>")

    # --- Scripts: for calls that this process makes through this module, on any connection to the host

    def before(self, function: str, action: Action, *, times: Optional[int] = 1) -> None:
        """Runs `action` before the next calls of a C function, such as 'virDomainGetXMLDesc'.

        times: how many calls; None for all of them. What the action raises is raised in place of
               the call.
        """
        self._listen(_Script(self._concerns, function, before=lambda call: action(), times=times))

    def after(self, function: str, action: Action, *, times: Optional[int] = 1) -> None:
        """Runs `action` after the next successful calls of a C function, before they return."""
        self._listen(_Script(self._concerns, function, after=lambda call: action(), times=times))

    def hide(self, *names: str, times: Optional[int] = 1) -> None:
        """Has the next lists leave out domains that exist, as a host does that is half awake."""

        def leave_out(call: calls.Call) -> None:
            call.result = [domain for domain in call.result if domain.name() not in names]

        script = _Script(self._concerns, "virConnectListAllDomains", after=leave_out, times=times)
        self._listen(script)

    # --- Rules: what the host itself does, to calls from anywhere

    def rule(self, xml: str) -> "Rule":
        """Adds a rule, such as an element <call>; mockdriver/README.md says which there are."""
        return Rule(self.conn, _core.rollcallMockAddRule(self.conn, xml))

    def fail(
        self,
        function: str,
        code: int,
        message: str = "a fault of the test",
        *,
        domain: Optional[str] = None,
        times: Optional[int] = None,
    ) -> "Rule":
        """Has calls of a C function fail with VIR_ERR_..., for one domain or all.

        function, domain: names, or patterns such as 'virDomainLookup*' and 'web-*'.
        """
        action = f"<error code='{code}'>{escape(message)}</error>"
        return self.rule(_rule_of(function, domain, times, action))

    def hold(self, function: str, *, domain: Optional[str] = None) -> "Rule":
        """Has calls of a C function get stuck until Rule.release(), as a barrier in the host does.

        Rule.wait_held() waits until one is there. What others do to the domain meanwhile waits, and
        fails after 30 s of virtual time.
        """
        return self.rule(_rule_of(function, domain, None, "<hold/>"))

    # --- Virtual time

    def advance(self, seconds: float) -> None:
        """Lets virtual time pass: what is due until then happens, each at its time."""
        _core.rollcallMockAdvance(self.conn, round(seconds * 1_000_000_000))

    @property
    def now_ns(self) -> int:
        """The virtual time since the host came into being."""
        return _core.rollcallMockGetTime(self.conn)

    def advance_to_next(self) -> bool:
        """Lets virtual time pass until the next thing that is due has happened. False if nothing ever is."""
        return bool(_core.rollcallMockAdvanceToNext(self.conn))

    # --- Guests that act by themselves

    def perform(self, xml: str) -> int:
        """Does what no call does: "<crash domain='web-1'/>"; mockdriver/README.md lists the elements.

        Returns to how many domains it could be done.
        """
        return _core.rollcallMockPerform(self.conn, xml)

    # --- Trace

    def trace(self, path: Union[None, str, "os.PathLike[str]"]) -> None:
        """Writes all that happens from now on into a file, as JSON lines; None ends that.

        Hosts of one seed to which one thread says the same leave the same bytes.
        """
        self._is_traced = False
        _core.rollcallMockTrace(self.conn, None if path is None else os.fspath(path))

    def end_traces(self) -> None:
        """Ends the traces that Host(traces=...) began, but none that began later: the files are complete."""
        if self._is_traced and self._connection is not None:
            self._is_traced = False
            _core.rollcallMockTrace(self._connection, None)
        if self._traces is not None and self._daemon is not None:
            with contextlib.suppress(OSError):  # a test may have ended the daemon
                self._daemon.control.trace(None)

    # --- Counting

    def call_count(self, pattern: str = "*") -> int:
        """How many calls of C functions that match the pattern began, from anywhere, until now."""
        return _core.rollcallMockCallCount(self.conn, pattern)

    @property
    def clients(self) -> int:
        """How many connections were made to the host, those included that are closed."""
        return _core.rollcallMockClients(self.conn)

    def client(self, connection: virConnect) -> int:
        """The number of a connection among those to the host, from 0, as rules and traces have it."""
        return _core.rollcallMockClient(connection)

    def client_call_count(self, client: int, pattern: str = "*") -> int:
        """As call_count(), for the calls on the connection of that number."""
        return _core.rollcallMockClientCallCount(self.conn, client, pattern)

    @contextlib.contextmanager
    def count_calls(self) -> Iterator[calls.CallCounter]:
        """Counts the calls that reach the host meanwhile."""
        counter = calls.CallCounter(self._concerns)
        calls.add(counter)
        try:
            yield counter
        finally:
            calls.remove(counter)

    @contextlib.contextmanager
    def max_calls(self, most: int) -> Iterator[calls.CallCounter]:
        """Fails with an AssertionError when more than `most` calls reach the host meanwhile."""
        with self.count_calls() as counter:
            yield counter
        if counter.total > most:
            raise AssertionError(f"{counter.total} calls, at most {most} allowed: {counter}")

    def _listen(self, listener: calls.Listener) -> None:
        self._listeners.append(listener)
        calls.add(listener)

    def _concerns(self, call: calls.Call) -> bool:
        try:
            return bool(call.connection().getURI() == self._canonical_uri)
        except libvirtError:
            return False  # a closed connection


class Rule:
    """A rule of a host. A context manager, which removes it."""

    def __init__(self, connection: virConnect, number: int) -> None:
        self._connection = connection
        self._number = number

    def remove(self) -> None:
        """Removes it. Calls that it holds go on."""
        _core.rollcallMockRemoveRule(self._connection, self._number)

    @property
    def hits(self) -> int:
        """How often it has taken effect."""
        return _core.rollcallMockRuleHits(self._connection, self._number)

    def wait_held(self, count: int = 1, *, timeout: float = 60) -> int:
        """Waits until it holds so many calls, at most `timeout` seconds. Returns how many it holds."""
        milliseconds = round(timeout * 1000)
        return _core.rollcallMockWaitHeld(self._connection, self._number, count, milliseconds)

    def release(self) -> int:
        """Lets go the calls that it holds. Returns how many."""
        return _core.rollcallMockRelease(self._connection, self._number)

    def __enter__(self) -> "Rule":
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def _rule_of(function: str, domain: Optional[str], times: Optional[int], action: str) -> str:
    attributes = {"name": function, "domain": domain, "times": times}
    text = "".join(
        f" {name}={quoteattr(str(value))}" for name, value in attributes.items() if value is not None
    )
    return f"<call{text}>{action}</call>"


class _Script(calls.Listener):
    """Something that happens at some calls."""

    def __init__(
        self,
        concerns: Callable[[calls.Call], bool],
        function: str,
        *,
        before: Optional[Callable[[calls.Call], Any]] = None,
        after: Optional[Callable[[calls.Call], Any]] = None,
        times: Optional[int] = None,
    ) -> None:
        if function not in calls.functions():
            raise ValueError(f"'{function}' is no C function that reaches a host")
        self._concerns = concerns
        self._function = function
        self._before = before
        self._after = after
        self._left = times

    def before(self, call: calls.Call) -> None:
        if self._before is not None and self._is_due(call):
            self._before(call)

    def after(self, call: calls.Call) -> None:
        if self._after is not None and self._is_due(call):
            self._after(call)

    def _is_due(self, call: calls.Call) -> bool:
        if call.function != self._function or self._left == 0 or not self._concerns(call):
            return False
        if self._left is not None:
            self._left -= 1
        return True


def _uri_of(
    seed: int,
    domains: Optional[int],
    running: Optional[int],
    scenario: Union[None, str, "os.PathLike[str]"],
) -> str:
    if scenario is not None:
        if domains is not None or running is not None:
            raise ValueError("a scenario says itself which domains there are")
        path = urllib.parse.quote(str(pathlib.Path(scenario).absolute()))
        return f"mock://{path}?seed={seed}"
    if domains is None:
        if running is not None:
            raise ValueError("`running` says how many of `domains` run")
        return f"mock:///default?seed={seed}"
    parameters = f"seed={seed}&domains={domains}"
    return f"mock:///empty?{parameters}" + ("" if running is None else f"&running={running}")
