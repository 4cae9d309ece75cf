"""Something happens between the list and the first event.

The bug of kubevirt #3649 and cockpit #2965: whoever lists and then registers for events never hears of
what happened in between, and goes on with a wrong picture. A generation closes the gap.
"""

import threading

import pytest

import rollcall
from rollcall import event_loop


@pytest.fixture(autouse=True)
def background_loop():
    """Events are delivered in a thread of their own."""
    event_loop.start()
    yield
    event_loop.stop()


def naive_follow(conn, until, in_between):
    running = {domain.name() for domain in conn.listAllDomains(rollcall.VIR_CONNECT_LIST_DOMAINS_ACTIVE)}
    in_between()
    told = threading.Event()

    def on_event(conn, domain, event, detail, opaque):
        _apply(running, event, domain.name())
        if domain.name() == until:
            told.set()

    conn.domainEventRegister(on_event, None)
    conn.lookupByName(until).create()
    assert told.wait(60)
    return running


def fixed_follow(conn, until, in_between):
    snapshot = conn.snapshot(rollcall.VIR_CONNECT_LIST_DOMAINS_ACTIVE)
    running = set(snapshot.names)
    in_between()
    with conn.watch(since=snapshot.generation) as events:
        conn.lookupByName(until).create()
        while until not in running:
            event = events.get(timeout=60)
            _apply(running, event.event, event.name)
    return running


def _apply(running, event, name):
    if event == rollcall.VIR_DOMAIN_EVENT_STARTED:
        running.add(name)
    elif event == rollcall.VIR_DOMAIN_EVENT_STOPPED:
        running.discard(name)


@pytest.fixture
def story(rollcall_host):
    """'test' stops after the list; the story ends when 'last' has started."""
    rollcall_host.define("last")
    return rollcall_host.open(), "last", lambda: rollcall_host.conn.lookupByName("test").destroy()


def test_naive_code_believes_that_a_stopped_guest_runs(story):
    assert naive_follow(*story) == {"test", "last"}


def test_fixed_code_misses_nothing(story):
    assert fixed_follow(*story) == {"last"}
