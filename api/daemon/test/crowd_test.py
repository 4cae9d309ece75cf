#!/usr/bin/env python3
"""Many clients at once, some of them hostile, and a daemon that dies.

As a test: a hundred clients for two seconds. `crowd_test.py CLIENTS SECONDS` prints what a larger crowd saw.
"""

import os
import random
import selectors
import socket
import struct
import sys
import time
import unittest

import daemon_fixture
from wire_client import OK, packet, text

AUTH_LIST, OPEN, LIST_ALL = 66, 1, 273
OPENING = packet(AUTH_LIST, serial=1) + packet(
    OPEN, struct.pack(">I", 1) + text("mock:///default") + struct.pack(">I", 0), serial=2)
LISTING = packet(LIST_ALL, struct.pack(">iI", 1, 0), serial=3)
GARBAGE_CLIENTS = 50
QUIET_LIMIT_S = 60


class Lister:
    """A client that lists in a loop, without a thread of its own."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        self.socket.setblocking(False)
        self.buffer = bytearray()
        self.lists, self.errors, self.domains = 0, 0, None
        self.socket.sendall(OPENING)

    def receive(self):
        """Takes what has arrived. Returns: whether the connection lives."""
        try:
            data = self.socket.recv(1 << 20)
        except BlockingIOError:
            return True
        except ConnectionResetError:
            return False
        self.buffer += data
        while len(self.buffer) >= 4 and len(self.buffer) >= (length := int.from_bytes(self.buffer[:4], "big")):
            self._take(bytes(self.buffer[:length]))
            del self.buffer[:length]
        return bool(data)

    def _take(self, reply):
        serial, status = struct.unpack(">Ii", reply[20:28])
        self.errors += status != OK
        if serial == 3:
            self.lists += 1
            (count,) = struct.unpack(">I", reply[28:32])
            self.errors += self.domains not in (None, count)
            self.domains = count
        if serial >= 2:
            self.socket.sendall(LISTING)


class Nuisance:
    """Clients that send garbage, one after another, and one that asks and never reads."""

    def __init__(self, path, seed):
        self.path, self.random = path, random.Random(seed)
        self.sockets = [None] * GARBAGE_CLIENTS
        self.deaf = socket.socket(socket.AF_UNIX)
        self.deaf.connect(path)
        self.deaf.setblocking(False)
        self.deaf.sendall(OPENING)

    def go_on(self):
        self._send(self.deaf, LISTING * 50)
        for i, sock in enumerate(self.sockets):
            if sock is None or not self._send(sock, self._garbage()):
                if sock is not None:
                    sock.close()
                self.sockets[i] = socket.socket(socket.AF_UNIX)
                self.sockets[i].setblocking(False)
                self.sockets[i].connect_ex(self.path)

    def close(self):
        for sock in [self.deaf, *filter(None, self.sockets)]:
            sock.close()

    def _garbage(self):
        data = bytearray(self.random.randbytes(self.random.randint(1, 2000)))
        if self.random.random() < 0.5:  # a good frame around it
            data = packet(self.random.randint(-5, 460), bytes(data), kind=self.random.choice((0, 0, 0, 1, 2, 3, 4)))
        return bytes(data) if self.random.random() < 0.9 else OPENING + bytes(data)

    @staticmethod
    def _send(sock, data):
        try:
            sock.send(data)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return True


def resources(pid):
    """Resident memory in KiB and open descriptors."""
    with open(f"/proc/{pid}/statm", encoding="ascii") as file:
        pages = int(file.read().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024, len(os.listdir(f"/proc/{pid}/fd"))


def crowd(path, count, seconds):
    """Lets `count` clients list for so long beside nuisances. Returns: the clients, and how many were cut off."""
    listers = [Lister(path) for _ in range(count)]
    nuisance = Nuisance(path, 1)
    selector = selectors.DefaultSelector()
    for lister in listers:
        selector.register(lister.socket, selectors.EVENT_READ, lister)
    cut_off = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        nuisance.go_on()
        for key, _ in selector.select(0.05):
            if not key.data.receive():
                cut_off += 1
                selector.unregister(key.fileobj)
    nuisance.close()
    for lister in listers:
        lister.socket.close()
    return listers, cut_off


def wait_for(condition):
    """Returns: whether it came true before the limit."""
    end = time.monotonic() + QUIET_LIMIT_S
    while not condition() and time.monotonic() < end:
        selectors.DefaultSelector().select(0.1)
    return condition()


class Crowd(daemon_fixture.DaemonTest):
    OPTIONS = ("--uri", "mock:///default?domains=20", "--max-anonymous-clients", "2000")
    CLIENTS, SECONDS = 100, 2
    MEMORY_KIB = 8 * 1024  # what an allocator may keep

    def test_hostile_clients_disturb_nobody_and_leave_nothing_behind(self):
        pid = self.daemon.process.pid
        _, files = resources(pid)
        crowd(str(self.daemon.socket), 20, 0.5)  # what is allocated once is allocated now
        self.assertTrue(wait_for(lambda: resources(pid)[1] <= files))
        memory, _ = resources(pid)
        listers, cut_off = crowd(str(self.daemon.socket), self.CLIENTS, self.SECONDS)
        self.assertEqual((cut_off, sum(lister.errors for lister in listers)), (0, 0))
        self.assertTrue(all(lister.lists for lister in listers))
        self.assertTrue(wait_for(lambda: resources(pid)[1] <= files), "descriptors are left open")
        if not os.environ.get("ROLLCALL_SANITIZE"):  # which keeps what is freed, and tells of leaks by itself
            self.assertTrue(wait_for(lambda: resources(pid)[0] <= memory + self.MEMORY_KIB), "memory is kept")
        after = resources(pid)
        print(f"{self.CLIENTS} clients, {self.SECONDS} s: {sum(lister.lists for lister in listers)} lists, fewest "
              f"{min(lister.lists for lister in listers)}; memory {memory} -> {after[0]} KiB, descriptors "
              f"{files} -> {after[1]}")

    def test_when_the_daemon_is_killed_every_client_hears_of_it(self):
        listers = [Lister(str(self.daemon.socket)) for _ in range(self.CLIENTS)]
        selector = selectors.DefaultSelector()
        for lister in listers:
            selector.register(lister.socket, selectors.EVENT_READ, lister)
        while not all(lister.lists for lister in listers):
            for key, _ in selector.select():
                self.assertTrue(key.data.receive())
        self.daemon.process.kill()
        killed = time.monotonic()
        alive = set(listers)
        while alive and time.monotonic() < killed + QUIET_LIMIT_S:
            for key, _ in selector.select(1):
                try:
                    lives = key.data.receive()
                except OSError:  # it asked again
                    lives = False
                if not lives:
                    selector.unregister(key.fileobj)
                    alive.discard(key.data)
        print(f"{len(listers)} clients heard of the end within {time.monotonic() - killed:.3f} s")
        for lister in listers:
            lister.socket.close()
        self.assertFalse(alive)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        Crowd.CLIENTS, Crowd.SECONDS = int(sys.argv.pop(1)), float(sys.argv.pop(1))
    unittest.main()
