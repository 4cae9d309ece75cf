"""A Debian kernel for machines that QEMU runs, and the archive of files that it starts from.

Needs apt and the network once, to fetch the kernel, and busybox-static, whose programs the archive
has.
"""

import gzip
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

HARNESS_ERROR = 3
PACKAGE = "linux-image-amd64"
BUSYBOX = "/bin/busybox"


def give_up(why):
    """Ends this program: what it is for cannot be done."""
    print(f"{pathlib.Path(sys.argv[0]).name}: {why}", file=sys.stderr)
    sys.exit(HARNESS_ERROR)


def run(*command, folder=None):
    """The output of a command, which must not fail."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        give_up(f"{shlex.join(command)} failed: {done.stderr.strip()}")
    return done.stdout


def fetch(cache):
    """The folder with the files of a kernel, unpacked; the one that `cache` has, or Debian's present one."""
    for fetched in cache.glob("linux-image-*"):
        return fetched
    depends = re.search(r"^Depends: (linux-image-[^ ,]+)", run("apt-cache", "show", PACKAGE), re.M)
    if depends is None:
        give_up(f"apt knows no package {PACKAGE}")
    print(f"fetching {depends[1]}", file=sys.stderr, flush=True)
    partial = cache / "partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    run("apt-get", "download", depends[1], folder=partial)
    (package,) = partial.glob("*.deb")
    run("dpkg-deb", "-x", str(package), str(partial))
    package.unlink()
    return partial.rename(cache / depends[1])


def image(kernel):
    """The file that boots."""
    (file,) = (kernel / "boot").glob("vmlinuz-*")
    return file


def modules_in_order(kernel, names):
    """The files of these modules and of what they depend on, each after what it needs."""
    files = {path.stem.replace("-", "_"): path for path in kernel.rglob("*.ko")}
    ordered = {}

    def add(name):
        if name in ordered:
            return
        depends = re.search(rb"\0depends=([^\0]*)\0", files[name].read_bytes())
        for needed in filter(None, depends[1].decode().split(",")):
            add(needed.replace("-", "_"))
        ordered[name] = files[name]

    for name in names:
        add(name)
    return list(ordered.values())


def make_archive(archive, modules, files):
    """Writes the files that a kernel starts from: `files` by path, all of them programs; busybox; and
    the modules, in /modules under names in the order in which they are to be loaded."""
    root = archive.with_suffix(".files")
    shutil.rmtree(root, ignore_errors=True)
    for folder in ("bin", "dev", "modules", "proc", "sys"):
        (root / folder).mkdir(parents=True)
    shutil.copy(BUSYBOX, root / "bin/busybox")
    for number, module in enumerate(modules):
        shutil.copy(module, root / f"modules/{number:02}-{module.name}")
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
        (root / path).chmod(0o755)
    names = "".join(f"{path.relative_to(root)}\n" for path in sorted(root.rglob("*")))
    pack = [BUSYBOX, "cpio", "-o", "-H", "newc"]
    packed = subprocess.run(pack, cwd=root, input=names.encode(), capture_output=True, check=True)
    archive.write_bytes(gzip.compress(packed.stdout, compresslevel=1))
