#!/usr/bin/env python3
"""Stock virsh against rollcalld: what people type, and what they see."""

import os
import subprocess
import unittest

import daemon_fixture
from daemon_fixture import domain_xml

UUID = "11111111-2222-3333-4444-555555555555"


class Virsh(daemon_fixture.DaemonTest):
    def define(self, name, **parts):
        path = self.daemon.folder / f"{name}.xml"
        path.write_text(domain_xml(name, **parts))
        self.virsh("define", str(path))

    def names(self, *options):
        return self.virsh("list", "--name", *options).split()

    def state(self, name):
        return self.virsh("domstate", name, "--reason")

    def test_list_shows_ids_names_and_states(self):
        self.define("off")
        rows = [line.split(None, 2) for line in self.virsh("list", "--all").splitlines()]
        self.assertEqual(rows, [["1", "test", "running"], ["-", "off", "shut off"]])

    def test_every_filter_of_list_picks_what_it_says(self):
        self.define("off")
        self.define("auto")
        self.virsh("autostart", "auto")
        self.define("saved")
        self.virsh("start", "saved")
        self.virsh("managedsave", "saved")
        self.define("asleep")
        self.virsh("start", "asleep")
        self.virsh("suspend", "asleep")
        self.virsh("snapshot-create", "off")
        path = self.daemon.folder / "gone.xml"
        path.write_text(domain_xml("passing"))
        self.virsh("create", str(path))
        self.virsh("checkpoint-create-as", "passing", "first")
        for options, expected in {
            "": "asleep passing test",
            "--all": "asleep auto off passing saved test",
            "--inactive": "auto off saved",
            "--state-running": "passing test",
            "--state-paused": "asleep",
            "--state-shutoff": "auto off saved",
            "--state-other": "",
            "--all --persistent": "asleep auto off saved test",
            "--all --transient": "passing",
            "--all --autostart": "auto",
            "--all --no-autostart": "asleep off passing saved test",
            "--all --with-managed-save": "saved",
            "--all --without-managed-save": "asleep auto off passing test",
            "--all --with-snapshot": "off",
            "--all --without-snapshot": "asleep auto passing saved test",
            "--all --with-checkpoint": "passing",
            "--all --without-checkpoint": "asleep auto off saved test",
        }.items():
            with self.subTest(options=options):
                self.assertEqual(sorted(self.names(*options.split())), expected.split())

    def test_list_shows_titles_and_saved_images(self):
        self.define("titled", more="<title>A title</title>")
        self.assertRegex(self.virsh("list", "--all", "--title"), r"titled +shut off +A title")
        self.virsh("start", "titled")
        self.virsh("managedsave", "titled")
        self.assertRegex(self.virsh("list", "--all", "--managed-save"), r"titled +saved")

    def test_a_domain_lives_from_define_to_undefine(self):
        self.define("guest", uuid=UUID)
        self.assertEqual(self.state("guest"), "shut off (unknown)")
        self.virsh("start", "guest")
        self.assertEqual(self.state("guest"), "running (booted)")
        identifier = self.virsh("domid", "guest")
        self.assertEqual(self.virsh("domname", identifier), "guest")
        self.assertEqual(self.virsh("domuuid", "guest"), UUID)
        self.assertEqual(self.virsh("domname", UUID), "guest")
        self.virsh("suspend", "guest")
        self.assertEqual(self.state("guest"), "paused (user)")
        self.virsh("resume", "guest")
        self.assertEqual(self.state("guest"), "running (unpaused)")
        self.virsh("reboot", "guest")
        self.virsh("reset", "guest")
        self.virsh("shutdown", "guest")
        self.assertEqual(self.state("guest"), "shut off (shutdown)")
        self.virsh("start", "guest", "--paused")
        self.assertTrue(self.state("guest").startswith("paused"))
        self.virsh("destroy", "guest", "--graceful")
        self.assertEqual(self.state("guest"), "shut off (destroyed)")
        self.virsh("domrename", "guest", "renamed")
        self.assertEqual(self.virsh("domuuid", "renamed"), UUID)
        self.virsh("undefine", "renamed")
        self.assertIn("failed to get domain", self.virsh("domstate", "renamed", fails=True))

    def test_managed_save_brings_a_guest_back(self):
        self.virsh("managedsave", "test")
        self.assertEqual(self.state("test"), "shut off (saved)")
        self.assertRegex(self.virsh("dominfo", "test"), r"Managed save: +yes")
        self.virsh("start", "test")
        self.assertEqual(self.state("test"), "running (restored)")
        self.virsh("managedsave", "test")
        self.virsh("managedsave-remove", "test")
        self.virsh("start", "test")
        self.assertEqual(self.state("test"), "running (booted)")

    def test_save_and_restore_take_a_guest_to_a_file_and_back(self):
        image = str(self.daemon.folder / "image")
        self.virsh("save", "test", image)
        self.assertEqual(self.state("test"), "shut off (saved)")
        self.virsh("restore", image)
        self.assertEqual(self.state("test"), "running (restored)")

    def test_autostart_can_be_set_and_cleared(self):
        self.virsh("autostart", "test")
        self.assertRegex(self.virsh("dominfo", "test"), r"Autostart: +enable")
        self.virsh("autostart", "test", "--disable")
        self.assertRegex(self.virsh("dominfo", "test"), r"Autostart: +disable")

    def test_description_and_title_are_kept(self):
        self.virsh("desc", "test", "--config", "--live", "what it is for")
        self.assertEqual(self.virsh("desc", "test"), "what it is for")
        self.virsh("desc", "test", "--title", "--live", "--config", "short")
        self.assertEqual(self.virsh("desc", "test", "--title"), "short")

    def test_snapshots_make_a_tree_that_can_be_walked_and_cut(self):
        for name in ("one", "two"):
            self.virsh("snapshot-create-as", "test", name)
        self.assertEqual(self.virsh("snapshot-list", "test", "--name").split(), ["one", "two"])
        self.assertEqual(self.virsh("snapshot-list", "test", "--roots", "--name").split(), ["one"])
        self.assertEqual(self.virsh("snapshot-list", "test", "--from", "one", "--name").split(), ["two"])
        self.assertEqual(self.virsh("snapshot-current", "test", "--name"), "two")
        self.assertEqual(self.virsh("snapshot-parent", "test", "two"), "one")
        self.assertIn("has no parent", self.virsh("snapshot-parent", "test", "one", fails=True))
        self.assertRegex(self.virsh("snapshot-list", "test", "--tree"), r"one\n +\|\n +\+- two")
        self.assertRegex(self.virsh("snapshot-info", "test", "one"), r"Children: +1")
        self.virsh("snapshot-revert", "test", "one")
        self.assertEqual(self.virsh("snapshot-current", "test", "--name"), "one")
        self.assertIn("<name>two</name>", self.virsh("snapshot-dumpxml", "test", "two"))
        self.virsh("snapshot-delete", "test", "one", "--children")
        self.assertEqual(self.virsh("snapshot-list", "test", "--name"), "")

    def test_checkpoints_make_a_line_that_can_be_walked_and_cut(self):
        for name in ("one", "two"):
            self.virsh("checkpoint-create-as", "test", name)
        self.assertEqual(self.virsh("checkpoint-list", "test", "--name").split(), ["one", "two"])
        self.assertEqual(self.virsh("checkpoint-parent", "test", "two"), "one")
        self.assertIn("<name>two</name>", self.virsh("checkpoint-dumpxml", "test", "two"))
        self.virsh("checkpoint-delete", "test", "one", "--children")
        self.assertEqual(self.virsh("checkpoint-list", "test", "--name"), "")

    def test_the_host_says_what_it_is(self):
        version = self.virsh("version", "--daemon")
        self.assertIn("Using API: MOCK 9.0.0", version)
        self.assertIn("Running against daemon: 9.0.0", version)
        self.assertTrue(self.virsh("hostname"))
        self.assertRegex(self.virsh("nodeinfo"), r"CPU\(s\): +\d+")
        self.assertIn("<capabilities>", self.virsh("capabilities"))
        self.assertGreater(int(self.virsh("maxvcpus")), 0)
        self.assertEqual(self.virsh("uri"), self.daemon.uri)

    def test_statistics_name_state_memory_and_processors(self):
        stats = self.virsh("domstats", "test")
        for line in ("state.state=1", "balloon.current=", "vcpu.current="):
            self.assertIn(line, stats)
        self.assertIn("fleet-0000001", self.virsh("domstats", uri=self.start(
            uri="mock:///default?domains=2").uri))

    def test_the_usage_of_disks_interfaces_memory_and_processors_is_told(self):
        devices = ("<devices><disk type='file'><source file='/srv/a.img'/><target dev='vda'/></disk>"
                   "<interface type='network'><mac address='52:54:00:00:00:01'/><target dev='vnet0'/></interface>"
                   "</devices>")
        self.define("used", more=devices)
        self.assertIn("not running", self.virsh("domblkstat", "used", "vda", fails=True))
        self.virsh("start", "used")
        self.assertRegex(self.virsh("domblkstat", "used", "vda"), r"vda rd_req \d+\n")
        self.assertRegex(self.virsh("domifstat", "used", "vnet0"), r"vnet0 rx_bytes \d+\n")
        self.assertRegex(self.virsh("domblkinfo", "used", "vda"), r"Capacity: +\d+\n")
        self.assertRegex(self.virsh("dommemstat", "used"), r"actual 262144\n")
        self.assertEqual(self.virsh("vcpuinfo", "used").count("State:          running"), 2)
        self.assertRegex(self.virsh("cpu-stats", "used", "--total"), r"cpu_time +\d+\.\d+ seconds")
        self.assertRegex(self.virsh("cpu-stats", "used"), r"CPU0:\n\s+cpu_time")
        self.assertIn("no disk 'vdz'", self.virsh("domblkstat", "used", "vdz", fails=True))
        self.assertIn("<sysinfo", self.virsh("sysinfo"))

    def test_a_definition_comes_back_as_xml(self):
        self.define("guest", uuid=UUID)
        self.assertIn(f"<uuid>{UUID}</uuid>", self.virsh("dumpxml", "guest"))
        self.assertIn("<name>guest</name>", self.virsh("dumpxml", "guest", "--inactive"))

    def test_what_the_daemon_does_not_know_is_an_error_and_not_the_end(self):
        self.assertIn("unknown procedure", self.virsh("nodecpustats", fails=True))
        self.assertTrue(self.virsh("net-list", fails=True))
        self.assertTrue(self.virsh("pool-list", fails=True))
        self.assertTrue(self.virsh("qemu-monitor-command", "test", "info", fails=True))
        self.assertEqual(self.names(), ["test"])

    def test_errors_say_what_is_wrong(self):
        self.assertIn("failed to get domain 'nobody'", self.virsh("start", "nobody", fails=True))
        self.assertIn("active", self.virsh("start", "test", fails=True))
        path = self.daemon.folder / "bad.xml"
        path.write_text("<domain type='mock'><name></name></domain>")
        self.assertIn("name", self.virsh("define", str(path), fails=True))

    def test_events_are_told_as_they_happen(self):
        listener = subprocess.Popen(
            ["virsh", "-q", "-c", self.daemon.uri, "event", "--all", "--loop"], stdout=subprocess.PIPE,
            text=True, env={**os.environ, "LC_ALL": "C"})
        self.addCleanup(listener.stdout.close)
        self.addCleanup(listener.wait)
        self.addCleanup(listener.terminate)
        # It registers for each kind; a define that it tells of shows that it has begun with the first.
        self.define("guest", uuid=UUID)
        seen = ""
        while "event 'lifecycle' for domain 'guest'" not in seen:
            self.virsh("define", str(self.daemon.folder / "guest.xml"))
            seen = listener.stdout.readline()
        for words, event in {("start", "guest"): "Started Booted",
                             ("suspend", "guest"): "Suspended Paused",
                             ("resume", "guest"): "Resumed Unpaused",
                             ("destroy", "guest"): "Stopped Destroyed",
                             ("undefine", "guest"): "Undefined Removed"}.items():
            self.virsh(*words)
            wanted = f"event 'lifecycle' for domain 'guest': {event}"
            lines = []
            while wanted not in lines:
                lines.append(listener.stdout.readline().strip())
                self.assertNotEqual(lines[-1], "", f"virsh stopped before '{wanted}'")


if __name__ == "__main__":
    daemon_fixture.need_program("virsh")
    unittest.main()
