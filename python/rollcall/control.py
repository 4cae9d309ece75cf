"""Control of simulated hosts in a running rollcalld, while stock clients of libvirt work on them.

    control = Control("/run/user/1000/rollcall-control")        # what rollcalld --control says
    with control.rule("<call name='virDomainSuspend'><hold/></call>") as stuck:
        ...                                                     # a client suspends a domain
        stuck.wait_held()
        control.perform("<crash domain='web-1'/>")

Requests and replies are lines of JSON (api/daemon/control/commands.hpp); no library is needed.
"""

import json
import os
import socket
from typing import Any, Dict, List, Optional, Tuple

from .errors import libvirtError

_NS = 1_000_000_000


class Control:
    """One host behind a control socket. Each request is a connection of its own.

    path: of the socket; $ROLLCALL_CONTROL without one.
    host: its name, as clients open it; the first one without.
    timeout: seconds that a reply may take, beyond what the request waits for.
    """

    def __init__(
        self, path: Optional[str] = None, *, host: Optional[str] = None, timeout: float = 60
    ) -> None:
        self._path = path or os.environ["ROLLCALL_CONTROL"]
        self._host = host
        self._timeout = timeout

    def ask(self, command: str, **parameters: Any) -> Any:
        """The result of a command. Raises libvirtError for what the daemon refuses, OSError without one."""
        request = {"do": command, **{key: value for key, value in parameters.items() if value is not None}}
        if self._host is not None:
            request["host"] = self._host
        reply = self._exchange(request, self._timeout + parameters.get("timeout_ms", 0) / 1000)
        if "error" in reply:
            raise libvirtError.refusal(reply["error"]["message"], reply["error"]["code"])
        return reply["ok"]

    def _exchange(self, request: Dict[str, Any], timeout: float) -> Dict[str, Any]:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(timeout)
            connection.connect(self._path)
            connection.sendall(json.dumps(request).encode() + b"\n")
            with connection.makefile(encoding="utf-8") as replies:
                line = replies.readline()
        if not line:
            raise ConnectionError(f"the daemon hung up on {request['do']!r}")
        reply: Dict[str, Any] = json.loads(line)
        return reply

    def rule(self, xml: str) -> "Rule":
        """Adds a rule; mockdriver/README.md says what it may contain."""
        return Rule(self, self.ask("add-rule", xml=xml))

    def perform(self, xml: str) -> int:
        """Does something to domains, such as "<vanish domain='web-*'/>". Returns to how many."""
        return int(self.ask("perform", xml=xml))

    def advance(self, seconds: float) -> None:
        """Lets virtual time pass: what is due until then happens, each at its time."""
        self.ask("advance", ns=round(seconds * _NS))

    def advance_to_next(self) -> bool:
        """Lets virtual time pass until the next thing that is due. Returns whether there was one."""
        return bool(self.ask("advance-to-next"))

    @property
    def now_ns(self) -> int:
        """The virtual time since the host came into being."""
        return int(self.ask("time"))

    def call_count(self, pattern: str = "*", *, client: Optional[int] = None) -> int:
        """How many calls of matching C functions there were, from one client or all."""
        return int(self.ask("call-count", pattern=pattern, client=client))

    def clients(self, pattern: str = "*") -> List[Tuple[int, int]]:
        """The number of each client that is remembered, and how many matching calls it made."""
        return [(client, calls) for client, calls in self.ask("clients", pattern=pattern)]

    def trace(self, path: Optional[str]) -> None:
        """Writes what happens from now on into a file of the daemon's machine; None ends that."""
        self.ask("trace", path=path if path is None else os.path.abspath(path))

    def replay(self, path: str) -> None:
        """Has the host do again what the trace in a file of the daemon's machine tells."""
        self.ask("replay", path=os.path.abspath(path))


class Rule:
    """A rule of a host. A context manager, which removes it."""

    def __init__(self, control: Control, number: int) -> None:
        self._control = control
        self.number = number

    def remove(self) -> None:
        """Removes it. Calls that it holds go on."""
        self._control.ask("remove-rule", rule=self.number)

    @property
    def hits(self) -> int:
        """How often it has taken effect."""
        return int(self._control.ask("rule-hits", rule=self.number))

    def wait_held(self, count: int = 1, *, timeout: float = 60) -> int:
        """Waits until it holds so many calls, at most `timeout` seconds. Returns how many it holds."""
        milliseconds = round(timeout * 1000)
        return int(self._control.ask("wait-held", rule=self.number, count=count, timeout_ms=milliseconds))

    def release(self) -> int:
        """Lets go the calls that it holds. Returns how many."""
        return int(self._control.ask("release", rule=self.number))

    def __enter__(self) -> "Rule":
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()
