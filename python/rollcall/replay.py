"""What failing tests leave behind, and comparing it with what another run does.

A recording is a file of JSON lines. The first names the test and its seed; after it come the traces
of the hosts that the test had (mockdriver/trace.hpp), up to where it failed.
"""

import json
import os
import pathlib
from typing import Any, Dict, List, NamedTuple, Union

_FORMAT = "rollcall-recording"
_VERSION = 1


class NoRecording(ValueError):
    """A file that is not a recording, or cannot be read. The message names it and says why."""


class Recording(NamedTuple):
    """One failing test.

    test:  its pytest node id.
    phase: where it failed: setup, call or teardown.
    seed:  of its hosts.
    trace: what happened on them, line by line.
    """

    test: str
    phase: str
    seed: int
    trace: List[str]

    def write(self, path: "os.PathLike[str]") -> None:
        """Writes the file, and the folder that it is in."""
        head = {_FORMAT: _VERSION, "test": self.test, "phase": self.phase, "seed": self.seed}
        file = pathlib.Path(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([json.dumps(head), *self.trace]) + "\n", encoding="utf-8")

    def compare(self, trace: List[str]) -> str:
        """Says whether another trace is the same, or where they part, in a sentence or more."""
        for number, (then, now) in enumerate(zip(self.trace, trace), start=1):
            if then != now:
                return f"differs from event {number} on\n  recorded: {then}\n  replayed: {now}"
        if len(self.trace) == len(trace):
            return f"the same, {len(trace)} events"
        if len(self.trace) < len(trace):
            return f"goes on after the {len(self.trace)} recorded events\n  replayed: {trace[len(self.trace)]}"
        return f"ends after {len(trace)} of {len(self.trace)} events\n  recorded: {self.trace[len(trace)]}"


def read_recording(path: Union[str, "os.PathLike[str]"]) -> Recording:
    """The recording in a file. Raises NoRecording."""
    try:
        first, *trace = pathlib.Path(path).read_text(encoding="utf-8").splitlines() or [""]
    except (OSError, UnicodeDecodeError) as error:
        raise NoRecording(f"{path} cannot be read: {error}") from error
    try:
        head: Any = json.loads(first)
    except ValueError as error:
        raise NoRecording(f"{path}:1: not a recording of a test: {error}") from error
    if not isinstance(head, dict) or _FORMAT not in head:
        raise NoRecording(f"{path}:1: not a recording of a test, which begins with {{\"{_FORMAT}\"")
    if head[_FORMAT] != _VERSION:
        raise NoRecording(f"{path}:1: format {head[_FORMAT]!r}, where {_VERSION} is known")
    return Recording(**_members(path, head), trace=trace)


def _members(path: Union[str, "os.PathLike[str]"], head: Dict[str, Any]) -> Dict[str, Any]:
    for name, kind in (("test", str), ("phase", str), ("seed", int)):
        if not isinstance(head.get(name), kind):
            raise NoRecording(f"{path}:1: '{name}' should be {kind.__name__}, is {head.get(name)!r}")
    return {name: head[name] for name in ("test", "phase", "seed")}
