#!/usr/bin/env python3
"""Prepares the Linux guest of linux_test.cpp: prints the files of a Debian kernel and of the archive
that it starts from, a line each.

usage: linux_archive.py FOLDER  (keeps both)
"""

import pathlib
import sys

TEST = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(TEST.parents[1] / "ci"))

import debian_kernel

# The power button, and how programs hear of it.
MODULES = ("button", "evdev")
# acpid of busybox looks there for what the button does.
PROGRAMS = {"init": "linux_init.sh", "etc/acpi/PWRF/00000080": "linux_off.sh"}


def main():
    folder = pathlib.Path(sys.argv[1])
    kernel = debian_kernel.fetch(folder)
    archive = folder / "linux_guest.cpio.gz"
    files = {path: (TEST / "payload" / name).read_text(encoding="utf-8") for path, name in PROGRAMS.items()}
    debian_kernel.make_archive(archive, debian_kernel.modules_in_order(kernel, MODULES), files)
    print(debian_kernel.image(kernel), archive, sep="\n")


if __name__ == "__main__":
    main()
