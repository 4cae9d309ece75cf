"""Watching a host: by hand, in a loop, and in an async loop."""

import asyncio
import subprocess
import sys
import threading

import pytest

import rollcall
from rollcall import event_loop


@pytest.fixture(autouse=True)
def background(monkeypatch):
    """The event loop runs in the background, as in a program that registered none."""
    monkeypatch.setattr(event_loop, "_chosen", False)
    yield
    event_loop.stop()


def test_a_watch_tells_of_events_from_its_beginning_on(conn, domain):
    with conn.watch(since=1) as watch:
        domain.suspend()
        domain.resume()
        first, second = watch.get(timeout=60), watch.get(timeout=60)
    assert (first.event, second.event) == (rollcall.VIR_DOMAIN_EVENT_SUSPENDED, rollcall.VIR_DOMAIN_EVENT_RESUMED)
    assert first.generation < second.generation
    assert (first.name, first.uuid, first.domain.name()) == ("test", domain.UUIDString(), "test")
    assert str(first) == f"{first.generation}: test suspended"


def test_a_watch_tells_of_the_past_too_and_of_nothing_twice(conn, domain):
    domain.suspend()
    domain.resume()
    with conn.watch(since=1) as watch:
        generations = [watch.get(timeout=60).generation for _ in range(2)]
    with conn.watch(since=generations[0]) as watch:
        assert watch.get(timeout=60).generation == generations[1]
        with pytest.raises(TimeoutError):
            watch.get(timeout=0)


def test_a_loop_over_a_watch_ends_when_it_is_closed(conn, domain):
    watch = conn.watch(since=1)
    seen = []

    def close_after_two():
        for event in watch:
            seen.append(event.event)
            if len(seen) == 2:
                watch.close()

    thread = threading.Thread(target=close_after_two)
    thread.start()
    domain.suspend()
    domain.resume()
    thread.join()
    assert seen == [rollcall.VIR_DOMAIN_EVENT_SUSPENDED, rollcall.VIR_DOMAIN_EVENT_RESUMED]
    with pytest.raises(EOFError):
        watch.get()
    watch.close()


def test_an_async_loop_gets_events_while_others_run(conn, domain):
    async def take_two():
        seen = []
        with conn.watch(since=1) as watch:
            asyncio.get_running_loop().call_soon(domain.suspend)
            async for event in watch:
                seen.append(str(event).split()[-1])
                if len(seen) == 1:
                    asyncio.get_running_loop().call_soon(domain.resume)
                else:
                    watch.close()
        return seen

    assert asyncio.run(asyncio.wait_for(take_two(), 60)) == ["suspended", "resumed"]


def test_an_async_wait_can_be_cancelled(conn, domain):
    async def wait_in_vain():
        with conn.watch(since=1) as watch:
            waiting = asyncio.ensure_future(watch.__anext__())
            await asyncio.sleep(0)
            waiting.cancel()
            domain.suspend()
            return await watch.__anext__()

    assert asyncio.run(asyncio.wait_for(wait_in_vain(), 60)).name == "test"


def test_two_watches_of_one_connection_each_get_everything(conn, domain):
    with conn.watch(since=1) as one, conn.watch(since=1) as other:
        domain.suspend()
        assert one.get(timeout=60) [:5] == other.get(timeout=60)[:5]


def test_a_program_that_ends_while_it_watches_ends_well():
    program = """
import rollcall
conn = rollcall.open("mock:///default")
watch = conn.watch(since=1)
conn.lookupByName("test").suspend()
print(watch.get(timeout=60).name)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "test\n", "")


def test_a_program_with_a_loop_thread_of_its_own_ends_well():
    program = """
import threading, rollcall
rollcall.virEventRegisterDefaultImpl()
def run():
    while True:
        rollcall.virEventRunDefaultImpl()
threading.Thread(target=run, daemon=True).start()
conn = rollcall.open("mock:///default")
told = threading.Event()
conn.domainEventRegisterAny(None, 0, lambda *a: told.set(), None)
conn.lookupByName("test").suspend()
print(told.wait(60))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
