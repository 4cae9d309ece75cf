"""Control of a served host, while the stock binding works on it."""

import os
import signal
import threading

import pytest

import rollcall
from rollcall.mock import Host
from rollcall.programs import ProgramMissing, find_program

try:
    find_program("rollcalld")
except ProgramMissing as missing:
    pytest.skip(str(missing), allow_module_level=True)
libvirt = pytest.importorskip("libvirt", reason="the package python3-libvirt is not installed")


@pytest.fixture
def host():
    """A host that is served."""
    with Host(served=True, seed=7, domains=4, running=4) as made:
        yield made


@pytest.fixture
def conn(host):
    """A connection of a stock client to it."""
    connection = libvirt.open(host.uri)
    yield connection
    connection.close()


def test_a_stock_client_is_held_while_the_test_acts(host, conn):
    domain = conn.lookupByName("fleet-0000001")
    failures = []

    def suspend():
        try:
            domain.suspend()
        except libvirt.libvirtError as error:
            failures.append(error.get_error_code())

    with host.rule("<call name='virDomainSuspend'><hold/></call>") as stuck:
        client = threading.Thread(target=suspend)
        client.start()
        assert stuck.wait_held() == 1
        assert host.perform("<vanish domain='fleet-0000001'/>") == 1
        assert stuck.release() == 1
        client.join()
        assert stuck.hits == 1
    assert failures == [libvirt.VIR_ERR_NO_DOMAIN]


def test_time_passes_and_calls_are_counted_by_client(host, conn):
    host.rule("<at time='1h'><destroy domain='*'/></at>")
    assert host.advance_to_next()
    assert host.now_ns >= 3600 * 10**9
    assert conn.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_ACTIVE) == []
    assert [host.client_call_count(client, "virConnectList*") for client in (host.clients - 1, host.clients - 2)] == [1, 0]
    assert host.call_count("virConnectListAllDomains") == 1


def test_what_makes_no_sense_is_an_error_with_its_code(host):
    with pytest.raises(rollcall.libvirtError, match="rule:1:1: <nonsense> is no rule") as refused:
        host.rule("<nonsense/>")
    assert refused.value.get_error_code() == rollcall.VIR_ERR_XML_ERROR


def test_a_trace_is_written_and_ended(host, conn, tmp_path):
    host.trace(tmp_path / "trace")
    conn.listAllDomains()
    host.trace(None)
    assert '"call":"virConnectListAllDomains"' in (tmp_path / "trace").read_text()


def test_a_trace_is_replayed_to_stock_clients(host, conn, tmp_path):
    host.trace(tmp_path / "trace")
    conn.listAllDomains()
    host.trace(None)
    host.replay(tmp_path / "trace")
    conn.listAllDomains()
    host.trace(None)
    host.replay(tmp_path / "trace")
    with pytest.raises(libvirt.libvirtError, match='trace:[0-9]+: the replay departs from the trace: expected .*"t":'):
        conn.numOfDomains()
    with pytest.raises(rollcall.libvirtError, match="virConnectNumOfDomains"):
        host.trace(None)


def test_test_and_stock_client_see_the_same_host(host, conn):
    host.define("web-1", start=True)
    assert conn.lookupByName("web-1").isActive() == 1
    conn.lookupByName("web-1").destroy()
    assert host.conn.lookupByName("web-1").isActive() == 0
    host.vanish("web-1")
    with pytest.raises(libvirt.libvirtError):
        conn.lookupByName("web-1")
    with host.fail("virDomainSuspend", libvirt.VIR_ERR_OPERATION_FAILED, "no"):
        with pytest.raises(libvirt.libvirtError, match="no"):
            conn.lookupByName("fleet-0000001").suspend()


def test_calls_of_stock_clients_are_counted(host, conn):
    with host.max_calls(2) as counter:
        assert len(conn.listAllDomains()) == 4
    conn.listAllDomains()
    assert counter["virConnectListAllDomains"] == counter.total == 1
    with pytest.raises(AssertionError, match="at most 2 allowed: virDomainGetState 4, virConnectListAllDomains 1"):
        with host.max_calls(2):
            [domain.state() for domain in conn.listAllDomains()]


def test_a_daemon_that_is_gone_is_an_error_and_no_hang(host):
    os.kill(host._daemon._process.pid, signal.SIGKILL)
    host._daemon._process.wait()
    with pytest.raises((rollcall.libvirtError, OSError)):
        host.perform("<crash domain='*'/>")
