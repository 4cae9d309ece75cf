"""A guest vanishes between the list and the question about it.

The bug of virt-manager #194, virt-who #34 and fog-libvirt #13: whoever lists guests and then asks each
of them breaks off for all when one has gone meanwhile.
"""

import pytest

import rollcall


def naive_inventory(conn):
    return {domain.name(): domain.XMLDesc() for domain in conn.listAllDomains()}


def fixed_inventory(conn):
    inventory = {}
    for domain in conn.listAllDomains():
        try:
            inventory[domain.name()] = domain.XMLDesc()
        except rollcall.libvirtError as error:
            if error.get_error_code() != rollcall.VIR_ERR_NO_DOMAIN:
                raise
    return inventory


@pytest.fixture
def conn(rollcall_host):
    """A host with three guests, of which the second goes away right after the next list."""
    for name in ("web-1", "web-2", "web-3"):
        rollcall_host.define(name, start=True)
    rollcall_host.vanish("test")
    rollcall_host.after("virConnectListAllDomains", lambda: rollcall_host.vanish("web-2"))
    return rollcall_host.open()


def test_naive_code_breaks_off(conn):
    with pytest.raises(rollcall.libvirtError) as gone:
        naive_inventory(conn)
    assert gone.value.get_error_code() == rollcall.VIR_ERR_NO_DOMAIN


def test_fixed_code_goes_on_with_the_others(conn):
    assert sorted(fixed_inventory(conn)) == ["web-1", "web-3"]
