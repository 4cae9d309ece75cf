"""Callbacks: what they get, when they end, and what becomes of their exceptions."""

import gc
import os
import weakref

import pytest

import rollcall

LIFECYCLE = rollcall.VIR_DOMAIN_EVENT_ID_LIFECYCLE


def test_a_callback_gets_connection_domain_details_and_opaque(conn, domain, run_loop):
    seen = []
    conn.domainEventRegisterAny(None, LIFECYCLE, lambda *arguments: seen.append(arguments), "opaque")
    domain.suspend()
    run_loop(lambda: seen)
    connection, told, event, detail, opaque = seen[0]
    assert connection is conn and opaque == "opaque"
    assert (told.name(), type(told)) == ("test", rollcall.virDomain)
    assert (event, detail) == (rollcall.VIR_DOMAIN_EVENT_SUSPENDED, rollcall.VIR_DOMAIN_EVENT_SUSPENDED_PAUSED)


def test_events_other_than_lifecycle_carry_their_own_details(conn, domain, run_loop):
    seen = []
    conn.domainEventRegisterAny(
        domain, rollcall.VIR_DOMAIN_EVENT_ID_METADATA_CHANGE, lambda c, d, kind, uri, o: seen.append((kind, uri)), None
    )
    conn.domainEventRegisterAny(None, rollcall.VIR_DOMAIN_EVENT_ID_REBOOT, lambda c, d, o: seen.append(o), "reboot")
    domain.setMetadata(rollcall.VIR_DOMAIN_METADATA_TITLE, "title", None, None)
    domain.reboot()
    run_loop(lambda: len(seen) == 2)
    assert seen == [(rollcall.VIR_DOMAIN_METADATA_TITLE, None), "reboot"]


def test_an_exception_in_a_callback_is_reported_and_harms_nothing(conn, domain, run_loop, unraisable):
    seen = []

    def fail(connection, told, event, detail, opaque):
        seen.append(event)
        raise RuntimeError("a mistake in the callback")

    conn.domainEventRegisterAny(None, LIFECYCLE, fail, None)
    domain.suspend()
    domain.resume()
    run_loop(lambda: len(seen) == 2)
    assert [str(report.exc_value) for report in unraisable] == ["a mistake in the callback"] * 2


def test_a_callback_with_the_wrong_parameters_is_reported(conn, domain, run_loop, unraisable):
    conn.domainEventRegisterAny(None, LIFECYCLE, lambda: None, None)
    domain.suspend()
    run_loop(lambda: unraisable)
    assert unraisable[0].exc_type is TypeError


def test_a_removed_callback_is_not_called_and_its_data_is_given_back(conn, domain, run_loop):
    class Data:
        pass

    removed, kept = [], []
    data = Data()
    number = conn.domainEventRegisterAny(None, LIFECYCLE, lambda *a: removed.append(a), data)
    conn.domainEventRegister(lambda *a: kept.append(a), None)
    gone = weakref.ref(data)
    del data
    assert gone() is not None
    conn.domainEventDeregisterAny(number)
    domain.suspend()
    run_loop(lambda: kept)
    gc.collect()
    assert (removed, gone()) == ([], None)
    with pytest.raises(rollcall.libvirtError):
        conn.domainEventDeregisterAny(number)


def test_a_callback_may_remove_itself(conn, domain, run_loop):
    seen = []
    numbers = []

    def once(*arguments):
        seen.append(arguments)
        conn.domainEventDeregisterAny(numbers[0])

    numbers.append(conn.domainEventRegisterAny(None, LIFECYCLE, once, None))
    rest = []
    conn.domainEventRegister(lambda *a: rest.append(a), None)
    domain.suspend()
    domain.resume()
    run_loop(lambda: len(rest) == 2)
    assert len(seen) == 1


def test_many_lifecycle_callbacks_share_one_connection(conn, domain, run_loop, unraisable):
    first, second = [], []

    def bad(*arguments):
        raise ValueError("bad")

    def good(c, d, event, detail, opaque):
        second.append(opaque)

    conn.domainEventRegister(lambda *a: first.append(a), None)
    conn.domainEventRegister(bad, None)
    conn.domainEventRegister(good, "second")
    domain.suspend()
    run_loop(lambda: second)
    assert len(first) == 1 and second == ["second"]
    assert [str(report.exc_value) for report in unraisable] == ["bad"]
    conn.domainEventDeregister(good)
    with pytest.raises(rollcall.libvirtError):
        conn.domainEventDeregister(good)


def test_an_event_that_does_not_exist_is_refused(conn):
    with pytest.raises(rollcall.libvirtError) as refused:
        conn.domainEventRegisterAny(None, 999, print, None)
    assert refused.value.get_error_code() == rollcall.VIR_ERR_INVALID_ARG


def test_the_close_callback_is_registered_once(conn):
    assert conn.registerCloseCallback(print, None) == 0
    with pytest.raises(rollcall.libvirtError):
        conn.registerCloseCallback(print, None)
    conn.unregisterCloseCallback()
    with pytest.raises(rollcall.libvirtError):
        conn.unregisterCloseCallback()


def test_a_watch_on_a_descriptor_is_called(run_loop):
    reader, writer = os.pipe()
    seen = []
    watch = rollcall.virEventAddHandle(
        reader, rollcall.VIR_EVENT_HANDLE_READABLE, lambda *a: seen.append((*a, os.read(reader, 1))), "opaque"
    )
    os.write(writer, b"x")
    run_loop(lambda: seen)
    assert seen == [(watch, reader, rollcall.VIR_EVENT_HANDLE_READABLE, "opaque", b"x")]
    rollcall.virEventUpdateHandle(watch, 0)
    assert rollcall.virEventRemoveHandle(watch) == 0
    assert rollcall.virEventRemoveHandle(watch) == -1
    os.close(reader)
    os.close(writer)


def test_a_timer_is_called_until_it_is_removed(run_loop):
    seen = []
    timer = rollcall.virEventAddTimeout(-1, lambda *a: seen.append(a), "opaque")
    rollcall.virEventUpdateTimeout(timer, 0)
    run_loop(lambda: len(seen) == 3)
    assert seen == [(timer, "opaque")] * 3
    assert rollcall.virEventRemoveTimeout(timer) == 0
    assert rollcall.virEventRemoveTimeout(timer) == -1
