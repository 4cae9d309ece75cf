#!/usr/bin/env python3
"""Stock virsh prints the same against rollcalld as against libvirt's own daemon with its test driver.

Left out is where that driver is not like other hypervisors: it has no paused start and no jobs, calls a guest that comes
back from a saved image booted, does not know why its first domain runs, and lets transient domains start by themselves.
"""

import os
import re
import shutil
import subprocess
import unittest

import daemon_fixture

LIBVIRTD = shutil.which("libvirtd", path="/usr/sbin:/usr/bin")
LISTS = [f"list {options}" for options in (
    "", "--all", "--inactive", "--state-running", "--state-paused", "--state-shutoff", "--state-other",
    "--all --persistent", "--all --transient", "--all --autostart", "--all --no-autostart", "--all --with-snapshot",
    "--all --without-snapshot", "--all --with-checkpoint", "--all --without-checkpoint", "--all --with-managed-save",
    "--all --without-managed-save", "--all --title", "--all --managed-save", "--all --uuid", "--all --name",
    "--all --id")]
NAMES = ("first", "second", "third", "passing")
LIFE = """
define {folder}/first.xml; define {folder}/second.xml; define {folder}/third.xml; create {folder}/passing.xml
domstate first --reason; start first; domid first; domuuid first; domname 3; domstate first --reason
suspend first; domstate first --reason; resume first; domstate first --reason; domcontrol first
autostart second; domrename third renamed; domstate renamed --reason; dominfo first
desc first --title short; desc first --title; desc first what-it-is-for; desc first
{lists}
shutdown first; domstate first --reason; start first; destroy first; domstate first --reason; start first
managedsave first; domstate first --reason; dominfo first
{lists}
start first; domid first; managedsave first; managedsave-remove first; start first; domstate first --reason
save first {folder}/image; domstate first --reason; restore {folder}/image; domid first; domstate first
snapshot-create-as first one; snapshot-create-as first two; snapshot-list first --name; snapshot-list first --tree
snapshot-list first --roots --name; snapshot-list first --from one --name; snapshot-current first --name
snapshot-parent first two; snapshot-info first two; snapshot-revert first one; domstate first --reason
snapshot-current first --name
{lists}
snapshot-delete first one --children; snapshot-list first --name
checkpoint-create-as first one; checkpoint-create-as first two; checkpoint-list first --name
checkpoint-list first --tree; checkpoint-parent first two; checkpoint-delete first two; checkpoint-list first --name
domstats first --state; vcpucount second
{lists}
checkpoint-delete first one; destroy first; undefine first; undefine second; undefine renamed; destroy passing
list --all; start nobody; destroy nobody; domstate nobody; undefine test; domstate test; list --all
"""
# What the test driver says of its domains without their definition saying so.
OF_THE_DRIVER = re.compile(r"(?m)^(OS Type|CPU time|Security [\w ]+):.*\n")


class Comparison(daemon_fixture.DaemonTest):
    def test_virsh_prints_what_it_prints_of_libvirts_own_daemon(self):
        ours = self.life(self.daemon.uri, "ours")
        theirs = self.life(self.genuine_daemon(), "theirs")
        self.assertGreater(len(ours), 120)
        for (command, printed), (_, expected) in zip(ours, theirs, strict=True):
            self.assertEqual(printed, expected, command)

    def life(self, uri, name):
        """Each command of LIFE, in one connection, with what virsh printed."""
        folder = self.daemon.folder / name
        folder.mkdir()
        for number, domain in enumerate(NAMES):
            (folder / f"{domain}.xml").write_text(
                f"<domain type='test'><name>{domain}</name><uuid>11111111-2222-3333-4444-00000000000{number}</uuid>"
                "<memory unit='MiB'>256</memory><vcpu>2</vcpu><os><type>hvm</type></os><devices>"
                "<disk type='file' device='disk'><source file='/srv/disk'/><target dev='vda'/></disk></devices></domain>")
        text = LIFE.format(folder=folder, lists="\n".join(LISTS)).replace("\n", ";")
        commands = [command.strip() for command in text.split(";") if command.strip()]
        marked = "; echo =====; ".join(commands)
        printed = subprocess.run(["virsh", "-q", "-c", uri, marked], capture_output=True, text=True, check=False,
                                 timeout=daemon_fixture.CLIENT_LIMIT_S, env={**os.environ, "LC_ALL": "C"}).stdout
        outputs = [OF_THE_DRIVER.sub("", output) for output in printed.split("=====")]
        self.assertEqual(len(outputs), len(commands), printed)
        return [(command.replace(str(folder), "FOLDER"), output) for command, output in zip(commands, outputs)]

    def genuine_daemon(self):
        """Starts libvirt's daemon with nothing but the drivers of its own library. Returns: a URI."""
        folder = self.daemon.folder / "libvirtd"
        folder.mkdir()
        config = folder / "config"
        config.write_text(f'unix_sock_dir = "{folder}"\nauth_unix_rw = "none"\nauth_unix_ro = "none"\n'
                          f'log_outputs = "3:file:{folder}/log"\n')
        process = subprocess.Popen([LIBVIRTD, "-f", str(config), "-p", str(folder / "pid")],
                                   env={**os.environ, "LIBVIRT_DRIVER_DIR": str(folder / "none")})
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        uri = f"test+unix:///default?socket={folder}/libvirt-sock"
        while subprocess.run(["virsh", "-q", "-c", uri, "hostname"], capture_output=True, check=False,
                             timeout=daemon_fixture.CLIENT_LIMIT_S).returncode != 0:
            self.assertIsNone(process.poll(), "libvirtd ended")
        return uri


if __name__ == "__main__":
    daemon_fixture.need_program("virsh")
    if LIBVIRTD is None:
        print("SKIPPED: libvirtd is not installed (ci/run setup installs it)")
        raise SystemExit(daemon_fixture.SKIPPED)
    unittest.main()
