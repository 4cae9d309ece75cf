#!/usr/bin/env python3
"""Stock monitoring programs against rollcalld: they report the guests of a simulated host."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import unittest
import urllib.request

import daemon_fixture
from daemon_fixture import domain_xml

COLLECTD = shutil.which("collectd", path="/usr/sbin:/usr/bin")
COLLECTD_PLUGIN = pathlib.Path("/usr/lib/collectd/virt.so")
DEVICES = ("<devices><disk type='file' device='disk'><source file='/srv/web.img'/><target dev='vda' bus='virtio'/>"
           "</disk><interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/>"
           "<target dev='vnet0'/></interface></devices>")
LISTENING = "0A"  # a state in /proc/net/tcp
LOOK_AGAIN_S = 0.05


def need_client(name):
    """Ends the test program, visibly, when a client is not installed."""
    if name == "collectd":
        found = COLLECTD and COLLECTD_PLUGIN.exists()
    else:
        found = shutil.which({"exporter": "prometheus-libvirt-exporter"}.get(name, name))
    if not found:
        print(f"SKIPPED: {name} is not installed (ci/run setup installs it where CI=true)")
        sys.exit(daemon_fixture.SKIPPED)


class Monitoring(daemon_fixture.DaemonTest):
    def setUp(self):
        super().setUp()
        definition = self.daemon.folder / "web.xml"
        definition.write_text(domain_xml("web", more=DEVICES))
        self.virsh("create", str(definition))


class Exporter(Monitoring):
    def test_prometheus_hears_of_every_guest_and_its_devices(self):
        client = subprocess.Popen(["prometheus-libvirt-exporter", "--libvirt.uri", self.daemon.uri,
                                   "--web.listen-address", "127.0.0.1:0"])
        self.addCleanup(client.wait)
        self.addCleanup(client.terminate)
        with urllib.request.urlopen(f"http://127.0.0.1:{self.listening_port(client)}/metrics",
                                    timeout=daemon_fixture.CLIENT_LIMIT_S) as answer:
            metrics = answer.read().decode()
        self.assertRegex(metrics, r"(?m)^libvirt_up 1$")
        self.assertRegex(metrics, r"(?m)^libvirt_domains_number 2$")
        for name in ("test", "web"):
            self.assertRegex(metrics, rf'libvirt_domain_state_code\{{domain="{name}",[^}}]*\}} 1\n')
        self.assertRegex(metrics, r'libvirt_domain_block_stats_read_bytes_total\{[^}]*domain="web"')
        self.assertRegex(metrics, r'libvirt_domain_interface_stats_receive_packets_total\{[^}]*domain="web"')

    def listening_port(self, client):
        """The TCP port on which a program listens, as soon as it does; fails when it ends before that."""
        while (port := port_of(client.pid)) is None:
            try:
                self.fail(f"the exporter ended with {client.wait(LOOK_AGAIN_S)}")
            except subprocess.TimeoutExpired:
                continue
        return port


def port_of(process):
    """The TCP port on which a process listens; None when there is none."""
    sockets = {os.readlink(descriptor) for descriptor in pathlib.Path(f"/proc/{process}/fd").iterdir()}
    for table in ("tcp", "tcp6"):
        for row in pathlib.Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]:
            columns = row.split()
            if columns[3] == LISTENING and f"socket:[{columns[9]}]" in sockets:
                return int(columns[1].rsplit(":", 1)[1], 16)
    return None


class Collectd(Monitoring):
    SETTINGS = """
BaseDir "{folder}"
PIDFile "{folder}/pid"
PluginDir "/usr/lib/collectd"
TypesDB "/usr/share/collectd/types.db"
Interval 1
LoadPlugin logfile
LoadPlugin virt
LoadPlugin csv
<Plugin logfile>
  LogLevel warning
  File "{folder}/messages"
</Plugin>
<Plugin csv>
  DataDir "{folder}/csv"
</Plugin>
<Plugin virt>
  Connection "{uri}"
  HostnameFormat name
  ExtraStats "cpu_util domain_state pcpu vcpu memory disk"
</Plugin>
"""
    WANTED = ("virt_cpu_total", "virt_vcpu-0", "virt_vcpu-1", "memory-total", "memory-actual_balloon",
              "disk_octets-vda", "disk_ops-vda", "if_octets-vnet0", "if_packets-vnet0", "domain_state")

    def test_collectd_writes_figures_of_every_guest(self):
        folder = self.daemon.folder / "collectd"
        folder.mkdir()
        settings = folder / "settings"
        settings.write_text(self.SETTINGS.format(folder=folder, uri=self.daemon.uri))
        # Reads all figures once, writes them, and ends.
        done = subprocess.run([COLLECTD, "-T", "-C", str(settings)], capture_output=True, text=True, check=False,
                              timeout=daemon_fixture.CLIENT_LIMIT_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        messages = folder / "messages"
        self.assertNotRegex(messages.read_text() if messages.exists() else "", "(?i)fail|error|unsupported")
        for figure in self.WANTED:
            self.assertEqual(self.rows(folder, "web", figure), 1, figure)
        self.assertEqual(self.rows(folder, "test", "virt_cpu_total"), 1)

    @staticmethod
    def rows(folder, guest, figure):
        """How many rows, below the heading, were written of one figure of one guest."""
        return sum(len(path.read_text().splitlines()) - 1
                   for path in (folder / "csv" / guest / "virt").glob(f"{figure}-2*"))


class VirtInstall(daemon_fixture.DaemonTest):
    def test_what_virt_install_prints_can_be_defined_and_started(self):
        printed = subprocess.run(
            ["virt-install", "--connect", self.daemon.uri, "--name", "made", "--memory", "256", "--vcpus", "2",
             "--osinfo", "detect=off,require=off", "--import", "--disk", "none", "--network", "none",
             "--graphics", "none", "--print-xml"],
            capture_output=True, text=True, check=False, timeout=daemon_fixture.CLIENT_LIMIT_S)
        self.assertEqual(printed.returncode, 0, printed.stderr)
        definition = self.daemon.folder / "made.xml"
        definition.write_text(printed.stdout)
        self.virsh("define", str(definition))
        self.virsh("start", "made")
        self.assertIn("made", self.virsh("list", "--name").split())
        self.assertRegex(self.virsh("dominfo", "made"), r"CPU\(s\): +2\n")


CLIENTS = {"exporter": Exporter, "collectd": Collectd, "virt-install": VirtInstall}

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("client", choices=CLIENTS)
    chosen = parser.parse_args().client
    need_client(chosen)
    daemon_fixture.need_program("virsh")
    unittest.main(argv=[sys.argv[0], CLIENTS[chosen].__name__])
