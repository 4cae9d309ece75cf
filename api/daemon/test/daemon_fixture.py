"""A rollcalld of its own for each test: started in a temporary folder, stopped by its process number."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest

ROLLCALLD = os.environ.get("ROLLCALLD", "rollcalld")
SKIPPED = 77  # what CTest is told when the client under test is not installed
START_LIMIT_S = 60
CLIENT_LIMIT_S = 60


class Daemon:
    """One running daemon. `uri` reaches its first host; `folder` is its working folder."""

    def __init__(self, *options, uri="mock:///default", folder=None, **environment):
        self._own_folder = None if folder else tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(folder or self._own_folder.name)
        self.socket = self.folder / "sock"
        hosts = [] if any(option in ("--uri", "--map") for option in options) else ["--uri", uri]
        self.log = self.folder / "log"
        self.process = subprocess.Popen(
            [ROLLCALLD, *hosts, "--socket", self.socket, "--print-env", "--log-level", "debug",
             "--log-file", self.log, *options],
            stdout=subprocess.PIPE, text=True, env={**os.environ, **environment})
        line = self.process.stdout.readline()
        if not line.startswith("export LIBVIRT_DEFAULT_URI="):
            self.process.wait(START_LIMIT_S)
            raise AssertionError(f"the daemon did not start: {self.log_text()}")
        self.uri = line.split("=", 1)[1].strip().strip("'")

    def log_text(self):
        return self.log.read_text() if self.log.exists() else ""

    def uri_of(self, name):
        """A URI that has the daemon open `name`."""
        scheme, rest = name.split(":", 1)
        return f"{scheme}+unix:{rest}?socket={self.socket}"

    def stop(self):
        """Ends the daemon as a service manager would. Returns: its exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(START_LIMIT_S)
        self.process.stdout.close()
        return code

    def clean_up(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        if self._own_folder:
            self._own_folder.cleanup()


class DaemonTest(unittest.TestCase):
    """A test with a daemon as self.daemon, for which a class may set OPTIONS and URI."""

    OPTIONS = ()
    URI = "mock:///default"

    def setUp(self):
        self.daemon = self.start(*self.OPTIONS, uri=self.URI)

    def start(self, *options, **more):
        daemon = Daemon(*options, **more)
        self.addCleanup(daemon.clean_up)
        return daemon

    def virsh(self, *words, fails=False, uri=None):
        """What virsh says: its output, or with `fails` its errors."""
        done = subprocess.run(["virsh", "-q", "-c", uri or self.daemon.uri, *words], capture_output=True,
                              text=True, check=False, timeout=CLIENT_LIMIT_S, env={**os.environ, "LC_ALL": "C"})
        self.assertEqual(done.returncode != 0, fails, f"virsh {' '.join(words)}: {done.stdout}{done.stderr}")
        return (done.stderr if fails else done.stdout).strip()


def need_program(name):
    """Ends the test program, visibly, when a client is not installed."""
    if shutil.which(name) is None:
        print(f"SKIPPED: {name} is not installed (ci/run setup installs it where CI=true)")
        sys.exit(SKIPPED)


def domain_xml(name, **parts):
    """The definition of a small domain."""
    uuid = f"<uuid>{parts['uuid']}</uuid>" if "uuid" in parts else ""
    return (f"<domain type='mock'><name>{name}</name>{uuid}<memory unit='MiB'>256</memory>"
            f"<vcpu>2</vcpu><os><type>hvm</type></os>{parts.get('more', '')}</domain>")
