"""A call for every guest, where one call for all of them would do.

The bug of virtrigaud #255 (44 guests took 37 seconds) and of qubes-core-admin #825 (209 calls became
1): what counts is calls, which a test can count exactly, and not milliseconds.
"""

import pytest

import rollcall

pytestmark = pytest.mark.rollcall(domains=50, running=20)


def naive_running(conn):
    running = (domain for domain in conn.listAllDomains() if domain.state()[0] == rollcall.VIR_DOMAIN_RUNNING)
    return sorted(domain.name() for domain in running)


def fixed_running(conn):
    states = conn.getAllDomainStats(rollcall.VIR_DOMAIN_STATS_STATE)
    return sorted(domain.name() for domain, figures in states if figures["state.state"] == rollcall.VIR_DOMAIN_RUNNING)


def test_naive_code_asks_every_guest(rollcall_host):
    conn = rollcall_host.open()
    with pytest.raises(AssertionError, match="51 calls, at most 3 allowed: virDomainGetState 50"):
        with rollcall_host.max_calls(3):
            naive_running(conn)


def test_fixed_code_asks_once(rollcall_host):
    conn = rollcall_host.open()
    with rollcall_host.max_calls(1):
        running = fixed_running(conn)
    assert running == naive_running(conn) and len(running) == 20
