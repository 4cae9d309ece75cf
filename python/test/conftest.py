"""What the tests share."""

import itertools
import os
import sys

import pytest

import rollcall

_instances = itertools.count()


@pytest.fixture
def instance():
    """The name of a mock host that no other test uses."""
    return f"test-{os.getpid()}-{next(_instances)}"


@pytest.fixture
def conn(instance):
    """A connection to a host of its own with one running domain, 'test'."""
    connection = rollcall.open(f"mock:///default?instance={instance}")
    yield connection
    try:
        connection.close()
    except rollcall.libvirtError:
        pass  # the test closed it


@pytest.fixture
def domain(conn):
    """That domain."""
    return conn.lookupByName("test")


@pytest.fixture
def unraisable(monkeypatch):
    """What was reported as raised where nobody waits for it."""
    reports = []
    monkeypatch.setattr(sys, "unraisablehook", reports.append)
    return reports


@pytest.fixture
def run_loop():
    """Runs rounds of the default event loop until a condition holds."""

    def run(until):
        expired = []
        timer = rollcall.virEventAddTimeout(60_000, lambda timer, opaque: expired.append(timer), None)
        while not until():
            rollcall.virEventRunDefaultImpl()
            assert not expired, "nothing happened for a minute"
        rollcall.virEventRemoveTimeout(timer)

    rollcall.virEventRegisterDefaultImpl()
    return run
