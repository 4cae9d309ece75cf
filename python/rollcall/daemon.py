"""A rollcalld of one's own: a host behind a private socket, for stock clients of libvirt."""

import os
import select
import shlex
import shutil
import signal
import subprocess
import tempfile
from typing import Optional

from .control import Control
from .programs import find_program

_PATIENCE_S = 60


class Daemon:
    """A running rollcalld that serves one host. A context manager, which stops it.

    uri:     what a stock client opens to reach the host.
    control: what steers the host, if it is a simulated one.
    log:     path of its log, which goes away with the daemon.
    """

    def __init__(self, uri: str) -> None:
        program = find_program("rollcalld")
        self._folder = tempfile.mkdtemp(prefix="rollcalld-")  # 0700: nobody else gets in
        self.log = os.path.join(self._folder, "log")
        socket = os.path.join(self._folder, "sock")
        self.control = Control(os.path.join(self._folder, "control"))
        with open(self.log, "w", encoding="utf-8") as log:
            self._process: Optional[subprocess.Popen[str]] = subprocess.Popen(
                [program, "--uri", uri, "--socket", socket, "--print-env"]
                + ["--control", os.path.join(self._folder, "control")],
                stdout=subprocess.PIPE,
                stderr=log,
                stdin=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )
        self.uri = self._wait_until_ready()

    def _wait_until_ready(self) -> str:
        process = self._process
        assert process is not None and process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], _PATIENCE_S)
        line = process.stdout.readline() if ready else ""
        words = shlex.split(line)
        if len(words) == 2 and words[1].startswith("LIBVIRT_DEFAULT_URI="):
            return words[1].partition("=")[2]
        with open(self.log, encoding="utf-8") as log:
            reason = log.read().strip() or f"it was not ready within {_PATIENCE_S} s"
        self.stop(insist=True)
        raise RuntimeError(f"rollcalld did not start: {reason}")

    def stop(self, *, insist: bool = False) -> None:
        """Stops it: asks, and after a minute insists, or at once. Its socket and log go too."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGKILL if insist else signal.SIGTERM)
        try:
            process.communicate(timeout=_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "Daemon":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
