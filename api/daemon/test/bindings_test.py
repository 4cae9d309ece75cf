#!/usr/bin/env python3
"""Stock clients of other languages against rollcalld: each is a short program that says what it saw."""

import argparse
import os
import pathlib
import subprocess
import sys
import unittest

import daemon_fixture

HERE = pathlib.Path(__file__).resolve().parent
# What every program prints: the domains with their ids, the filter, the life of a guest, its events, an error.
EXPECTED = """\
list: off -1, test 1
inactive: off
state: 1 -> 3 -> 1 -> 5
event: guest 2/0
event: guest 4/0
event: guest 3/0
event: guest 4/0
event: guest 6/2
event: guest 5/1
gone: 42
"""
GO_PATH = "/usr/share/gocode"
BUILD_LIMIT_S = 240


def go_program(folder):
    """Builds the Go client. Returns: its command."""
    program = pathlib.Path(folder) / "go_client"
    source = pathlib.Path(folder) / "go_client.go"
    source.write_text((HERE / "go_client.go.txt").read_text())
    subprocess.run(["go", "build", "-o", program, source], check=True, timeout=BUILD_LIMIT_S, cwd=folder, env={
        **os.environ, "GO111MODULE": "off", "GOPATH": GO_PATH, "GOFLAGS": "-p=2",
        "GOCACHE": os.environ.get("GOCACHE", str(pathlib.Path(folder) / "cache"))})
    return [str(program)]


COMMANDS = {
    "perl": lambda _folder: ["perl", str(HERE / "perl_client.pl")],
    "ruby": lambda _folder: ["ruby", str(HERE / "ruby_client.rb")],
    "go": go_program,
}
PROBES = {
    "perl": ["perl", "-MSys::Virt", "-e", "1"],
    "ruby": ["ruby", "-rlibvirt", "-e", "1"],
    "go": ["sh", "-c", f"go version && test -d {GO_PATH}/src/github.com/digitalocean/go-libvirt"],
}
LANGUAGE = None


class Binding(daemon_fixture.DaemonTest):
    def test_it_lists_filters_changes_and_hears_of_changes(self):
        command = COMMANDS[LANGUAGE](self.daemon.folder)
        target = str(self.daemon.socket) if LANGUAGE == "go" else self.daemon.uri
        done = subprocess.run([*command, target], capture_output=True, text=True, check=False,
                              timeout=daemon_fixture.CLIENT_LIMIT_S)
        self.assertEqual(done.stdout, EXPECTED, done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)


def installed(language):
    try:
        return subprocess.run(PROBES[language], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("language", choices=COMMANDS)
    LANGUAGE = parser.parse_args().language
    if not installed(LANGUAGE):
        print(f"SKIPPED: the {LANGUAGE} binding is not installed (ci/run setup installs it where CI=true)")
        sys.exit(daemon_fixture.SKIPPED)
    unittest.main(argv=sys.argv[:1])
