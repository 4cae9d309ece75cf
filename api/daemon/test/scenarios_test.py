#!/usr/bin/env python3
"""The ready scenarios for stock python3-libvirt: in each a naive program goes wrong and a careful one does not.

Programs know nothing of the simulation; the test steers it through `rollcalld ctl`.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

import daemon_fixture
from daemon_fixture import CLIENT_LIMIT_S, ROLLCALLD, SKIPPED

try:
    import libvirt
except ImportError:
    print("SKIPPED: python3-libvirt is not installed (ci/run setup installs it where CI=true)")
    sys.exit(SKIPPED)

SCENARIOS = pathlib.Path(__file__).resolve().parents[3] / "mockdriver" / "scenarios"
RUNNING = libvirt.VIR_CONNECT_LIST_DOMAINS_ACTIVE
GONE = libvirt.VIR_ERR_NO_DOMAIN
SECOND_NS = 1_000_000_000


class Host:
    """A host in a scenario, and a connection of a program that works on it."""

    def __init__(self, test, scenario, query=""):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self._test = test
        self._control = os.path.join(folder.name, "control")
        self._daemon = daemon_fixture.Daemon("--control", self._control,
                                             uri=f"mock://{SCENARIOS}/{scenario}.xml{query}")
        test.addCleanup(self._daemon.clean_up)
        print(f"{scenario}: replay with ROLLCALLD={ROLLCALLD} {sys.executable} -B {__file__} {test.id().partition('.')[2]}")
        self.conn = self.connect()

    def connect(self):
        conn = libvirt.open(self._daemon.uri)
        self._test.addCleanup(conn.close)
        return conn

    def ctl(self, *words):
        done = subprocess.run([ROLLCALLD, "ctl", "--control", self._control, *words], capture_output=True, text=True,
                              check=True, timeout=CLIENT_LIMIT_S)
        return done.stdout.strip()

    def now_ns(self):
        return int(self.ctl("time"))


def names(domains):
    return {domain.name() for domain in domains}


def exists(conn, name):
    """Whether the host knows the guest, asked once more."""
    try:
        conn.lookupByName(name)
    except libvirt.libvirtError as error:
        if error.get_error_code() != GONE:
            raise
        return False
    return True


def count_guests(conn, *, careful):
    """Asks each guest that is listed."""
    guests = 0
    for domain in conn.listAllDomains():
        try:
            domain.info()
            guests += 1
        except libvirt.libvirtError as error:
            if not careful or error.get_error_code() != GONE:
                raise
    return guests


def shut_down_all(conn, *, careful):
    """Returns: whether it got through."""
    for domain in conn.listAllDomains(RUNNING):
        try:
            domain.shutdown()
        except libvirt.libvirtError as error:
            if not careful or error.get_error_code() != libvirt.VIR_ERR_OPERATION_INVALID:
                return False
    return True


def lost(conn, known, *, careful):
    """Those of the known guests that a program takes for gone."""
    missing = known - names(conn.listAllDomains())
    return {name for name in missing if not careful or not exists(conn, name)}


def switch_off(host, domain, patience_s):
    """Returns: why the guest is off."""
    domain.shutdown()
    for _ in range(patience_s):
        if not domain.isActive():
            break
        host.ctl("advance", "10s")
    if domain.isActive():
        domain.destroy()
    return domain.state()[1]


class Scenarios(unittest.TestCase):
    def both(self, scenario, query=""):
        """The same host twice: for the naive program and for the careful one."""
        return Host(self, scenario, query), Host(self, scenario, query)

    def test_vanish_after_list(self):
        naive, careful = self.both("vanish-after-list")
        with self.assertRaises(libvirt.libvirtError):
            count_guests(naive.conn, careful=False)
        self.assertEqual(count_guests(careful.conn, careful=True), 2)

    def test_stop_many_at_once(self):
        naive, careful = self.both("stop-many-at-once")
        self.assertFalse(shut_down_all(naive.conn, careful=False))
        self.assertEqual(names(naive.conn.listAllDomains(RUNNING)), {"web-3", "web-4"})
        self.assertTrue(shut_down_all(careful.conn, careful=True))
        self.assertEqual(careful.conn.listAllDomains(RUNNING), [])

    def test_stuck_job(self):
        host = Host(self, "stuck-job")
        stuck = threading.Thread(target=host.conn.lookupByName("db-1").managedSave)
        stuck.start()
        host.ctl("wait-held", "1")
        before = host.now_ns()
        host.conn.getAllDomainStats(0, 0)
        self.assertEqual(host.now_ns() - before, 30 * SECOND_NS)
        host.conn.getAllDomainStats(0, libvirt.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT)
        self.assertEqual(host.now_ns() - before, 30 * SECOND_NS)
        host.ctl("release", "1")
        stuck.join()

    def test_slow_shutdown(self):
        naive, careful = self.both("slow-shutdown")
        self.assertEqual(switch_off(naive, naive.conn.lookupByName("db-1"), 3), libvirt.VIR_DOMAIN_SHUTOFF_DESTROYED)
        self.assertEqual(switch_off(careful, careful.conn.lookupByName("db-1"), 30), libvirt.VIR_DOMAIN_SHUTOFF_SHUTDOWN)

    def test_partial_list_is_not_delete(self):
        for host, is_careful, taken_for_gone in zip(self.both("partial-list-is-not-delete"), (False, True),
                                                    ({"web-2"}, set())):
            known = names(host.conn.listAllDomains())
            self.assertEqual(lost(host.conn, known, careful=is_careful), taken_for_gone)

    def test_empty_cache_restart(self):
        for host, is_careful, taken_for_gone in zip(self.both("empty-cache-restart"), (False, True),
                                                    ({"db-1", "web-1"}, set())):
            known = names(host.conn.listAllDomains())
            with self.assertRaises(libvirt.libvirtError):
                host.conn.listAllDomains()
            self.assertEqual(lost(host.connect(), known, careful=is_careful), taken_for_gone)

    def test_event_before_list(self):
        for is_careful, expected in ((False, {"web-1", "web-2"}), (True, {"web-1"})):
            host = Host(self, "event-before-list")
            stopped = []
            conn = host.conn
            conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE,
                                        lambda _, domain, event, *__: stopped.append(domain.name()), None)
            listed = names(conn.listAllDomains(RUNNING))
            while not stopped:  # the event is dealt with before the list is
                libvirt.virEventRunDefaultImpl()
            running = listed - set(stopped) if is_careful else listed
            self.assertEqual(running, expected)
            self.assertEqual(names(conn.listAllDomains(RUNNING)), {"web-1"})

    def test_out_of_band_report(self):
        for is_careful, taken_for_off in ((False, {"db-1"}), (True, set())):
            host = Host(self, "out-of-band-report")
            starting = {"db-1"}
            start = threading.Thread(target=host.conn.lookupByName("db-1").create)
            start.start()
            host.ctl("wait-held", "2")
            report = names(host.connect().listAllDomains(RUNNING))
            self.assertEqual(report, set())  # web-1 has crashed, db-1 is not there yet
            off = {"db-1", "web-1"} - report - {"web-1"} - (starting if is_careful else set())
            host.ctl("release", "2")
            start.join()
            self.assertEqual(off, taken_for_off)
            self.assertEqual(names(host.conn.listAllDomains(RUNNING)), {"db-1"})

    def test_n_plus_one(self):
        naive, careful = self.both("n-plus-one", "?domains=50")
        with self.assertRaises(libvirt.libvirtError):
            count_guests(naive.conn, careful=True)
        self.assertEqual(naive.ctl("calls", "virDomainGetInfo"), "11")
        self.assertEqual(len(careful.conn.getAllDomainStats(libvirt.VIR_DOMAIN_STATS_BALLOON)), 51)

    def test_sixteen_k(self):
        conn = Host(self, "sixteen-k").conn
        with self.assertRaises(libvirt.libvirtError):
            conn.listAllDomains()
        active = conn.listAllDomains(RUNNING)
        inactive = conn.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_INACTIVE)
        self.assertEqual((len(active), len(inactive)), (8000, 8385))


if __name__ == "__main__":
    libvirt.virEventRegisterDefaultImpl()
    libvirt.registerErrorHandler(lambda *_: None, None)
    unittest.main()
