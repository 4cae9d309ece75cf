#!/usr/bin/env python3
"""rollcalld as a program: its options, its sockets, how it starts and how it stops."""

import os
import pathlib
import signal
import socket
import stat
import subprocess
import tempfile
import unittest

import daemon_fixture
from daemon_fixture import ROLLCALLD, START_LIMIT_S
from wire_client import OK, WireClient, text

NUM_OF_DOMAINS, LOOKUP_BY_NAME, DESTROY = 51, 23, 12
FAILED, BAD_USAGE = 1, 4
NOBODY = 65534


class Usage(unittest.TestCase):
    def run_daemon(self, *words):
        return subprocess.run([ROLLCALLD, *words], capture_output=True, text=True, check=False, timeout=START_LIMIT_S)

    def assert_bad_usage(self, message, *words):
        done = self.run_daemon(*words)
        self.assertEqual(done.returncode, BAD_USAGE, done.stderr)
        self.assertIn(message, done.stderr)

    def test_help_and_version_are_told(self):
        self.assertIn("--print-env", self.run_daemon("--help").stdout)
        self.assertRegex(self.run_daemon("--version").stdout, r"^rollcalld \d+\.\d+\.\d+\n$")

    def test_what_makes_no_sense_is_refused_by_name(self):
        self.assert_bad_usage("say which host to serve")
        self.assert_bad_usage("'nonsense' is not of the form NAME=URI", "--map", "nonsense")
        self.assert_bad_usage("'0999' is no file mode", "--uri", "mock:///default", "--mode", "0999")
        self.assert_bad_usage("--no-such-option", "--uri", "mock:///default", "--no-such-option")
        self.assert_bad_usage("name of a libvirt daemon's socket", "--uri", "mock:///default", "--socket",
                              "/tmp/somewhere/libvirt-sock")

    def test_a_host_that_cannot_be_opened_is_an_error_with_its_reason(self):
        with tempfile.TemporaryDirectory() as folder:
            for uri in ("nosuch:///host", "mock:///no/such/file.xml"):
                done = self.run_daemon("--uri", uri, "--socket", f"{folder}/sock")
                self.assertEqual(done.returncode, FAILED)
                self.assertIn(f"cannot open '{uri}'", done.stderr)
                self.assertFalse(os.path.exists(f"{folder}/sock"))

    def test_every_procedure_is_listed_once(self):
        rows = self.run_daemon("--list-procedures").stdout.splitlines()[2:]
        numbers = [int(row.split("|")[1]) for row in rows]
        self.assertEqual(numbers, sorted(set(numbers)))
        self.assertIn(273, numbers)


class Sockets(daemon_fixture.DaemonTest):
    def client(self, where, name="mock:///default"):
        client = WireClient(where)
        self.addCleanup(client.close)
        self.assertEqual(client.open(name).status, OK)
        return client

    def test_the_environment_line_works_in_a_shell(self):
        line = f"export LIBVIRT_DEFAULT_URI='mock+unix:///default?socket={self.daemon.socket}'"
        self.assertEqual(self.daemon.uri, line.split("'")[1])
        self.assertEqual(self.client(self.daemon.socket).call(NUM_OF_DOMAINS).number(), 1)

    def test_sockets_have_the_mode_that_was_asked_for(self):
        with tempfile.TemporaryDirectory() as folder:
            daemon = self.start("--mode", "0660", "--mode-ro", "0606", "--socket-ro", f"{folder}/ro", "--group",
                                str(os.getgid()))
            self.assertEqual(stat.S_IMODE(daemon.socket.stat().st_mode), 0o660)
            self.assertEqual(stat.S_IMODE(os.stat(f"{folder}/ro").st_mode), 0o606)
            self.assertEqual(stat.S_IMODE(self.daemon.socket.stat().st_mode), 0o700)

    def test_the_read_only_socket_lets_nobody_write(self):
        with tempfile.TemporaryDirectory() as folder:
            self.start("--socket-ro", f"{folder}/ro")
            client = self.client(f"{folder}/ro")
            uuid = client.call(LOOKUP_BY_NAME, text("test")).payload[8:24]
            self.assertEqual(client.call(DESTROY, text("test") + uuid + bytes(4)).error()[0], 29)

    def test_a_live_socket_is_left_alone_and_a_dead_one_is_replaced(self):
        done = subprocess.run([ROLLCALLD, "--uri", "mock:///default", "--socket", self.daemon.socket],
                              capture_output=True, text=True, check=False, timeout=START_LIMIT_S)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("another daemon listens", done.stderr)
        self.client(self.daemon.socket)
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.assertTrue(self.daemon.socket.exists())
        self.client(self.start(folder=self.daemon.folder).socket)

    def test_a_file_that_is_no_socket_is_left_alone(self):
        path = self.daemon.folder / "precious"
        path.write_text("data")
        done = subprocess.run([ROLLCALLD, "--uri", "mock:///default", "--socket", path], capture_output=True,
                              text=True, check=False, timeout=START_LIMIT_S)
        self.assertEqual((done.returncode, path.read_text()), (FAILED, "data"))
        self.assertIn("is no socket", done.stderr)

    def test_the_port_is_on_loopback_and_says_that_it_is_unauthenticated(self):
        daemon = self.start("--port-tcp", "0")
        line = next(line for line in daemon.log_text().splitlines() if "unauthenticated" in line)
        port = int(line.split("port ")[1].split()[0])
        self.assertIn("of 127.0.0.1 is", line)
        self.assertEqual(self.client(port).call(NUM_OF_DOMAINS).number(), 1)

    def test_the_name_that_is_opened_chooses_the_host(self):
        daemon = self.start("--uri", "mock:///default?domains=3&running=0", "--uri", "mock:///empty", "--map",
                            "qemu:///system=mock:///default?domains=5&running=5&instance=b")
        running = {name: self.client(daemon.socket, name).call(NUM_OF_DOMAINS).number()
                   for name in ("", "mock:///default", "mock:///empty", "qemu:///system")}
        self.assertEqual(running, {"": 1, "mock:///default": 1, "mock:///empty": 0, "qemu:///system": 6})
        refused = WireClient(daemon.socket)
        self.addCleanup(refused.close)
        self.assertEqual(refused.open("xen:///system").error()[0], 5)

    def test_a_host_lives_as_long_as_the_daemon(self):
        client = self.client(self.daemon.socket)
        uuid = client.call(LOOKUP_BY_NAME, text("test")).payload[8:24]
        self.assertEqual(client.call(DESTROY, text("test") + uuid + bytes(4)).status, OK)
        client.close()
        self.assertEqual(self.client(self.daemon.socket).call(NUM_OF_DOMAINS).number(), 0)

    def test_options_may_come_from_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder) / "rollcalld.conf"
            config.write_text('map = ["test:///default=mock:///empty"]\nmode = "0666"\n')
            daemon = self.start("--config", str(config))
            self.assertEqual(stat.S_IMODE(daemon.socket.stat().st_mode), 0o666)
            self.assertEqual(self.client(daemon.socket, "test:///default").call(NUM_OF_DOMAINS).number(), 0)
            config.write_text("nonsense = 1\n")
            done = subprocess.run([ROLLCALLD, "--config", config], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, BAD_USAGE)
            self.assertIn("nonsense", done.stderr)


class Process(daemon_fixture.DaemonTest):
    def test_stopping_ends_clients_and_removes_the_files(self):
        with tempfile.TemporaryDirectory() as folder:
            daemon = self.start("--pid-file", f"{folder}/pid")
            self.assertEqual(int(pathlib.Path(folder, "pid").read_text()), daemon.process.pid)
            client = WireClient(daemon.socket)
            self.addCleanup(client.close)
            client.open()
            self.assertEqual(daemon.stop(), 0)
            self.assertIsNone(client.receive() or None)
            self.assertFalse(daemon.socket.exists() or os.path.exists(f"{folder}/pid"))

    def test_in_the_background_the_command_ends_once_clients_can_connect(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder)
            done = subprocess.run([ROLLCALLD, "--uri", "mock:///default", "--socket", path / "sock", "--pid-file",
                                   path / "pid", "--print-env", "--daemon"], capture_output=True, text=True,
                                  check=False, timeout=START_LIMIT_S)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"socket={path / 'sock'}", done.stdout)
            client = WireClient(path / "sock")
            self.assertEqual(client.open().status, OK)
            os.kill(int((path / "pid").read_text()), signal.SIGTERM)
            self.assertIsNone(client.receive() or None)
            client.close()

    def test_in_the_background_a_failure_is_still_the_commands(self):
        done = subprocess.run([ROLLCALLD, "--uri", "mock:///default", "--socket", self.daemon.socket, "--daemon"],
                              capture_output=True, text=True, check=False, timeout=START_LIMIT_S)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("another daemon listens", done.stderr)

    def test_the_service_manager_is_told_when_it_is_ready_and_when_it_stops(self):
        with tempfile.TemporaryDirectory() as folder:
            manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            self.addCleanup(manager.close)
            manager.settimeout(START_LIMIT_S)
            manager.bind(f"{folder}/notify")
            daemon = self.start(NOTIFY_SOCKET=f"{folder}/notify")
            self.assertIn(b"READY=1", manager.recv(1024))
            daemon.stop()
            self.assertIn(b"STOPPING=1", manager.recv(1024))

    def test_sockets_may_be_inherited_from_the_service_manager(self):
        with tempfile.TemporaryDirectory() as folder:
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(f"{folder}/inherited")
            listener.listen()
            script = f'exec 3<&{listener.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" --uri mock:///default --print-env'
            process = subprocess.Popen(["sh", "-c", script, ROLLCALLD], pass_fds=[listener.fileno()],
                                       stdout=subprocess.PIPE, text=True)
            self.addCleanup(process.stdout.close)
            self.addCleanup(process.wait)
            self.addCleanup(process.terminate)
            listener.close()
            self.assertIn(f"?socket={folder}/inherited", process.stdout.readline())
            client = WireClient(f"{folder}/inherited")
            self.addCleanup(client.close)
            self.assertEqual(client.open().status, OK)

    def test_the_socket_is_where_a_stock_client_looks(self):
        # Root's would be the system's run folder, which a test leaves alone.
        other_user = {"user": NOBODY} if os.geteuid() == 0 else {}
        with tempfile.TemporaryDirectory() as folder:
            os.chmod(folder, 0o777)
            try:
                process = subprocess.Popen([ROLLCALLD, "--uri", "mock:///default", "--print-env"], **other_user,
                                           env={**os.environ, "XDG_RUNTIME_DIR": folder}, stdout=subprocess.PIPE)
            except PermissionError:
                self.skipTest("the user nobody may not run the daemon from this folder")
            self.addCleanup(process.stdout.close)
            self.addCleanup(process.wait)
            self.addCleanup(process.terminate)
            self.assertIn(b"export", process.stdout.readline())
            for name, mode in (("virtmockd-sock", 0o700), ("virtmockd-sock-ro", 0o777)):
                found = os.stat(f"{folder}/libvirt/{name}").st_mode
                self.assertEqual((stat.S_ISSOCK(found), stat.S_IMODE(found)), (True, mode))
            process.terminate()
            process.wait()


class LargeHosts(daemon_fixture.DaemonTest):
    """16384 domains are the most that stock clients can be told of in one list."""

    OPTIONS = ("--uri", "mock:///default?domains=16384&running=0")

    def opened(self, daemon):
        client = WireClient(daemon.socket)
        self.addCleanup(client.close)
        self.assertEqual(client.open("mock:///default").status, OK)
        return client

    def list_all(self, client, flags=0, need_results=1):
        return client.call(273, need_results.to_bytes(4, "big") + flags.to_bytes(4, "big"))

    def test_a_list_has_16384_domains_and_not_one_more(self):
        client = self.opened(self.daemon)
        self.assertEqual(self.list_all(client, flags=2).number(), 16384)
        self.assertEqual(self.list_all(client).error(),
                         (1, 7, "internal error: Too many domains '16385' for limit '16384'"))
        self.assertEqual(self.list_all(client, flags=1).number(), 1)
        self.assertEqual(self.list_all(client, need_results=0).number(1), 16385)
        self.assertEqual(client.call(344, bytes(12)).error()[:2], (1, 7))
        self.assertEqual(client.call(NUM_OF_DOMAINS).number(), 1)

    def test_without_limits_a_list_may_be_longer(self):
        with tempfile.TemporaryDirectory() as folder:
            config = pathlib.Path(folder) / "rollcalld.conf"
            config.write_text('limits = "none"\n')
            for options in (("--limits", "none"), ("--config", str(config))):
                daemon = self.start(*options, *self.OPTIONS)
                self.assertEqual(self.list_all(self.opened(daemon)).number(), 16385)


if __name__ == "__main__":
    unittest.main()
