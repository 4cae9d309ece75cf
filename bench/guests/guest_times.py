#!/usr/bin/env python3
"""Real guests of our KVM driver beside those of libvirt's, in one process and by the same C calls.

Both run the test guest with the same devices. Rounds of both, and of a QEMU that has our driver's command line and
nothing around it, alternate; figures are medians. libvirtd runs as root in a mount namespace, where
its folders are empty ones of its own, so what this machine keeps in them is neither seen nor touched.
"""

import argparse
import ctypes
import os
import pathlib
import signal
import statistics
import sys
import tempfile
import time

from bare_qemu import BareQemu, command_line_of, guests_of, pid_of
from private_libvirtd import PrivateLibvirtd, reason_not_to_start

RUNNING = 1 << 4  # VIR_CONNECT_LIST_DOMAINS_RUNNING
GUESTS_OF_THIS_RUN = f"rollcall-bench-{os.getpid()}-"
# At least so many times faster than libvirt; at most so many times the bare spawn, or the list beforehand.
START, SUSPEND, LIST = 4, 3, 20
SPAWN_MOST, STUCK_MOST = 1.4, 2


class Host:
    """A connection through one library, and what is measured on it."""

    def __init__(self, label, library, uri):
        self.label = label
        self._library = ctypes.CDLL(library)
        self.connection = ctypes.c_void_p(self._call("virConnectOpen", uri.encode(), returns=ctypes.c_void_p))

    def _call(self, name, *arguments, returns=ctypes.c_int):
        function = getattr(self._library, name)
        function.restype = returns
        result = function(*arguments)
        if result is None or (returns is ctypes.c_int and result < 0):
            message = self._library.virGetLastErrorMessage
            message.restype = ctypes.c_char_p
            raise SystemExit(f"error: {name} of {self.label}: {(message() or b'').decode()}")
        return result

    def domain(self, function, xml):
        return ctypes.c_void_p(self._call(function, self.connection, xml.encode(), *self._flags(function),
                                          returns=ctypes.c_void_p))

    @staticmethod
    def _flags(function):
        return () if function == "virDomainDefineXML" else (0,)

    def end(self, domain):
        """Ends the guest; a transient domain is then gone."""
        self._call("virDomainDestroy", domain)
        self._call("virDomainFree", domain)

    def timed(self, function, domain):
        start = time.perf_counter_ns()
        self._call(function, domain)
        return (time.perf_counter_ns() - start) / 1e6

    def start_ms(self, xml):
        """From a definition to a running guest, which is then removed."""
        start = time.perf_counter_ns()
        domain = self.domain("virDomainDefineXML", xml)
        self._call("virDomainCreate", domain)
        taken = (time.perf_counter_ns() - start) / 1e6
        self._call("virDomainUndefine", domain)  # transient from now on
        self.end(domain)
        return taken

    def list_us(self, expected, calls):
        """Each of so many lists of the running guests; freeing them is not timed."""
        function = self._library.virConnectListAllDomains
        function.restype = ctypes.c_int
        free = ctypes.CDLL(None).free
        times = []
        for _ in range(calls):
            array = ctypes.POINTER(ctypes.c_void_p)()
            start = time.perf_counter_ns()
            count = function(self.connection, ctypes.byref(array), RUNNING)
            times.append((time.perf_counter_ns() - start) / 1e3)
            if count != expected:
                raise SystemExit(f"error: {self.label} lists {count} running guests of {expected}")
            for i in range(count):
                self._library.virDomainFree(ctypes.c_void_p(array[i]))
            free(array)
        return times

    def close(self):
        self._call("virConnectClose", self.connection)


class Bench:
    def __init__(self, options, folder, hosts):
        self.options = options
        self.folder = folder
        self.hosts = hosts
        self.arguments = None  # of our driver's QEMU
        self.all_met = True

    @staticmethod
    def name(host, name):
        """Of a guest: unlike that of any other, also on other hosts."""
        return f"{GUESTS_OF_THIS_RUN}{host.label}-{name}"

    def xml(self, host, name):
        serial = self.folder / f"{host.label}-{name}.serial"
        return (f"<domain type='{self.options.domain_type}'><name>{self.name(host, name)}</name>"
                f"<memory unit='MiB'>16</memory>"
                f"<os><type arch='x86_64' machine='pc'>hvm</type>"
                f"<loader readonly='yes' type='rom'>{self.options.guest}</loader></os><features><acpi/></features>"
                f"<devices><controller type='usb' model='none'/><memballoon model='none'/>"
                f"<serial type='file'><source path='{serial}'/></serial></devices></domain>")

    def print_row(self, what, ours, theirs, unit, bars):
        """`bars`: pairs of a text and whether it holds."""
        told = "  ".join(f"{text} {'met' if met else 'NOT met'}" for text, met in bars)
        beside = f"{theirs:9.2f}" if theirs is not None else f"{'-':>9}"
        print(f"  {what:34} {ours:9.2f} {beside} {unit}   {told}", flush=True)
        self.all_met = self.all_met and all(met for _, met in bars)

    def learn_command_line(self):
        ours = self.hosts[0]
        sample = ours.domain("virDomainCreateXML", self.xml(ours, "sample"))
        self.arguments = command_line_of(pid_of(self.name(ours, "sample")))
        ours.end(sample)

    def starts(self):
        bare, times = [], {host.label: [] for host in self.hosts}
        for number in range(self.options.rounds):
            with BareQemu(self.arguments, self.folder) as qemu:
                bare.append(qemu.start_ms)
            for host in self.hosts:
                times[host.label].append(host.start_ms(self.xml(host, f"start-{number}")))
        spawn, *medians = (statistics.median(values) for values in (bare, *times.values()))
        self.print_row("spawn of a bare QEMU", spawn, None, "ms", [])
        bars = [(f"<= {SPAWN_MOST} x bare ({medians[0] / spawn:.2f})", medians[0] <= SPAWN_MOST * spawn)]
        self.print_beside("define, then running", medians, "ms", START, bars)

    def print_beside(self, what, medians, unit, times_faster, bars=()):
        bars = list(bars)
        if len(medians) > 1:
            ratio = medians[1] / medians[0]
            bars.append((f">= {times_faster} x ({ratio:.1f})", ratio >= times_faster))
        self.print_row(what, medians[0], medians[1] if len(medians) > 1 else None, unit, bars)

    def suspends(self):
        guests = [(host, host.domain("virDomainCreateXML", self.xml(host, "suspended"))) for host in self.hosts]
        pairs = (("suspend", "virDomainSuspend", "stop"), ("resume", "virDomainResume", "cont"))
        times = {(what, label): [] for what, _, _ in pairs for label in ("bare", *(host.label for host in self.hosts))}
        with BareQemu(self.arguments, self.folder) as qemu:
            for _ in range(self.options.rounds * 10):
                for what, _, command in pairs:
                    times[what, "bare"].append(qemu.timed(command))
                for host, guest in guests:
                    for what, function, _ in pairs:
                        times[what, host.label].append(host.timed(function, guest))
        for what, _, command in pairs:
            self.print_row(f"'{command}' of a bare QEMU", statistics.median(times[what, "bare"]), None, "ms", [])
            medians = [statistics.median(times[what, host.label]) for host in self.hosts]
            self.print_beside(what, medians, "ms", SUSPEND)
        for host, guest in guests:
            host.end(guest)

    def lists(self):
        guests = [(host, host.domain("virDomainCreateXML", self.xml(host, f"listed-{number}")))
                  for number in range(self.options.guests) for host in self.hosts]
        before = self.list_medians()
        self.print_beside(f"list of {self.options.guests} running guests", before, "us", LIST)
        stuck = [pid_of(self.name(host, "listed-0")) for host in self.hosts]
        for pid in stuck:
            os.kill(pid, signal.SIGSTOP)
        try:
            after = self.list_medians()
        finally:
            for pid in stuck:
                os.kill(pid, signal.SIGCONT)
        ratio = after[0] / before[0]
        self.print_row("the same while one is stopped", after[0], after[1] if len(after) > 1 else None, "us",
                       [(f"<= {STUCK_MOST} x before ({ratio:.2f})", ratio <= STUCK_MOST)])
        for host, guest in guests:
            host.end(guest)

    def list_medians(self):
        times = {host.label: [] for host in self.hosts}
        for _ in range(20):
            for host in self.hosts:
                times[host.label] += host.list_us(self.options.guests, 50)
        return [statistics.median(values) for values in times.values()]

    def run(self):
        print(f"  {'':34} {'rollcall':>9} {'libvirt':>9}")
        self.learn_command_line()
        self.starts()
        self.suspends()
        self.lists()


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} is not positive")
    return number


def options_of(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=os.path.abspath, help="path of librollcall.so.1")
    parser.add_argument("guest", type=os.path.abspath, help="path of the test guest's ROM")
    parser.add_argument("--guests", type=positive, default=50, help="how many are listed (default 50)")
    parser.add_argument("--rounds", type=positive, default=15, help="starts of each kind (default 15)")
    parser.add_argument("--domain-type", choices=("kvm", "qemu"),
                        default="kvm" if os.access("/dev/kvm", os.R_OK | os.W_OK) else "qemu",
                        help="default: kvm where /dev/kvm opens")
    parser.add_argument("--without-libvirt", action="store_true", help="measure our driver alone")
    parser.add_argument("--strict", action="store_true", help="exit 1 when a bar is not met")
    return parser.parse_args(arguments)


def main(arguments):
    options = options_of(arguments)
    with tempfile.TemporaryDirectory(prefix="rollcall-") as name:
        folder = pathlib.Path(name)
        hosts, libvirtd = [], None
        try:
            hosts.append(Host("rollcall", options.library, f"kvm://{folder}/root"))
            skipped = "it was not asked for" if options.without_libvirt else reason_not_to_start()
            if skipped is None:
                libvirtd = PrivateLibvirtd(folder / "libvirt")
                hosts.append(Host("libvirt", "libvirt.so.0", libvirtd.uri))
            print(f"guests of type {options.domain_type}; medians"
                  + (f"; libvirt's driver SKIPPED: {skipped}" if skipped else ""))
            bench = Bench(options, folder, hosts)
            bench.run()
            for host in hosts:
                host.close()
        finally:
            for pid, _ in guests_of(GUESTS_OF_THIS_RUN):
                os.kill(pid, signal.SIGKILL)
            if libvirtd is not None:
                libvirtd.stop()
    return 1 if options.strict and not bench.all_met else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
