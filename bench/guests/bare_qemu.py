"""A QEMU with the command line of our driver and nothing around it: what a start can cost at least."""

import itertools
import json
import os
import pathlib
import signal
import socket
import time

_numbers = itertools.count()


def guests_of(prefix):
    """Pids and names of the QEMU processes whose guests' names begin so."""
    for entry in pathlib.Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:
            continue  # it is gone
        for word in words:
            name = word.split(b",")[0].decode(errors="replace")
            if name.startswith(f"guest={prefix}"):
                yield int(entry.name), name[len("guest="):]


def pid_of(guest):
    for pid, name in guests_of(guest):
        if name == guest:
            return pid
    raise SystemExit(f"error: no QEMU runs the guest '{guest}'")


def command_line_of(pid):
    return [word.decode() for word in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[:-1]]


def _monitor_fd(arguments):
    """The descriptor on which that command line expects the listening socket of its monitor."""
    for word in arguments:
        options = word.split(",")
        if options[0] == "socket" and "id=monitor" in options:
            return int(next(option[len("fd="):] for option in options if option.startswith("fd=")))
    raise SystemExit("error: the driver's command line has no monitor")


class BareQemu:
    """Spawned with that command line; runs its guest when it is there. A context, which ends it."""

    def __init__(self, arguments, folder):
        path = f"{folder}/bare-{next(_numbers)}"
        arguments = list(arguments)
        arguments[arguments.index("-pidfile") + 1] = path + ".pid"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen(1)
            listener.set_inheritable(True)
            quiet = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1, 2)]
            start = time.perf_counter()
            self._pid = os.posix_spawnp(arguments[0], arguments, os.environ, setsid=True, file_actions=[
                *quiet, (os.POSIX_SPAWN_DUP2, listener.fileno(), _monitor_fd(arguments))])
            self._client = socket.socket(socket.AF_UNIX)
            self._client.connect(path)
        self._stream = self._client.makefile("rw")
        self._stream.readline()  # the greeting
        self.timed("qmp_capabilities")
        self.timed("cont")
        self.start_ms = (time.perf_counter() - start) * 1e3

    def timed(self, command):
        """Milliseconds until the command is answered; events before that are passed over."""
        start = time.perf_counter()
        self._stream.write(json.dumps({"execute": command}, separators=(",", ":")) + "\n")
        self._stream.flush()
        for line in self._stream:
            if "return" in json.loads(line):
                return (time.perf_counter() - start) * 1e3
        raise SystemExit("error: the bare QEMU ended")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._stream.close()
        self._client.close()
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
