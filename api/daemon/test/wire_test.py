#!/usr/bin/env python3
"""What rollcalld answers to packets that no library of libvirt's would send, and in which order it answers."""

import contextlib
import os
import pathlib
import struct
import tempfile
import unittest

import daemon_fixture
from wire_client import (CALL, CALL_WITH_FDS, ERROR, KEEPALIVE, MESSAGE, OK, REPLY, STREAM, WireClient, domain, packet,
                         text)

AUTH_LIST, FEATURE, OPEN, CLOSE, LIST_ALL, NUM_OF_DOMAINS = 66, 60, 1, 2, 273, 51
LOOKUP_BY_NAME, GET_STATE, DESTROY, CREATE, SUSPEND, DEFINE = 23, 212, 12, 9, 34, 11
PING, PONG = 1, 2
RPC = (39, 7)


class Wire(daemon_fixture.DaemonTest):
    def connect(self, daemon=None):
        client = WireClient((daemon or self.daemon).socket)
        self.addCleanup(client.close)
        return client

    def opened(self, daemon=None):
        client = self.connect(daemon)
        self.assertEqual(client.open().status, OK)
        return client

    def assert_alive(self, client):
        self.assertEqual(client.call(NUM_OF_DOMAINS).number(), 1)

    def test_a_length_out_of_range_ends_the_connection(self):
        for length in (0, 4, 27, 33554437, 0xFFFFFFFF):
            with self.subTest(length=length):
                client = self.connect()
                client.send(struct.pack(">I", length) + bytes(24))
                self.assertIsNone(client.receive() or None)

    def test_a_packet_may_arrive_byte_by_byte(self):
        client = self.connect()
        for byte in packet(AUTH_LIST):
            client.send(bytes([byte]))
        self.assertEqual(client.receive().payload, struct.pack(">Ii", 1, 0))

    def test_nothing_is_answered_before_authentication_but_pings(self):
        client = self.connect()
        self.assertEqual(client.call(OPEN, bytes(8)).error(), (*RPC, "authentication required"))
        client.send(packet(PING, program=KEEPALIVE, kind=MESSAGE))
        self.assertEqual(client.receive().procedure, PONG)

    def test_calls_need_an_open_host_and_there_is_one_host(self):
        client = self.connect()
        client.call(AUTH_LIST)
        self.assertEqual(client.call(LIST_ALL, struct.pack(">iI", 1, 0)).error()[:2], (1, 7))
        self.assertEqual(client.open().status, OK)
        self.assertEqual(client.call(OPEN, bytes(8)).error(), (1, 7, "internal error: connection already open"))
        self.assert_alive(client)

    def test_an_unknown_program_is_named_in_the_callers_own_words(self):
        client = self.opened()
        reply = client.call(7, program=0x12345678, version=9)
        self.assertEqual((reply.program, reply.version, reply.procedure), (0x12345678, 9, 7))
        self.assertEqual(reply.error(), (*RPC, "Cannot find program 305419896 version 9"))
        client.send(packet(7, program=0x12345678, kind=MESSAGE))
        self.assert_alive(client)

    def test_unknown_procedures_get_the_error_that_clients_understand(self):
        client = self.opened()
        for number in (0, 444, -1, 999, 318):
            self.assertEqual(client.call(number).error(), (*RPC, f"unknown procedure: {number}"))
        self.assert_alive(client)

    def test_a_call_with_a_status_is_refused(self):
        client = self.opened()
        self.assertEqual(client.call(NUM_OF_DOMAINS, status=2).error(), (*RPC, "Unexpected message status 2"))
        self.assert_alive(client)

    def test_packets_that_are_no_calls_are_ignored(self):
        client = self.opened()
        for kind in (REPLY, MESSAGE, STREAM, 5, 6, 7, 99):
            client.send(packet(NUM_OF_DOMAINS, kind=kind))
        self.assert_alive(client)

    def test_a_call_with_files_is_a_call_when_there_are_none(self):
        client = self.opened()
        self.assertEqual(client.call(NUM_OF_DOMAINS, struct.pack(">I", 0), kind=CALL_WITH_FDS).number(), 1)
        client.send(packet(NUM_OF_DOMAINS, struct.pack(">I", 1), kind=CALL_WITH_FDS))
        self.assertIsNone(client.receive() or None)

    def test_arguments_that_do_not_fit_are_refused_and_more_than_needed_is_ignored(self):
        client = self.opened()
        for payload in (b"", struct.pack(">I", 100) + b"abc\0", struct.pack(">I", 0xFFFFFFFF)):
            self.assertEqual(client.call(LOOKUP_BY_NAME, payload).error(),
                             (*RPC, "Unable to decode message payload"))
        self.assertEqual(client.call(LOOKUP_BY_NAME, text("test") + bytes(400)).status, OK)
        self.assertEqual(client.call(NUM_OF_DOMAINS, bytes(64)).number(), 1)

    def test_a_zero_byte_in_a_name_finds_nothing(self):
        client = self.opened()
        self.assertEqual(client.call(LOOKUP_BY_NAME, text("test\0abc")).error()[0], 42)
        self.assertEqual(client.call(DEFINE, text("<domain/>\0")).error()[0], 8)
        self.assertEqual(client.call(LOOKUP_BY_NAME, text(b"\xff\xfe")).error()[0], 42)

    def test_any_number_but_zero_means_yes(self):
        client = self.connect()
        client.call(AUTH_LIST)
        opening = bytes.fromhex("01000000") + text("mock:///default") + struct.pack(">I", 0)
        self.assertEqual(client.call(OPEN, opening).status, OK)
        self.assertEqual(client.call(LIST_ALL, struct.pack(">iI", 5, 0)).number(), 1)

    def test_the_uuid_decides_which_domain_is_meant(self):
        client = self.opened()
        uuid = client.call(LOOKUP_BY_NAME, text("test")).payload[8:24]
        self.assertEqual(client.call(GET_STATE, domain(uuid, "other", 77) + bytes(4)).number(), 1)
        self.assertEqual(client.call(GET_STATE, domain(bytes(16), "test", 1) + bytes(4)).error()[0], 42)

    def test_unknown_flags_win_over_a_domain_that_is_gone(self):
        reply = self.opened().call(GET_STATE, domain(bytes(16)) + struct.pack(">I", 1 << 20))
        self.assertEqual(reply.error()[0], 8)

    def test_many_calls_at_once_are_all_answered(self):
        client = self.opened()
        client.send(b"".join(packet(NUM_OF_DOMAINS, serial=serial) for serial in range(100, 200)))
        self.assertEqual([client.receive().serial for _ in range(100)], list(range(100, 200)))

    def test_what_follows_a_close_is_dropped(self):
        client = self.opened()
        client.send(packet(CLOSE, serial=7) + packet(NUM_OF_DOMAINS, serial=8))
        self.assertEqual((client.receive().serial, client.receive() or None), (7, None))

    def test_a_read_only_open_may_look_and_not_touch(self):
        client = self.connect()
        self.assertEqual(client.open(flags=1).status, OK)
        uuid = client.call(LOOKUP_BY_NAME, text("test")).payload[8:24]
        self.assertEqual(client.call(DESTROY, domain(uuid)).error()[0], 29)
        self.assert_alive(client)

    def test_a_list_count_is_the_length_of_the_array(self):
        client = self.opened()
        reply = client.call(LIST_ALL, struct.pack(">iI", 1, 0))
        self.assertEqual((reply.number(), struct.unpack(">I", reply.payload[-4:])[0]), (1, 1))
        self.assertEqual(client.call(LIST_ALL, struct.pack(">iI", 0, 0)).payload, struct.pack(">II", 0, 1))
        self.assertEqual(client.call(LIST_ALL, struct.pack(">iI", 1, 1 << 16)).error()[0], 8)

    def test_old_lists_refuse_room_that_nobody_has(self):
        client = self.opened()
        for procedure in (37, 21):
            for room in (-1, 16385):
                self.assertEqual(client.call(procedure, struct.pack(">i", room)).error()[:2], RPC)
        self.assertEqual(client.call(37, struct.pack(">i", 16384)).payload, struct.pack(">Ii", 1, 1))
        self.assertEqual(client.call(21, struct.pack(">i", 5)).payload, struct.pack(">I", 0))

    def test_events_reach_those_who_registered_in_any_of_the_three_ways(self):
        client = self.opened()
        uuid = client.call(LOOKUP_BY_NAME, text("test")).payload[8:24]
        everything = struct.pack(">iI", 0, 0)
        self.assertEqual(client.call(316, everything).number(), 0)
        self.assertEqual(client.call(316, struct.pack(">iI", 0, 1) + domain(uuid)).number(), 1)
        self.assertEqual(client.call(105).status, OK)
        self.assertEqual(client.call(105).error()[0], 1)
        self.opened().call(DESTROY, domain(uuid))
        # Destroying tells of the shutdown (6) and then of the stop (5), to each registration.
        told = [client.receive() for _ in range(6)]
        events = sorted((event for event in told if event.number(-2) == 5), key=lambda event: event.payload)
        self.assertEqual(sorted(event.procedure for event in events), [107, 318, 318])
        modern = [event for event in events if event.procedure == 318]
        self.assertEqual([event.number() for event in modern], [0, 1])  # the numbers of the registrations
        body = text("test") + uuid + struct.pack(">iii", -1, 5, 1)
        self.assertTrue(all(event.payload[4:] == body for event in modern))
        self.assertEqual([event.payload for event in events if event.procedure == 107], [body])
        self.assertTrue(all((event.kind, event.status) == (MESSAGE, OK) for event in events))
        for procedure, payload in ((317, struct.pack(">i", 0)), (317, struct.pack(">i", 1)), (106, b"")):
            self.assertEqual(client.call(procedure, payload).status, OK)
        self.assertEqual(client.call(317, struct.pack(">i", 0)).error()[:2], (1, 7))
        self.assertEqual(client.call(106).error()[:2], (1, 7))
        self.opened().call(CREATE, domain(uuid))
        self.assert_alive(client)  # and no event in front of this reply

    def test_every_kind_of_event_can_be_registered_for(self):
        client = self.opened()
        for event in range(27):
            self.assertEqual(client.call(316, struct.pack(">iI", event, 0)).number(), event)
        for event in (-1, 27):
            self.assertEqual(client.call(316, struct.pack(">iI", event, 0)).error(),
                             (1, 7, f"internal error: unsupported event ID {event}"))
        for event in range(16):
            self.assertEqual(client.call(167, struct.pack(">i", event)).status, OK)
        self.assertEqual(client.call(167, struct.pack(">i", 16)).error()[:2], (1, 7))

    def test_the_close_callback_is_registered_once(self):
        client = self.opened()
        self.assertEqual([client.call(number).status for number in (360, 360, 361, 361)], [OK, ERROR, OK, ERROR])

    def test_features_that_are_not_known_are_not_there(self):
        client = self.connect()
        client.call(AUTH_LIST)
        answers = {feature: client.call(FEATURE, struct.pack(">i", feature)).number() for feature in range(-1, 18)}
        self.assertEqual([feature for feature, there in answers.items() if there], [9, 10, 14, 15])


class SlowCalls(daemon_fixture.DaemonTest):
    """Suspending a domain of this host takes until somebody writes into a pipe."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.pipe = pathlib.Path(folder.name) / "pipe"
        os.mkfifo(self.pipe)
        # Open for as long as the test, so that no reader meets the end of the file.
        self.writer = os.open(self.pipe, os.O_RDWR)
        self.addCleanup(os.close, self.writer)
        self.name = f"slow://{self.pipe}"
        self.daemon = self.start("--uri", self.name, folder=folder.name, ROLLCALL_DRIVER_PATH=os.environ["SLOW_DRIVER"])

    def connect(self):
        client = WireClient(self.daemon.socket)
        self.addCleanup(client.close)
        self.assertEqual(client.open(self.name).status, OK)
        return client

    def let_one_end(self):
        os.write(self.writer, b"!")

    def suspend(self, client, serials):
        uuid = bytes(15) + b"\1"
        client.send(b"".join(packet(SUSPEND, domain(uuid), serial=serial) for serial in serials))

    def test_pings_lists_and_other_clients_are_answered_meanwhile(self):
        client = self.connect()
        self.suspend(client, [50])
        client.send(packet(PING, program=KEEPALIVE, kind=MESSAGE))
        self.assertEqual(client.receive().program, KEEPALIVE)
        self.assertEqual(client.call(NUM_OF_DOMAINS).number(), 1)
        self.assertEqual(self.connect().call(NUM_OF_DOMAINS).number(), 1)
        self.let_one_end()
        self.assertEqual((client.receive().serial), 50)

    def test_more_calls_than_a_client_may_have_in_work_wait_and_pings_do_not(self):
        client = self.connect()
        self.suspend(client, range(50, 60))
        client.send(packet(NUM_OF_DOMAINS, serial=60))
        client.send(packet(PING, program=KEEPALIVE, kind=MESSAGE))
        self.assertEqual(client.receive().program, KEEPALIVE)
        replies = []
        for _ in range(10):
            self.let_one_end()
            replies.append(client.receive())
        while len(replies) < 11:
            replies.append(client.receive())
        self.assertEqual(sorted(reply.serial for reply in replies), list(range(50, 61)))
        self.assertTrue(all(reply.status == OK for reply in replies))

    def test_a_call_in_work_ends_and_is_answered_when_the_daemon_stops(self):
        client = self.connect()
        self.suspend(client, [50])
        client.send(packet(PING, program=KEEPALIVE, kind=MESSAGE))
        client.receive()
        self.daemon.process.terminate()
        while self.daemon.socket.exists():  # accepts nobody any more
            with contextlib.suppress(OSError):
                WireClient(self.daemon.socket).close()
            if "stops on signal" in self.daemon.log_text():
                break
        self.let_one_end()
        self.assertEqual(client.receive().serial, 50)
        self.assertIsNone(client.receive() or None)
        self.assertEqual(self.daemon.process.wait(daemon_fixture.START_LIMIT_S), 0)

    def test_a_client_that_leaves_during_its_call_leaves_nothing_behind(self):
        client = self.connect()
        self.suspend(client, [50])
        client.send(packet(PING, program=KEEPALIVE, kind=MESSAGE))
        client.receive()
        client.close()
        self.let_one_end()
        self.assertEqual(self.connect().call(NUM_OF_DOMAINS).number(), 1)


class Pings(daemon_fixture.DaemonTest):
    OPTIONS = ("--keepalive-interval", "1", "--keepalive-count", "2")

    def connect(self):
        client = WireClient(self.daemon.socket)
        self.addCleanup(client.close)
        client.call(AUTH_LIST)
        return client

    def test_a_client_that_said_it_answers_pings_and_does_not_is_dropped(self):
        client = self.connect()
        client.call(FEATURE, struct.pack(">i", 10))
        pings = iter(client.receive, None)
        received = []
        for ping in pings:
            if not ping:
                break
            received.append((ping.program, ping.procedure, ping.kind))
        self.assertEqual(received, [(KEEPALIVE, PING, MESSAGE)] * 2)

    def test_a_client_that_answers_stays_and_one_that_did_not_ask_is_left_in_peace(self):
        quiet = self.connect()
        client = self.connect()
        client.call(FEATURE, struct.pack(">i", 10))
        for _ in range(4):
            self.assertEqual(client.receive().procedure, PING)
            client.send(packet(PONG, program=KEEPALIVE, kind=MESSAGE))
        self.assertEqual(client.open().status, OK)
        self.assertEqual(quiet.open().kind, REPLY)


class Limits(daemon_fixture.DaemonTest):
    OPTIONS = ("--max-clients", "3", "--max-anonymous-clients", "2", "--unread-time", "1")

    def connect(self):
        client = WireClient(self.daemon.socket)
        self.addCleanup(client.close)
        return client

    def test_with_all_places_taken_the_next_client_waits_for_one(self):
        clients = [self.connect() for _ in range(3)]
        self.assertEqual([client.open().status for client in clients], [OK, OK, OK])
        waiting = self.connect()
        waiting.send(packet(AUTH_LIST))
        self.assertEqual(clients[0].call(NUM_OF_DOMAINS).number(), 1)
        clients[1].close()
        self.assertEqual(waiting.receive().status, OK)

    def test_those_who_say_nothing_take_only_the_places_for_them(self):
        silent = [self.connect() for _ in range(2)]
        waiting = self.connect()
        waiting.send(packet(AUTH_LIST))
        silent[0].close()
        self.assertEqual(waiting.receive().status, OK)

    def test_a_client_that_does_not_read_is_dropped_and_disturbs_nobody(self):
        deaf = self.connect()
        deaf.open()
        calls = packet(LIST_ALL, struct.pack(">iI", 1, 0)) * 64
        other = self.connect()
        self.assertEqual(other.open().status, OK)
        with self.assertRaises(OSError):
            while True:
                deaf.send(calls)
        self.assertEqual(other.call(NUM_OF_DOMAINS).number(), 1)


if __name__ == "__main__":
    unittest.main()
