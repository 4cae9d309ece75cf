#!/usr/bin/env python3
"""Stock python3-libvirt against rollcalld."""

import sys
import threading
import unittest

import daemon_fixture
from daemon_fixture import domain_xml

try:
    import libvirt
except ImportError:
    libvirt = None


class PythonBinding(daemon_fixture.DaemonTest):
    def setUp(self):
        super().setUp()
        self.conn = self.open(self.daemon.uri)

    def open(self, uri, opener=None):
        conn = (opener or libvirt.open)(uri)
        self.addCleanup(conn.close)
        return conn

    def test_the_connection_answers_all_that_it_is_asked(self):
        conn = self.conn
        self.assertEqual(conn.getType(), "MOCK")
        self.assertEqual(conn.getLibVersion(), 9000000)
        self.assertGreater(conn.getVersion(), 0)
        self.assertTrue(conn.getHostname())
        self.assertEqual(conn.getInfo()[0], "x86_64")
        self.assertEqual((conn.isSecure(), conn.isEncrypted(), conn.isAlive()), (1, 0, 1))
        self.assertIn("<capabilities>", conn.getCapabilities())
        self.assertGreater(conn.getMaxVcpus(None), 0)
        self.assertEqual(conn.getCPUMap()[0], conn.getInfo()[2])
        self.assertEqual((conn.numOfDomains(), conn.listDomainsID()), (1, [1]))
        self.assertEqual((conn.numOfDefinedDomains(), conn.listDefinedDomains()), (0, []))

    def test_domains_are_listed_with_their_ids_and_filters(self):
        off = self.conn.defineXML(domain_xml("off"))
        domains = {domain.name(): domain for domain in self.conn.listAllDomains()}
        self.assertEqual(sorted(domains), ["off", "test"])
        self.assertEqual((domains["test"].ID(), domains["off"].ID()), (1, -1))
        self.assertEqual(domains["off"].UUIDString(), off.UUIDString())
        inactive = self.conn.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_INACTIVE)
        self.assertEqual([domain.name() for domain in inactive], ["off"])
        with self.assertRaises(libvirt.libvirtError) as refused:
            self.conn.listAllDomains(1 << 16)
        self.assertEqual(refused.exception.get_error_code(), libvirt.VIR_ERR_INVALID_ARG)

    def test_a_domain_goes_through_its_life(self):
        domain = self.conn.defineXML(domain_xml("guest"))
        self.assertEqual((domain.isActive(), domain.isPersistent(), domain.isUpdated()), (0, 1, 0))
        domain.create()
        self.assertEqual(domain.state(), [libvirt.VIR_DOMAIN_RUNNING, libvirt.VIR_DOMAIN_RUNNING_BOOTED])
        self.assertGreater(domain.ID(), 1)
        self.assertEqual(domain.info()[:2], [libvirt.VIR_DOMAIN_RUNNING, 256 * 1024])
        self.assertEqual((domain.OSType(), domain.maxMemory()), ("hvm", 256 * 1024))
        domain.suspend()
        domain.resume()
        domain.setAutostart(1)
        self.assertEqual(domain.autostart(), 1)
        self.assertIn("<name>guest</name>", domain.XMLDesc())
        domain.managedSave()
        self.assertEqual((domain.hasManagedSaveImage(), domain.isActive()), (1, 0))
        domain.managedSaveRemove()
        domain.rename("other")
        domain.undefine()
        with self.assertRaises(libvirt.libvirtError) as gone:
            domain.state()
        self.assertEqual(gone.exception.get_error_code(), libvirt.VIR_ERR_NO_DOMAIN)

    def test_snapshots_and_checkpoints_are_listed(self):
        domain = self.conn.lookupByName("test")
        domain.checkpointCreateXML("<domaincheckpoint><name>c</name></domaincheckpoint>")
        self.assertEqual([one.getName() for one in domain.listAllCheckpoints()], ["c"])
        domain.listAllCheckpoints()[0].delete()
        domain.snapshotCreateXML("<domainsnapshot><name>s</name></domainsnapshot>")
        self.assertEqual([one.getName() for one in domain.listAllSnapshots()], ["s"])
        self.assertEqual((domain.snapshotNum(), domain.hasCurrentSnapshot()), (1, 1))
        self.assertEqual((domain.snapshotListNames(), domain.snapshotCurrent().getName()), (["s"], "s"))

    def test_statistics_come_for_all_and_for_some(self):
        ((domain, figures),) = self.conn.getAllDomainStats()
        self.assertEqual((domain.name(), figures["state.state"]), ("test", libvirt.VIR_DOMAIN_RUNNING))
        self.assertEqual(self.conn.domainListGetStats([domain], libvirt.VIR_DOMAIN_STATS_STATE)[0][1],
                         {"state.state": 1, "state.reason": 1})

    def test_a_read_only_connection_changes_nothing(self):
        domain = self.open(self.daemon.uri, libvirt.openReadOnly).lookupByName("test")
        with self.assertRaises(libvirt.libvirtError) as refused:
            domain.destroy()
        self.assertEqual(refused.exception.get_error_code(), libvirt.VIR_ERR_OPERATION_DENIED)
        self.assertEqual(domain.isActive(), 1)

    def test_a_name_that_is_not_served_is_refused_with_the_names_that_are(self):
        with self.assertRaisesRegex(libvirt.libvirtError, "serves 'mock:///default'") as refused:
            libvirt.open(self.daemon.uri_of("mock:///other"))
        self.assertEqual(refused.exception.get_error_code(), libvirt.VIR_ERR_NO_CONNECT)


class PythonEvents(daemon_fixture.DaemonTest):
    def test_events_arrive_as_long_as_one_is_registered(self):
        told, seen = [], threading.Condition()
        conn = libvirt.open(self.daemon.uri)
        self.addCleanup(conn.close)

        def note(_conn, domain, event, detail, _opaque):
            if event == libvirt.VIR_DOMAIN_EVENT_SHUTDOWN:
                return  # a destroy may or may not tell that first
            with seen:
                told.append((domain.name(), event, detail))
                seen.notify()

        number = conn.domainEventRegisterAny(None, libvirt.VIR_DOMAIN_EVENT_ID_LIFECYCLE, note, None)
        domain = conn.lookupByName("test")
        domain.suspend()
        domain.resume()
        domain.destroy()
        expected = [("test", libvirt.VIR_DOMAIN_EVENT_SUSPENDED, 0), ("test", libvirt.VIR_DOMAIN_EVENT_RESUMED, 0),
                    ("test", libvirt.VIR_DOMAIN_EVENT_STOPPED, libvirt.VIR_DOMAIN_EVENT_STOPPED_DESTROYED)]
        with seen:
            seen.wait_for(lambda: len(told) >= 3, daemon_fixture.CLIENT_LIMIT_S)
        self.assertEqual(told, expected)
        conn.domainEventDeregisterAny(number)

    def test_a_daemon_that_dies_is_told_to_the_close_callback(self):
        closed = threading.Event()
        conn = libvirt.open(self.daemon.uri)
        conn.registerCloseCallback(lambda _conn, _reason, _opaque: closed.set(), None)
        conn.setKeepAlive(5, 3)
        self.daemon.process.kill()
        self.assertTrue(closed.wait(daemon_fixture.CLIENT_LIMIT_S))
        with self.assertRaises(libvirt.libvirtError):
            conn.listAllDomains()


def run_event_loop():
    """Has libvirt's own loop run in the background, as its documentation shows."""
    libvirt.virEventRegisterDefaultImpl()

    def loop():
        while True:
            libvirt.virEventRunDefaultImpl()

    threading.Thread(target=loop, daemon=True).start()


if __name__ == "__main__":
    if libvirt is None:
        print("SKIPPED: python3-libvirt is not installed (ci/run setup installs it where CI=true)")
        sys.exit(daemon_fixture.SKIPPED)
    libvirt.registerErrorHandler(lambda _context, _error: None, None)
    run_event_loop()
    unittest.main()
