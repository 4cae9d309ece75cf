#!/usr/bin/env python3
"""Runs a command where /dev/kvm is, on a machine that has none.

QEMU emulates a processor of AMD's with virtualization, on which a Debian kernel runs that has KVM.
That machine sees the files of this one, read only; what it writes is in its memory and gone in the
end. It has one processor, some ten times slower than this one's; but its KVM is the real one. Needs
apt and the network once, to fetch the kernel, and no special rights.

exit  as COMMAND, 3 when the machine did not get that far
"""

import argparse
import gzip
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

HARNESS_ERROR = 3
KERNEL = "linux-image-amd64"
# What the command needs: virtual devices of that machine, files of this one, KVM.
MODULES = ("virtio_pci", "9pnet_virtio", "9p", "overlay", "kvm_amd")
ENDED = "emulated-kvm: the command ended with "

# The first program of that machine.
INIT = """#!/bin/busybox sh
/bin/busybox --install -s /bin
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


def give_up(why):
    """Ends this program: the command cannot be run."""
    print(f"emulated_kvm.py: {why}", file=sys.stderr)
    sys.exit(HARNESS_ERROR)


def run(*command, folder=None):
    """The output of a command, which must not fail."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        give_up(f"{shlex.join(command)} failed: {done.stderr.strip()}")
    return done.stdout


def fetch_kernel(cache):
    """The folder with the files of a Debian kernel, unpacked."""
    for fetched in cache.glob("linux-image-*"):
        return fetched
    depends = re.search(r"^Depends: (linux-image-[^ ,]+)", run("apt-cache", "show", KERNEL), re.M)
    if depends is None:
        give_up(f"apt knows no package {KERNEL}")
    print(f"fetching {depends[1]}", flush=True)
    partial = cache / "partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    run("apt-get", "download", depends[1], folder=partial)
    (package,) = partial.glob("*.deb")
    run("dpkg-deb", "-x", str(package), str(partial))
    package.unlink()
    return partial.rename(cache / depends[1])


def modules_in_order(kernel):
    """The files of MODULES and of what they depend on, each after what it needs."""
    files = {path.stem.replace("-", "_"): path for path in kernel.rglob("*.ko")}
    ordered = {}

    def add(name):
        if name in ordered:
            return
        depends = re.search(rb"\0depends=([^\0]*)\0", files[name].read_bytes())
        for needed in filter(None, depends[1].decode().split(",")):
            add(needed.replace("-", "_"))
        ordered[name] = files[name]

    for module in MODULES:
        add(module)
    return list(ordered.values())


def shell_text(command):
    """The command in this folder, with what it may need of the environment."""
    kept = {name: text for name, text in os.environ.items() if name in ("PATH", "HOME") or name.startswith("ROLLCALL_")}
    exports = [f"export {name}={shlex.quote(text)}" for name, text in kept.items()]
    return "\n".join([*exports, f"cd {shlex.quote(os.getcwd())}", f"exec {shlex.join(command)}", ""])


def make_start_files(cache, kernel, command):
    """The archive that the kernel starts from."""
    root = cache / "start"
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("bin", "proc", "modules", "files", "writes", "root"):
        (root / folder).mkdir(parents=True)
    shutil.copy("/bin/busybox", root / "bin/busybox")
    for number, module in enumerate(modules_in_order(kernel)):
        shutil.copy(module, root / f"modules/{number:02}-{module.name}")
    (root / "init").write_text(INIT.replace("ENDED", ENDED), encoding="utf-8")
    (root / "init").chmod(0o755)
    (root / "command").write_text(shell_text(command), encoding="utf-8")
    names = "".join(f"{path.relative_to(root)}\n" for path in sorted(root.rglob("*")))
    pack = ["/bin/busybox", "cpio", "-o", "-H", "newc"]
    packed = subprocess.run(pack, cwd=root, input=names.encode(), stdout=subprocess.PIPE, check=True)
    archive = cache / "start.cpio.gz"
    archive.write_bytes(gzip.compress(packed.stdout, compresslevel=1))
    return archive


def machine(kernel, archive, memory_gib):
    """The command line of the machine. With more processors, guests in it hang now and then."""
    (image,) = (kernel / "boot").glob("vmlinuz-*")
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
    kernel = fetch_kernel(options.cache)
    ended = boot(machine(kernel, make_start_files(options.cache, kernel, options.command), options.memory))
    if ended is None:
        give_up("the machine ended before the command")
    return ended


if __name__ == "__main__":
    sys.exit(main())
