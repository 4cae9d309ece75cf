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
from xml.sax.saxutils import escape

from . import calls
from .connection import open as open_connection, openReadOnly, virConnect
from .constants import (
    VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE,
    VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA,
    VIR_ERR_NO_DOMAIN,
)
from .daemon import Daemon
from .domain import virDomain
from .errors import libvirtError

_instances = itertools.count(1)
_EVERYTHING = (
    VIR_DOMAIN_UNDEFINE_MANAGED_SAVE
    | VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA
    | VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA
)

Action = Callable[[], Any]


class Host:
    """A simulated host of its own. A context manager, which ends it.

    seed:     where uuids and choices come from.
    domains:  how many domains it has, named fleet-0000001 and so on; without it and without a
              scenario there is one, 'test', which runs.
    running:  how many of them run; without it, half do.
    scenario: path of a scenario file instead, in the format of libvirt's test driver.

    uri is what a program in this process opens; served_uri reaches an equal host from anywhere.
    """

    def __init__(
        self,
        *,
        seed: int = 0,
        domains: Optional[int] = None,
        running: Optional[int] = None,
        scenario: Union[None, str, "os.PathLike[str]"] = None,
    ) -> None:
        self.seed = seed
        self._description = _uri_of(seed, domains, running, scenario)
        self.uri = f"{self._description}&instance=python-{os.getpid()}-{next(_instances)}"
        self._connection: Optional[virConnect] = open_connection(self.uri)
        self._canonical_uri = self._connection.getURI()
        self._listeners: List[calls.Listener] = []
        self._daemon: Optional[Daemon] = None

    def __enter__(self) -> "Host":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends what was scripted, the daemon, and the host unless a connection is left to it."""
        while self._listeners:
            calls.remove(self._listeners.pop())
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
        if self._daemon is None:
            self._daemon = Daemon(self._description)
        return self._daemon.uri

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
        domain = self.conn.lookupByName(name)
        if domain.isActive():
            domain.destroy()
        try:
            domain.undefineFlags(_EVERYTHING)
        except libvirtError as error:
            if error.get_error_code() != VIR_ERR_NO_DOMAIN:  # a transient one is gone already
                raise

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

    def fail(
        self,
        function: str,
        code: int,
        message: str = "a fault of the test",
        *,
        domain: Optional[str] = None,
        times: Optional[int] = None,
    ) -> None:
        """Has calls of a C function fail with VIR_ERR_..., for one domain or all."""

        def refuse(call: calls.Call) -> None:
            raise libvirtError.refusal(message, code)

        self._listen(_Script(self._concerns, function, before=refuse, domain=domain, times=times))

    def hide(self, *names: str, times: Optional[int] = 1) -> None:
        """Has the next lists leave out domains that exist, as a host does that is half awake."""

        def leave_out(call: calls.Call) -> None:
            call.result = [domain for domain in call.result if domain.name() not in names]

        script = _Script(self._concerns, "virConnectListAllDomains", after=leave_out, times=times)
        self._listen(script)

    # --- Counting

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


class _Script(calls.Listener):
    """Something that happens at some calls."""

    def __init__(
        self,
        concerns: Callable[[calls.Call], bool],
        function: str,
        *,
        before: Optional[Callable[[calls.Call], Any]] = None,
        after: Optional[Callable[[calls.Call], Any]] = None,
        domain: Optional[str] = None,
        times: Optional[int] = None,
    ) -> None:
        if function not in calls.functions():
            raise ValueError(f"'{function}' is no C function that reaches a host")
        self._concerns = concerns
        self._function = function
        self._before = before
        self._after = after
        self._domain = domain
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
        if self._domain is not None and call.domain_name() != self._domain:
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
