#!/usr/bin/env python3
"""Stock virsh against rollcalld, for guests that are real: QEMU runs the test guest of kvmdriver/."""

import os
import selectors
import socket
import subprocess
import tempfile
import time
import unittest

import daemon_fixture

TEST_GUEST = os.environ["ROLLCALL_TEST_GUEST"]
PATIENCE_S = 60


def opens(device):
    """Whether this program may use the device."""
    try:
        os.close(os.open(device, os.O_RDWR))
    except OSError:
        return False
    return True


class Console:
    """The guest's serial port."""

    def __init__(self, path):
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(PATIENCE_S)
        self._socket.connect(str(path))

    def count(self):
        """The guest's counter, which is in its memory and rises while it runs."""
        self._socket.sendall(b"c")
        said = b""
        while not said.rpartition(b"count=")[2].endswith(b"\n"):
            said += self._socket.recv(4096)
        return int(said.rpartition(b"count=")[2])

    def close(self):
        self._socket.close()


class Lane:
    """The life of one guest; a lane is a type of domain."""

    TYPE = ""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.daemon = self.start(uri=f"kvm://{self.folder.name}/root")
        self.addCleanup(self.end_guest)
        self.consoles = []

    def end_guest(self):
        """A guest outlives its daemon."""
        for console in self.consoles:
            console.close()
        subprocess.run(["virsh", "-q", "-c", self.daemon.uri, "destroy", "guest"], capture_output=True, check=False,
                       timeout=PATIENCE_S)

    def path(self, name):
        return f"{self.folder.name}/{name}"

    def define(self):
        subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", self.path("disk"), "4M"], check=True)
        with open(self.path("xml"), "w", encoding="ascii") as file:
            file.write(f"""<domain type='{self.TYPE}'><name>guest</name><memory unit='MiB'>16</memory>
              <os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>{TEST_GUEST}</loader></os>
              <features><acpi/></features>
              <devices>
                <disk type='file'><driver type='qcow2'/><source file='{self.path('disk')}'/>
                  <target dev='vda' bus='virtio'/></disk>
                <serial type='unix'><source mode='bind' path='{self.path('serial')}'/>
                  <log file='{self.path('serial.log')}'/></serial>
              </devices></domain>""")
        self.virsh("define", self.path("xml"))

    def console(self):
        for old in self.consoles:  # QEMU talks to one at a time
            old.close()
        self.consoles = [Console(self.path("serial"))]
        return self.consoles[0]

    def hellos(self):
        with open(self.path("serial.log"), encoding="ascii") as file:
            return file.read().count("hello")

    def state(self):
        return self.virsh("domstate", "guest", "--reason")

    def wait_for_state(self, expected):
        end = time.monotonic() + PATIENCE_S
        while self.state() != expected and time.monotonic() < end:
            selectors.DefaultSelector().select(0.05)
        self.assertEqual(self.state(), expected)

    def test_a_guest_lives_its_whole_life(self):
        self.define()
        self.assertEqual(self.virsh("list", "--all", "--name"), "guest")
        self.virsh("start", "guest")
        self.assertEqual(self.state(), "running (booted)")
        self.console().count()
        self.assertEqual(self.hellos(), 1)

        self.virsh("suspend", "guest")
        self.assertEqual(self.state(), "paused (user)")
        self.virsh("resume", "guest")

        before = self.console().count()
        self.virsh("managedsave", "guest")
        self.assertEqual(self.virsh("list", "--with-managed-save", "--inactive", "--name"), "guest")
        self.virsh("start", "guest")
        self.assertEqual(self.state(), "running (restored)")
        self.assertGreaterEqual(self.console().count(), before)
        self.assertEqual(self.hellos(), 0, "the guest booted anew")  # each QEMU begins a new log

        self.virsh("snapshot-create-as", "guest", "first")
        self.assertEqual(self.virsh("list", "--with-snapshot", "--name"), "guest")
        then = self.console().count()
        while self.console().count() < then + 20:
            pass
        self.virsh("snapshot-revert", "guest", "first")
        self.assertLess(self.console().count(), then + 20)

        self.virsh("shutdown", "guest")
        self.wait_for_state("shut off (shutdown)")
        self.virsh("undefine", "guest", "--snapshots-metadata")
        self.assertEqual(self.virsh("list", "--all", "--name"), "")


class Emulated(Lane, daemon_fixture.DaemonTest):
    TYPE = "qemu"


@unittest.skipUnless(opens("/dev/kvm"), "/dev/kvm cannot be opened here; the same test has run emulated")
class Accelerated(Lane, daemon_fixture.DaemonTest):
    TYPE = "kvm"


if __name__ == "__main__":
    daemon_fixture.need_program("virsh")
    unittest.main()
