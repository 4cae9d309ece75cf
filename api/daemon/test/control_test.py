#!/usr/bin/env python3
"""The control socket: a test steers a simulated host while a client that knows nothing of it works on it."""

import json
import os
import pathlib
import socket
import stat
import subprocess
import tempfile
import threading
import unittest

import daemon_fixture
from daemon_fixture import CLIENT_LIMIT_S, ROLLCALLD
from wire_client import OK, WireClient, text

SUSPEND, NUM_OF_DOMAINS, LOOKUP_BY_NAME = 34, 51, 23
FAILED, BAD_USAGE = 1, 4
NO_MEMORY, INVALID_ARG, NO_DOMAIN = 2, 8, 42


class Control(daemon_fixture.DaemonTest):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.control = self.folder / "control"
        self.daemon = self.start("--control", self.control, uri=self.URI)

    def ctl(self, *words, fails=0):
        """What `rollcalld ctl` prints, or with `fails`, an exit code, its errors."""
        done = subprocess.run([ROLLCALLD, "ctl", *words], capture_output=True, text=True, check=False,
                              timeout=CLIENT_LIMIT_S, env={**os.environ, "ROLLCALL_CONTROL": str(self.control)})
        self.assertEqual(done.returncode, fails, f"ctl {words}: {done.stdout}{done.stderr}")
        return (done.stderr if fails else done.stdout).strip()

    def client(self):
        client = WireClient(self.daemon.socket)
        self.addCleanup(client.close)
        self.assertEqual(client.open("mock:///default").status, OK)
        return client

    def ask(self, **request):
        """The reply to a request that a program writes itself."""
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(self.control))
            asking.sendall(json.dumps(request).encode() + b"\n")
            return json.loads(asking.makefile().readline())

    # --- Rules

    def test_a_client_is_stopped_at_a_point_while_others_act_and_is_let_go(self):
        rule = self.ctl("rule", "<call name='virDomainSuspend'><hold/></call>")
        stuck = self.client()
        guest = stuck.call(LOOKUP_BY_NAME, text("test")).payload
        replies = []
        thread = threading.Thread(target=lambda: replies.append(stuck.call(SUSPEND, guest)))
        thread.start()
        self.assertEqual(self.ctl("wait-held", rule), "1")
        self.assertEqual(self.ctl("perform", "<vanish domain='test'/>"), "1")
        self.assertEqual(self.client().call(NUM_OF_DOMAINS).number(), 0)
        self.assertEqual(self.ctl("release", rule), "1")
        thread.join()
        self.assertEqual(replies[0].error()[0], NO_DOMAIN)

    def test_rules_take_effect_are_counted_and_go_away(self):
        rule = self.ctl("rule", "<call name='virConnectNumOfDomains'><error code='VIR_ERR_NO_MEMORY'>full</error></call>")
        self.assertEqual(self.client().call(NUM_OF_DOMAINS).error()[::2], (NO_MEMORY, "full"))
        self.assertEqual(self.ctl("hits", rule), "1")
        self.ctl("remove", rule)
        self.assertEqual(self.client().call(NUM_OF_DOMAINS).number(), 1)
        self.assertIn("there is no rule", self.ctl("hits", rule, fails=FAILED))

    def test_a_rule_comes_from_standard_input_too(self):
        done = subprocess.run([ROLLCALLD, "ctl", "--control", self.control, "rule", "-"], capture_output=True, text=True,
                              input="<guest domain='test' shutdown='90s'/>", check=True, timeout=CLIENT_LIMIT_S)
        self.assertEqual(done.stdout, "1\n")

    def test_a_bad_rule_is_refused_with_line_and_column(self):
        self.assertIn("rule:2:1: <nonsense> is", self.ctl("rule", "<call name='virDomainCreate'>\n<nonsense/></call>",
                                                          fails=FAILED))

    def test_waiting_for_what_never_comes_ends(self):
        rule = self.ctl("rule", "<call name='virDomainSuspend'><hold/></call>")
        self.assertIn("holds 0 calls", self.ctl("wait-held", rule, "--timeout", "1ms", fails=FAILED))

    # --- Time, calls, traces

    def test_virtual_time_passes_when_it_is_told_to(self):
        before = int(self.ctl("time"))
        self.ctl("advance", "90s")
        self.assertEqual(int(self.ctl("time")) - before, 90_000_000_000)
        self.ctl("rule", "<at time='1h'><crash domain='test'/></at>")
        self.assertEqual(self.ctl("next"), "yes")
        self.assertEqual(self.client().call(NUM_OF_DOMAINS).number(), 0)
        self.assertEqual(self.ctl("next"), "no")

    def test_calls_of_clients_are_counted_and_bounded(self):
        client = self.client()
        for _ in range(3):
            client.call(NUM_OF_DOMAINS)
        self.assertEqual(self.ctl("calls", "virConnectNum*"), "3")
        self.assertEqual(self.ctl("calls", "virConnectNum*", "--max", "3"), "3")
        self.assertIn("at most 2 calls", self.ctl("calls", "virConnectNum*", "--max", "2", fails=FAILED))

    def test_each_client_has_its_own_count_which_outlives_it(self):
        for calls in (2, 3):
            client = self.client()
            for _ in range(calls):
                client.call(NUM_OF_DOMAINS)
            client.close()
        self.assertEqual(self.ctl("clients", "virConnectNum*").splitlines(), ["1 2", "2 3"])
        self.assertEqual(self.ctl("calls", "virConnectNum*", "--client", "2"), "3")
        self.assertIn("nothing is known of a client 9", self.ctl("calls", "--client", "9", fails=FAILED))

    def test_a_rule_may_concern_one_client(self):
        first, second = self.client(), self.client()
        self.ctl("rule", "<call name='*' client='2'><error code='VIR_ERR_NO_MEMORY'/></call>")
        self.assertEqual(first.call(NUM_OF_DOMAINS).number(), 1)
        self.assertEqual(second.call(NUM_OF_DOMAINS).error()[0], NO_MEMORY)

    def test_a_trace_tells_what_clients_did(self):
        trace = self.folder / "trace.jsonl"
        self.ctl("trace", str(trace))
        self.client().call(NUM_OF_DOMAINS)
        self.ctl("trace", "--end")
        lines = [json.loads(line) for line in trace.read_text().splitlines()]
        self.assertEqual(lines[0], {"trace": 1})
        self.assertIn("virConnectNumOfDomains", [line.get("call") for line in lines])

    # --- The socket and bad requests

    def test_only_the_owner_may_connect(self):
        self.assertEqual(stat.S_IMODE(self.control.stat().st_mode), 0o700)

    def test_a_host_is_chosen_by_the_name_that_clients_open(self):
        self.assertEqual(self.ctl("--host", "mock:///default", "time"), self.ctl("time"))
        self.assertIn("no host is served as 'mock:///other'", self.ctl("--host", "mock:///other", "time", fails=FAILED))

    def test_bad_usage_is_told_apart_from_refusals(self):
        for words in ((), ("no-such-command",), ("advance",), ("advance", "5"), ("release", "x"), ("trace",)):
            self.ctl(*words, fails=BAD_USAGE)

    def test_no_daemon_is_an_error(self):
        self.assertIn("no daemon answers on '/no/such'", self.ctl("--control", "/no/such", "time", fails=FAILED))

    def test_bad_requests_are_answered_with_what_is_wrong(self):
        for request, message in (({"do": "fly"}, "'fly' is no command; expected one of 'add-rule'"),
                                 ({"do": "release"}, "'rule' is to be a whole number from 0 to"),
                                 ({"do": "release", "rule": -1}, "'rule' is to be a whole number"),
                                 ({"do": "perform", "xml": 5}, "'xml' is to be a text"),
                                 ({"do": "time", "zone": "UTC"}, "'time' takes no 'zone'"),
                                 ({}, "'do' is to be a text")):
            with self.subTest(request):
                error = self.ask(**request)["error"]
                self.assertEqual(error["code"], INVALID_ARG)
                self.assertIn(message, error["message"])

    def test_what_is_no_json_leaves_the_daemon_unharmed(self):
        with socket.socket(socket.AF_UNIX) as asking:
            asking.connect(str(self.control))
            asking.sendall(b"\xff\x00{\n[1]\n")
            replies = asking.makefile()
            self.assertIn("error", json.loads(replies.readline()))
            self.assertIn("a request is a JSON object", replies.readline())
            asking.sendall(b"x" * (1 << 20) + b"x")
            self.assertEqual(replies.readline(), "")
        self.assertIn("ok", self.ask(do="time"))

    def test_a_stop_does_not_wait_for_what_never_comes(self):
        rule = self.ctl("rule", "<call name='virDomainSuspend'><hold/></call>")
        with socket.socket(socket.AF_UNIX) as waiting:
            waiting.connect(str(self.control))
            waiting.sendall(json.dumps({"do": "wait-held", "rule": int(rule)}).encode() + b"\n")
            self.ask(do="time")
            self.assertEqual(self.daemon.stop(), 0)
            self.assertFalse(self.control.exists())

    def test_the_environment_names_the_socket_for_ctl(self):
        self.assertIn(f"export ROLLCALL_CONTROL='{self.control}'", self.daemon.process.stdout.readline())


if __name__ == "__main__":
    unittest.main()
