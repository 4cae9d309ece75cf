"""A guest that is missing from one list has not been deleted.

The costliest bug of all, in kubevirt #17752 and #18765 and cloudstack #3741: a host that is half awake
lists some guests only, and running ones are declared dead, restarted elsewhere, or undefined.
"""

import pytest

import rollcall


class NaiveRecords:
    """What an inventory knows of a host: a guest that is not listed is forgotten."""

    def __init__(self):
        self.known = set()

    def synchronise(self, conn):
        self.known = {domain.UUIDString() for domain in conn.listAllDomains()}


class FixedRecords(NaiveRecords):
    """A guest is forgotten when the host itself says that it does not exist."""

    def synchronise(self, conn):
        listed = {domain.UUIDString() for domain in conn.listAllDomains()}
        missing = self.known - listed
        self.known = listed | {uuid for uuid in missing if self._exists(conn, uuid)}

    @staticmethod
    def _exists(conn, uuid):
        try:
            conn.lookupByUUIDString(uuid)
            return True
        except rollcall.libvirtError as error:
            if error.get_error_code() != rollcall.VIR_ERR_NO_DOMAIN:
                raise
            return False


@pytest.fixture
def host(rollcall_host):
    """A host with a guest 'db' that its second list leaves out, although it runs."""
    rollcall_host.define("db", start=True)
    return rollcall_host


def records_after_a_partial_list(records, host):
    conn = host.open()
    records.synchronise(conn)
    host.hide("db")
    records.synchronise(conn)
    return host.conn.lookupByName("db").UUIDString() in records.known


def test_naive_code_forgets_a_running_guest(host):
    assert not records_after_a_partial_list(NaiveRecords(), host)


def test_fixed_code_keeps_it(host):
    assert records_after_a_partial_list(FixedRecords(), host)


def test_fixed_code_forgets_a_guest_that_is_really_gone(host):
    records, conn = FixedRecords(), host.open()
    records.synchronise(conn)
    host.vanish("db")
    records.synchronise(conn)
    assert len(records.known) == 1
