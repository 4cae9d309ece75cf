"""No call that may wait keeps other Python threads from running."""

import ctypes
import functools
import inspect
import os
import threading
import typing

import pytest

import rollcall
from names import UNUSED, c_functions, python_place

LIBRARY = os.environ.get("ROLLCALL_GATED_LIBRARY", "")

# Functions that read what the library keeps for the thread or for the module, and wait for nothing.
NEVER_WAIT = ("virGetLast", "virResetLast", "virSetErrorFunc", "virInitialize")
WAITING = [name for name in c_functions() if name not in UNUSED and not name.startswith(NEVER_WAIT)]

# Functions whose methods belong to objects that the library for this test cannot make.
OF_HOSTS = {
    "rollcallMockAddRule": ["<call/>"],
    "rollcallMockRemoveRule": [1],
    "rollcallMockRuleHits": [1],
    "rollcallMockWaitHeld": [1, 1, 1],
    "rollcallMockRelease": [1],
    "rollcallMockCallCount": ["*"],
    "rollcallMockAdvance": [1],
    "rollcallMockGetTime": [],
    "rollcallMockAdvanceToNext": [],
    "rollcallMockPerform": ["<crash/>"],
    "rollcallMockTrace": ["trace"],
    "rollcallMockReplay": ["trace"],
    "rollcallMockClient": [],
    "rollcallMockClients": [],
    "rollcallMockClientCallCount": [0, "*"],
}

pytestmark = pytest.mark.skipif(not LIBRARY, reason="ROLLCALL_GATED_LIBRARY does not name the library for this test")


@pytest.fixture(scope="module")
def gate():
    """The library whose functions wait until they are let through."""
    return ctypes.CDLL(LIBRARY)


@pytest.fixture(scope="module")
def objects(gate):
    """One object of each kind, made by that library."""
    conn = rollcall.open("gate:///", library=LIBRARY)
    domain = conn.lookupByName("any")
    return {
        rollcall.virConnect: conn,
        rollcall.virDomain: domain,
        rollcall.virDomainSnapshot: domain.snapshotLookupByName("any"),
        rollcall.virDomainCheckpoint: domain.checkpointLookupByName("any"),
    }


def argument(parameter, objects):
    """Something that fits a parameter."""
    by_name = {
        "doms": [objects[rollcall.virDomain]],
        "snap": objects[rollcall.virDomainSnapshot],
        "auth": [[], print, None],
        "uuid": bytes(16),
        "dom": None,
        "opaque": None,
        "library": LIBRARY,
        "eventID": 0,
    }
    if parameter.name in by_name:
        return by_name[parameter.name]
    hint = parameter.annotation
    if hint in (int, bool):
        return hint(1)
    return "text" if hint in (str, typing.Optional[str]) else print


@pytest.mark.parametrize("function", WAITING)
def test_other_threads_run_while_a_call_waits(function, gate, objects, monkeypatch):
    monkeypatch.setattr(rollcall.event_loop, "_chosen", True)
    owner, name = python_place(function)
    if function in OF_HOSTS:
        call = functools.partial(getattr(rollcall._core, function), objects[rollcall.virConnect], *OF_HOSTS[function])
    else:
        call = getattr(objects.get(owner, owner), name)
    if function == "virConnectDomainEventDeregister":
        objects[owner].domainEventRegister(print, None)
    if function == "virConnectClose":
        call = rollcall.open("gate:///", library=LIBRARY).close
    parameters = {} if function in OF_HOSTS else inspect.signature(call).parameters
    arguments = {p.name: argument(p, objects) for p in parameters.values()}

    def run():
        try:
            call(**arguments)
        except rollcall.libvirtError:
            pass  # doing nothing may look like an error

    thread = threading.Thread(target=run)
    closed_to = function.encode()
    gate.close_gate(closed_to)
    thread.start()
    arrived = gate.somebody_arrived()
    impatient = gate.open_gate()
    thread.join()
    assert arrived == 1, f"{function} was not called"
    assert impatient == 0, f"{function} kept this thread waiting"


def test_another_thread_counts_while_a_list_is_slow(gate, objects):
    conn = objects[rollcall.virConnect]
    thread = threading.Thread(target=conn.listAllDomains)
    closed_to = b"virConnectListAllDomains"
    gate.close_gate(closed_to)
    thread.start()
    assert gate.somebody_arrived() == 1
    counted = sum(1 for _ in range(100_000))
    assert thread.is_alive()
    assert gate.open_gate() == 0
    thread.join()
    assert counted == 100_000
