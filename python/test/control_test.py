"""Control of a served host, while the stock binding works on it."""

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
    """A host that is served, too."""
    with Host(seed=7, domains=4, running=4) as made:
        yield made


@pytest.fixture
def conn(host):
    """A connection of a stock client to it."""
    connection = libvirt.open(host.served_uri)
    yield connection
    connection.close()


def test_a_stock_client_is_held_while_the_test_acts(host, conn):
    control = host.served_control
    domain = conn.lookupByName("fleet-0000001")
    failures = []

    def suspend():
        try:
            domain.suspend()
        except libvirt.libvirtError as error:
            failures.append(error.get_error_code())

    with control.rule("<call name='virDomainSuspend'><hold/></call>") as stuck:
        client = threading.Thread(target=suspend)
        client.start()
        assert stuck.wait_held() == 1
        assert control.perform("<vanish domain='fleet-0000001'/>") == 1
        assert stuck.release() == 1
        client.join()
        assert stuck.hits == 1
    assert failures == [libvirt.VIR_ERR_NO_DOMAIN]


def test_time_passes_and_calls_are_counted_by_client(host, conn):
    control = host.served_control
    control.rule("<at time='1h'><destroy domain='*'/></at>")
    assert control.advance_to_next()
    assert control.now_ns >= 3600 * 10**9
    assert conn.listAllDomains(libvirt.VIR_CONNECT_LIST_DOMAINS_ACTIVE) == []
    (client, calls), = control.clients("virConnectListAllDomains")
    assert calls == control.call_count("virConnectList*") == control.call_count("virConnectList*", client=client) == 1


def test_what_makes_no_sense_is_an_error_with_its_code(host):
    with pytest.raises(rollcall.libvirtError, match="rule:1:1: <nonsense> is no rule") as refused:
        host.served_control.rule("<nonsense/>")
    assert refused.value.get_error_code() == rollcall.VIR_ERR_XML_ERROR


def test_a_trace_is_written_and_ended(host, conn, tmp_path):
    host.served_control.trace(str(tmp_path / "trace"))
    conn.listAllDomains()
    host.served_control.trace(None)
    assert '"call":"virConnectListAllDomains"' in (tmp_path / "trace").read_text()
