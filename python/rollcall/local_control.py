"""Control of simulated hosts in this process, with the commands of those in a rollcalld."""

from typing import Any, Callable, Dict, List, Optional, Tuple

from . import _core
from .connection import virConnect
from .control import Control
from .errors import libvirtError


def _calls(conn: virConnect, pattern: str, client: Optional[int] = None) -> int:
    if client is None:
        return _core.rollcallMockCallCount(conn, pattern)
    return _core.rollcallMockClientCallCount(conn, client, pattern)


def _clients(conn: virConnect, pattern: str) -> List[Tuple[int, int]]:
    rows = []
    for client in range(_core.rollcallMockClients(conn)):
        try:
            rows.append((client, _core.rollcallMockClientCallCount(conn, client, pattern)))
        except libvirtError:
            pass  # closed long ago
    return rows


_COMMANDS: Dict[str, Callable[..., Any]] = {
    "add-rule": lambda conn, xml: _core.rollcallMockAddRule(conn, xml),
    "remove-rule": lambda conn, rule: _core.rollcallMockRemoveRule(conn, rule),
    "rule-hits": lambda conn, rule: _core.rollcallMockRuleHits(conn, rule),
    "wait-held": lambda conn, rule, count, timeout_ms: _core.rollcallMockWaitHeld(conn, rule, count, timeout_ms),
    "release": lambda conn, rule: _core.rollcallMockRelease(conn, rule),
    "perform": lambda conn, xml: _core.rollcallMockPerform(conn, xml),
    "advance": lambda conn, ns: _core.rollcallMockAdvance(conn, ns),
    "advance-to-next": lambda conn: _core.rollcallMockAdvanceToNext(conn),
    "time": lambda conn: _core.rollcallMockGetTime(conn),
    "call-count": _calls,
    "clients": _clients,
    "trace": lambda conn, path: _core.rollcallMockTrace(conn, path),
    "replay": lambda conn, path: _core.rollcallMockReplay(conn, path),
}


class LocalControl(Control):
    """The host that a connection of this process leads to."""

    def __init__(self, connection: virConnect) -> None:
        self._connection = connection

    def ask(self, command: str, **parameters: Any) -> Any:
        """The result of a command. Raises libvirtError."""
        return _COMMANDS[command](self._connection, **parameters)
