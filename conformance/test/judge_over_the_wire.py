#!/usr/bin/env python3
"""Judges a daemon: starts it in a folder of its own, and has rollcall-conformance reach it over a socket.

usage: judge_over_the_wire.py rollcalld|libvirtd PROGRAM CONFORMANCE [ARGS of rollcall-conformance]

Exit code: that of rollcall-conformance, or 77 when libvirtd is not installed.
"""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile

SKIPPED = 77


def command_of(kind, program, folder):
    """The daemon's command line, its further environment, and the URI that reaches its host."""
    if kind == "rollcalld":
        command = [program, "--uri", "mock:///default", "--socket", folder / "sock",
                   "--log-file", folder / "log"]
        return command, {}, f"mock+unix:///default?socket={folder}/sock"
    config = folder / "config"
    config.write_text(f'unix_sock_dir = "{folder}"\nauth_unix_rw = "none"\nauth_unix_ro = "none"\n'
                      f'log_outputs = "4:file:{folder}/log"\nmax_client_requests = 20\n')
    # Drivers in folders that are not there are not loaded: its test driver alone is used.
    return ([program, "-f", config, "-p", folder / "pid"],
            {"LIBVIRT_DRIVER_DIR": str(folder / "none")},
            f"test+unix:///default?socket={folder}/libvirt-sock")


def start(command, environment, folder):
    """Starts a daemon and waits until it says that it is ready, as systemd has it said."""
    notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    notices.bind(str(folder / "notices"))
    notices.settimeout(1)
    process = subprocess.Popen(command, env={**os.environ, **environment,
                                             "NOTIFY_SOCKET": str(folder / "notices")})
    while process.poll() is None:
        try:
            if b"READY=1" in notices.recv(4096):
                return process
        except TimeoutError:
            continue  # it may be slow, as long as it lives
    sys.exit(f"{command[0]} ended before it was ready")


def main(kind, program, conformance, *arguments):
    program = shutil.which(program, path=f"/usr/sbin:{os.environ['PATH']}") or program
    if not os.path.exists(program):
        print(f"{kind} is not installed")
        return SKIPPED
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        command, environment, uri = command_of(kind, program, folder)
        daemon = start(command, environment, folder)
        try:
            return subprocess.run([conformance, "--uri", uri, *arguments], check=False).returncode
        finally:
            daemon.terminate()
            daemon.wait()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
