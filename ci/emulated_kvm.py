#!/usr/bin/env python3
"""Runs a command where /dev/kvm is, on a machine that has none.

QEMU emulates a processor of AMD's with virtualization, on which a Debian kernel runs that has KVM.
That machine sees the files of this one, read only; what it writes is in its memory and gone in the
end. It has one processor, some ten times slower than this one's; but its KVM is the real one. Needs
apt and the network once, to fetch the kernel, and no special rights.

exit  as COMMAND, 3 when the machine did not get that far
"""

import argparse
import os
import pathlib
import shlex
import subprocess
import sys

import debian_kernel

# What the command needs: virtual devices of that machine, files of this one, KVM.
MODULES = ("virtio_pci", "9pnet_virtio", "9p", "overlay", "kvm_amd")
ENDED = "emulated-kvm: the command ended with "

# The first program of that machine.
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
mkdir -p /files /writes /root
mount -t proc proc /proc
for module in /modules/*; do insmod $module || poweroff -f; done
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=loose,ro files /files || poweroff -f
mount -t tmpfs -o size=60% writes /writes
mkdir /writes/upper /writes/work
mount -t overlay -o lowerdir=/files,upperdir=/writes/upper,workdir=/writes/work overlay /root
cd /root
mount -t proc proc proc
mount -t sysfs sys sys
mount -t devtmpfs dev dev
mkdir -p dev/pts dev/shm
mount -t devpts pts dev/pts
mount -t tmpfs shm dev/shm
mount -t tmpfs run run
ip link set lo up
# Not on a terminal, for which programs would paint their output.
{ chroot . /bin/sh -c "$(cat /command)"; echo "ENDED$?"; } 2>&1 | cat
poweroff -f
"""


def shell_text(command):
    """The command in this folder, with what it may need of the environment."""
    kept = {name: text for name, text in os.environ.items() if name in ("PATH", "HOME") or name.startswith("ROLLCALL_")}
    exports = [f"export {name}={shlex.quote(text)}" for name, text in kept.items()]
    return "\n".join([*exports, f"cd {shlex.quote(os.getcwd())}", f"exec {shlex.join(command)}", ""])


def machine(image, archive, memory_gib):
    """The command line of the machine. With more processors, guests in it hang now and then."""
    return [
        "qemu-system-x86_64",
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio",
        "-machine", "q35,accel=tcg", "-cpu", "max", "-m", f"{memory_gib}G",
        "-kernel", str(image), "-initrd", str(archive),
        "-append", "console=ttyS0 quiet panic=-1 mitigations=off",
        "-virtfs", "local,path=/,mount_tag=files,security_model=none,readonly=on,multidevs=remap",
    ]  # fmt: skip


def boot(command_line):
    """Hands on what the machine prints. Returns: what the command ended with; None if it did not."""
    with subprocess.Popen(
        command_line, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, errors="replace"
    ) as qemu:
        for line in qemu.stdout:
            if line.startswith(ENDED):
                return int(line[len(ENDED) :])
            print(line.rstrip("\r\n"), flush=True)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=pathlib.Path, required=True, help="keeps the kernel")
    parser.add_argument("--memory", type=int, default=4, help="of the machine, in GiB")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    kernel = debian_kernel.fetch(options.cache)
    archive = options.cache / "start.cpio.gz"
    debian_kernel.make_archive(
        archive,
        debian_kernel.modules_in_order(kernel, MODULES),
        {"init": INIT.replace("ENDED", ENDED), "command": shell_text(options.command)},
    )
    ended = boot(machine(debian_kernel.image(kernel), archive, options.memory))
    if ended is None:
        debian_kernel.give_up("the machine ended before the command")
    return ended


if __name__ == "__main__":
    sys.exit(main())
