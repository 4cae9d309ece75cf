"""One guest that does not answer hides all the others.

The bug of kumina/libvirt_exporter #33 (no figures of the whole host while one guest migrates) and of
Tinkoff/libvirt-exporter #41: one error ends the round for everybody.
"""

import pytest

import rollcall


def naive_figures(conn):
    return {domain.name(): domain.info()[2] for domain in conn.listAllDomains()}


def fixed_figures(conn):
    figures = {}
    for domain in conn.listAllDomains():
        try:
            figures[domain.name()] = domain.info()[2]
        except rollcall.libvirtError:
            figures[domain.name()] = None  # unknown, and said so
    return figures


@pytest.fixture
def conn(rollcall_host):
    """A host with a guest 'db' that is stuck in a job, and 'test', which is well."""
    rollcall_host.define("db", start=True)
    rollcall_host.fail(
        "virDomainGetInfo", rollcall.VIR_ERR_OPERATION_TIMEOUT, "cannot acquire state change lock", domain="db"
    )
    return rollcall_host.open()


def test_naive_code_has_no_figures_at_all(conn):
    with pytest.raises(rollcall.libvirtError, match="cannot acquire state change lock"):
        naive_figures(conn)


def test_fixed_code_has_those_of_the_others(conn):
    assert fixed_figures(conn) == {"test": 2097152, "db": None}
