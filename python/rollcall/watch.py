"""Watching a host from a generation on: every later event, once, in order."""

import asyncio
import collections
import threading
from typing import Deque, List, NamedTuple, Optional, Tuple, TYPE_CHECKING

from . import _core, event_loop
from .domain import virDomain

if TYPE_CHECKING:
    from .connection import virConnect

# By virDomainEventType.
WORDS = (
    "defined",
    "undefined",
    "started",
    "suspended",
    "resumed",
    "stopped",
    "shutdown",
    "pmsuspended",
    "crashed",
)


class DomainEvent(NamedTuple):
    """Something that happened to a domain."""

    generation: int  # of the change; events of one change have the same
    event: int  # VIR_DOMAIN_EVENT_...
    detail: int  # VIR_DOMAIN_EVENT_..._...
    name: str
    uuid: str
    domain: virDomain

    def __str__(self) -> str:
        word = WORDS[self.event] if self.event < len(WORDS) else f"event {self.event}"
        return f"{self.generation}: {self.name} {word}"


class Watch:
    """The events of a host, from a generation on. Iterate over it, or get() them one by one.

    Iteration waits for the next event and ends when the watch is closed. Several threads may take
    events from one watch; each event goes to one of them. A context manager, which closes it.
    """

    def __init__(self, connection: "virConnect", since: int) -> None:
        self._connection: Optional[virConnect] = connection
        self._events: Deque[DomainEvent] = collections.deque()
        self._changed = threading.Condition()
        self._waiting: List[Tuple[asyncio.AbstractEventLoop, asyncio.Future[None]]] = []
        event_loop.start_unless_chosen(connection.library)
        self._number = _core.rollcallConnectDomainWatch(connection, since, self._tell)

    def get(self, timeout: Optional[float] = None) -> DomainEvent:
        """The next event, once there is one.

        timeout: seconds; None waits for ever. Raises TimeoutError after them, and EOFError when the
                 watch is closed and all its events are taken.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._events or self._connection is None, timeout)
            if self._events:
                return self._events.popleft()
            if self._connection is None:
                raise EOFError("the watch is closed")
        raise TimeoutError(f"no event within {timeout} s")

    def close(self) -> None:
        """Ends the watch. Events that have arrived can still be taken."""
        with self._changed:
            connection, self._connection = self._connection, None
        if connection is not None:
            _core.rollcallConnectDomainUnwatch(connection, self._number)
            self._wake()

    def __iter__(self) -> "Watch":
        return self

    def __next__(self) -> DomainEvent:
        try:
            return self.get()
        except EOFError:
            raise StopIteration from None

    def __aiter__(self) -> "Watch":
        return self

    async def __anext__(self) -> DomainEvent:
        loop = asyncio.get_running_loop()
        while True:
            with self._changed:
                if self._events:
                    return self._events.popleft()
                if self._connection is None:
                    raise StopAsyncIteration
                news = loop.create_future()
                self._waiting.append((loop, news))
            await news

    def __enter__(self) -> "Watch":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _tell(
        self,
        _connection: "virConnect",
        domain: virDomain,
        event: int,
        detail: int,
        generation: int,
        _opaque: None,
    ) -> None:
        told = DomainEvent(generation, event, detail, domain.name(), domain.UUIDString(), domain)
        with self._changed:
            self._events.append(told)
        self._wake()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
            waiting, self._waiting = self._waiting, []
        for loop, news in waiting:
            try:
                loop.call_soon_threadsafe(_settle, news)
            except RuntimeError:
                pass  # that loop was closed, and nobody waits in it any more


def _settle(news: "asyncio.Future[None]") -> None:
    if not news.done():  # else whoever waited was cancelled
        news.set_result(None)
