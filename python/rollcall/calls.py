"""Calls that a program makes through this module: counted, stopped at, or made to fail.

Works on what this process calls, whatever library is behind it; rollcall.mock.Host is how tests use
it. The functions of the extension are replaced while somebody listens, and put back afterwards.
"""

import collections
import contextlib
import functools
import threading
from typing import Any, Callable, Counter, Dict, FrozenSet, Iterator, List

from . import _core

# Read from the handle or from the thread: no host is asked.
_NEVER_ASK = frozenset(
    "virDomainGetName virDomainGetUUID virDomainGetUUIDString virDomainGetID "
    "virDomainSnapshotGetName virDomainSnapshotGetDomain virDomainCheckpointGetName "
    "virDomainCheckpointGetDomain virConnGetLastError virConnResetLastError virConnectClose".split()
)
_HANDLES = (_core.Connection, _core.Domain, _core.DomainSnapshot, _core.DomainCheckpoint)


class Call:
    """One call, as listeners see it: before it is made, and after."""

    def __init__(self, function: str, arguments: Any) -> None:
        self.function = function
        self.arguments = arguments
        self.result: Any = None

    def connection(self) -> Any:
        """The virConnect that it goes to."""
        first = self.arguments[0]
        if isinstance(first, _core.Domain):
            return _core.connection_of_domain(first)
        if isinstance(first, _core.DomainSnapshot):
            return _core.connection_of_snapshot(first)
        if isinstance(first, _core.DomainCheckpoint):
            return _core.connection_of_checkpoint(first)
        return first


class Listener:
    """What is told of calls. before() may raise in place of the call; after() may change result."""

    def before(self, call: Call) -> None:
        """Called in the thread that calls, before the call is made."""

    def after(self, call: Call) -> None:
        """Called after a call that succeeded."""


_originals: Dict[str, Callable[..., Any]] = {
    name: function
    for name, function in vars(_core).items()
    if name.startswith(("vir", "rollcallConnect")) and name not in _NEVER_ASK
}
_listeners: List[Listener] = []
_lock = threading.Lock()
_inside = threading.local()  # calls that listeners themselves make are nobody's business


def _call(name: str, *arguments: Any) -> Any:
    original = _originals[name]
    is_on_handle = bool(arguments) and isinstance(arguments[0], _HANDLES)
    if not is_on_handle or getattr(_inside, "yes", False):
        return original(*arguments)
    call = Call(name, arguments)
    listeners = list(_listeners)
    with _unheard():
        for listener in listeners:
            listener.before(call)
    call.result = original(*arguments)
    with _unheard():
        for listener in listeners:
            listener.after(call)
    return call.result


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    _inside.yes = True
    try:
        yield
    finally:
        _inside.yes = False


def functions() -> FrozenSet[str]:
    """The C functions that listeners hear of."""
    return frozenset(_originals)


def add(listener: Listener) -> None:
    """Has a listener told of all calls."""
    with _lock:
        if not _listeners:
            for name in functions():
                setattr(_core, name, functools.partial(_call, name))
        _listeners.append(listener)


def remove(listener: Listener) -> None:
    """Ends that. Harmless when it has ended."""
    with _lock:
        if listener not in _listeners:
            return
        _listeners.remove(listener)
        if not _listeners:
            for name in functions():
                setattr(_core, name, _originals[name])


class CallCounter(Listener):
    """Counts calls by C function."""

    def __init__(self, concerns: Callable[[Call], bool]) -> None:
        self._concerns = concerns
        self._counts: Counter[str] = collections.Counter()
        self._counting = threading.Lock()

    def before(self, call: Call) -> None:
        if self._concerns(call):
            with self._counting:
                self._counts[call.function] += 1

    @property
    def total(self) -> int:
        """How many calls reached the host."""
        return sum(self._counts.values())

    def __getitem__(self, function: str) -> int:
        return self._counts[function]

    def __str__(self) -> str:
        parts = [f"{function} {count}" for function, count in self._counts.most_common()]
        return ", ".join(parts) or "no calls"
