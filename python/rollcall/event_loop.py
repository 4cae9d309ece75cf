"""The event loop that runs callbacks: the built-in one, or the program's own."""

import atexit
import threading
from typing import Any, Callable, Dict

from . import _core

# What a library without a name is.
_OURS = "librollcall.so.1"

# Whether the program chose a loop, which it then also runs.
_chosen = False


def virEventRegisterDefaultImpl(*, library: str = "") -> int:
    """Makes the loop built into the library the one that is used. The program has to run it."""
    global _chosen
    result = _core.virEventRegisterDefaultImpl(library)
    _chosen = True
    return result


def virEventRunDefaultImpl(*, library: str = "") -> int:
    """Runs one round of the built-in loop: waits until something is due, and calls it back."""
    return _core.virEventRunDefaultImpl(library)


def virEventRegisterImpl(
    addHandle: Callable[..., int],
    updateHandle: Callable[[int, int], None],
    removeHandle: Callable[[int], int],
    addTimeout: Callable[..., int],
    updateTimeout: Callable[[int, int], None],
    removeTimeout: Callable[[int], int],
    *,
    library: str = "",
) -> None:
    """Makes a loop written in Python the one that is used. The first registration stays.

    addHandle(fd, events, callback, opaque) and addTimeout(frequency_ms, callback, opaque) return a
    number; the loop calls callback(watch, fd, events, opaque) and callback(timer, opaque), and
    virEventInvokeFreeCallback(opaque) once what was added is removed.
    """
    global _chosen
    functions = (
        addHandle,
        updateHandle,
        removeHandle,
        addTimeout,
        updateTimeout,
        removeTimeout,
    )
    _core.virEventRegisterImpl(functions, library)
    _chosen = True


def virEventAddHandle(
    fd: int,
    events: int,
    cb: Callable[[int, int, int, Any], None],
    opaque: Any,
    *,
    library: str = "",
) -> int:
    """Calls cb(watch, fd, events, opaque) when `fd` has `events`. Returns the watch's number."""
    return _core.virEventAddHandle(fd, events, cb, opaque, library)


def virEventUpdateHandle(watch: int, events: int, *, library: str = "") -> None:
    """Replaces the events that a watch waits for."""
    _core.virEventUpdateHandle(watch, events, library)


def virEventRemoveHandle(watch: int, *, library: str = "") -> int:
    """Removes a watch. Returns -1 when there is no such watch."""
    return _core.virEventRemoveHandle(watch, library)


def virEventAddTimeout(
    timeout: int, cb: Callable[[int, Any], None], opaque: Any, *, library: str = ""
) -> int:
    """Calls cb(timer, opaque) every `timeout` milliseconds. Returns the timer's number."""
    return _core.virEventAddTimeout(timeout, cb, opaque, library)


def virEventUpdateTimeout(timer: int, timeout: int, *, library: str = "") -> None:
    """Gives a timer another interval in milliseconds, from now; -1: never."""
    _core.virEventUpdateTimeout(timer, timeout, library)


def virEventRemoveTimeout(timer: int, *, library: str = "") -> int:
    """Removes a timer. Returns -1 when there is no such timer."""
    return _core.virEventRemoveTimeout(timer, library)


def virEventInvokeFreeCallback(opaque: Any) -> None:
    """Tells the library that a loop written in Python is done with `opaque`."""
    opaque.free()


class _Background:
    """A thread that runs the built-in loop of one library."""

    def __init__(self, library: str) -> None:
        self._library = library
        self._stopping = False
        self._thread = threading.Thread(
            target=self._run, name="rollcall event loop", daemon=True
        )
        _core.virEventRegisterDefaultImpl(library)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopping:
            _core.virEventRunDefaultImpl(self._library)

    def stop(self) -> None:
        """Ends the thread. Called by another one."""

        def end_round(timer: int, _: None) -> None:
            self._stopping = True
            _core.virEventRemoveTimeout(timer, self._library)

        _core.virEventAddTimeout(0, end_round, None, self._library)
        self._thread.join()


_background: Dict[str, _Background] = {}
_background_lock = threading.Lock()


def start(*, library: str = "") -> None:
    """Runs the built-in loop in a thread of its own until stop() or the end of the program.

    Callbacks run in that thread. Calling it again is harmless.
    """
    library = library or _OURS  # one library has one loop, whichever way it is named
    with _background_lock:
        if library not in _background:
            _background[library] = _Background(library)


def stop() -> None:
    """Ends what start() began. Must not be called by a callback."""
    with _background_lock:
        while _background:
            _background.popitem()[1].stop()


def start_unless_chosen(library: str) -> None:
    """Runs the built-in loop, unless the program registered a loop, which it then also runs."""
    if not _chosen:
        start(library=library)


# Before the interpreter goes down: a thread that came back to it then would stop for good.
atexit.register(stop)
