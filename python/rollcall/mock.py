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
from typing import Any, Callable, Dict, Iterator, List, Optional, Union
from xml.sax.saxutils import escape, quoteattr

from . import _core, calls
from .connection import open as open_connection, openReadOnly, virConnect
from .control import Control, Rule
from .daemon import Daemon
from .domain import virDomain
from .errors import libvirtError
from .local_control import LocalControl

_instances = itertools.count(1)

Action = Callable[[], Any]
Counter = Union[calls.CallCounter, "ServedCallCounter"]


class Host:
    """A simulated host of its own. A context manager, which ends it.

    seed:     where uuids and choices come from.
    domains:  how many domains it has, named fleet-0000001 and so on; without it and without a
              scenario there is one, 'test', which runs.
    running:  how many of them run; without it, half do.
    scenario: path of a scenario file instead, in the format of libvirt's test driver.
    served:   whether it lives in a rollcalld of its own, on a private socket, which ends with it. Stock
              clients of libvirt, in any process and language, then reach it by `uri`, and calls are
              counted whoever makes them. Raises rollcall.programs.ProgramMissing without rollcalld.
    trace:    a file that all is written into from its first moment on, as trace() does.

    uri is what the program under test opens: in this process, or from anywhere if it is served.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        domains: Optional[int] = None,
        running: Optional[int] = None,
        scenario: Union[None, str, "os.PathLike[str]"] = None,
        served: bool = False,
        trace: Union[None, str, "os.PathLike[str]"] = None,
    ) -> None:
        self.seed = seed
        description = _uri_of(seed, domains, running, scenario)
        self._daemon = Daemon(description) if served else None
        self.uri = self._daemon.uri if self._daemon else _uri_of_instance(description)
        self._connection: Optional[virConnect] = open_connection(self.uri)
        self._canonical_uri = self._connection.getURI()
        self._control = self._daemon.control if self._daemon else LocalControl(self._connection)
        self._listeners: List[calls.Listener] = []
        self._trace: Union[None, str, "os.PathLike[str]"] = None
        if trace is not None:
            self.trace(trace)

    def __enter__(self) -> "Host":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends what was scripted, the daemon, and the host unless a connection is left to it."""
        while self._listeners:
            calls.remove(self._listeners.pop())
        with contextlib.suppress(OSError):  # a test may have ended the daemon
            self.end_trace()
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                connection.close()
        finally:
            daemon, self._daemon = self._daemon, None
            if daemon is not None:
                daemon.stop()

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

    def define_fleet(self, name: str, count: int, *, running: int = 0, **each: Any) -> List[virDomain]:
        """Many new domains, the first `running` of them started.

        name: with {} where their numbers go, from 1: "web-{}", or "web-{:04}".
        each: as define() takes it.
        """
        if name.format(1) == name.format(2):
            raise ValueError(f"the name '{name}' has no {{}} for the number")
        return [self.define(name.format(i), start=i <= running, **each) for i in range(1, count + 1)]

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
        return self._control.rule(xml)

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
        self._control.advance(seconds)

    @property
    def now_ns(self) -> int:
        """The virtual time since the host came into being."""
        return self._control.now_ns

    def advance_to_next(self) -> bool:
        """Lets virtual time pass until the next thing that is due has happened. False if nothing ever is."""
        return self._control.advance_to_next()

    # --- Guests that act by themselves

    def perform(self, xml: str) -> int:
        """Does what no call does: "<crash domain='web-1'/>"; mockdriver/README.md lists the elements.

        Returns to how many domains it could be done.
        """
        return self._control.perform(xml)

    # --- Trace

    def trace(self, path: Union[None, str, "os.PathLike[str]"]) -> None:
        """Writes all that happens from now on into a file, as JSON lines; None ends that.

        Hosts of one seed to which one thread says the same leave the same bytes.
        """
        self._control.trace(None if path is None else os.fspath(path))
        self._trace = path

    def replay(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Replays a trace from now on: each call begins when its line comes, whoever is first.

        The host must be as the traced one was. A call that departs from the trace raises
        libvirtError, and so does end_trace() when the trace was not followed to its end.
        """
        self._control.replay(os.fspath(path))
        self._trace = path

    def end_trace(self) -> None:
        """Ends the trace, so that its file is complete, or its replay. Harmless without one."""
        if self._trace is not None and self._connection is not None:
            self.trace(None)

    # --- Counting

    def call_count(self, pattern: str = "*") -> int:
        """How many calls of C functions that match the pattern began, from anywhere, until now."""
        return self._control.call_count(pattern)

    @property
    def clients(self) -> int:
        """How many connections were made to the host, those included that are closed."""
        return max((number for number, _ in self._control.clients()), default=-1) + 1

    def client(self, connection: virConnect) -> int:
        """The number of a connection among those to the host, from 0, as rules and traces have it.

        Of a host that is not served.
        """
        return _core.rollcallMockClient(connection)

    def client_call_count(self, client: int, pattern: str = "*") -> int:
        """As call_count(), for the calls on the connection of that number."""
        return self._control.call_count(pattern, client=client)

    @contextlib.contextmanager
    def count_calls(self) -> Iterator[Counter]:
        """Counts the calls that reach the host meanwhile."""
        if self._daemon is not None:
            served = ServedCallCounter(self._control)
            yield served
            served.stop()
            return
        counter = calls.CallCounter(self._concerns)
        calls.add(counter)
        try:
            yield counter
        finally:
            calls.remove(counter)

    @contextlib.contextmanager
    def max_calls(self, most: int) -> Iterator[Counter]:
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


class ServedCallCounter:
    """Counts the calls that reach a served host, whoever makes them, from its making until stop()."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._before = self._counts()
        self._after: Optional[Dict[str, int]] = None

    def _counts(self) -> Dict[str, int]:
        return {name: self._control.call_count(name) for name in ("*", *calls.functions())}

    def stop(self) -> None:
        """Ends counting."""
        self._after = self._counts()

    @property
    def total(self) -> int:
        """How many calls reached the host."""
        return self["*"]

    def __getitem__(self, function: str) -> int:
        until_now = self._control.call_count(function) if self._after is None else self._after[function]
        return until_now - self._before[function]

    def __str__(self) -> str:
        counts = [(self[function], function) for function in calls.functions()]
        parts = [f"{function} {count}" for count, function in sorted(counts, reverse=True) if count]
        return ", ".join(parts) or "no calls"


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


def _uri_of_instance(description: str) -> str:
    """That of a host which nothing else in this process has."""
    return f"{description}&instance=python-{os.getpid()}-{next(_instances)}"


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
