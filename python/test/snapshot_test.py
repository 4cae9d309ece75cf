"""A snapshot: all domains at one instant, in rows, columns, dicts and text."""

import asyncio
import gc
import threading

import pytest

import rollcall
from rollcall import DomainRow


@pytest.fixture
def fleet(instance):
    """A connection to a host with 300 domains, 100 of them running."""
    return rollcall.open(f"mock:///empty?domains=300&running=100&seed=7&instance={instance}")


def test_a_snapshot_says_of_each_domain_what_the_domain_says(fleet):
    fleet.lookupByName("fleet-0000005").setAutostart(1)
    snapshot = fleet.snapshot()
    assert len(snapshot) == 300
    for row in snapshot:
        domain = fleet.lookupByName(row.name)
        assert row[:3] == (domain.name(), domain.UUIDString(), domain.ID())
        assert [row.state, row.reason] == domain.state()
        assert row.to_dict() == {
            "name": domain.name(),
            "uuid": domain.UUIDString(),
            "id": domain.ID(),
            "state": domain.state()[0],
            "state_name": "running" if domain.isActive() else "off",
            "reason": domain.state()[1],
            "active": bool(domain.isActive()),
            "persistent": bool(domain.isPersistent()),
            "autostart": bool(domain.autostart()),
            "managed_save": False,
            "has_snapshot": False,
            "has_checkpoint": False,
        }


def test_a_snapshot_obeys_its_flags(fleet):
    snapshot = fleet.snapshot(rollcall.VIR_CONNECT_LIST_DOMAINS_ACTIVE)
    assert len(snapshot) == 100
    assert all(row.has(rollcall.VIR_CONNECT_LIST_DOMAINS_ACTIVE) for row in snapshot)
    with pytest.raises(rollcall.libvirtError):
        fleet.snapshot(1 << 20)


def test_columns_agree_with_rows(fleet):
    snapshot = fleet.snapshot()
    rows = list(snapshot)
    assert snapshot.names == [row.name for row in rows]
    assert snapshot.uuids == [row.uuid for row in rows]
    assert snapshot.ids.tolist() == [row.id for row in rows]
    assert snapshot.states.tolist() == [row.state for row in rows]
    assert snapshot.reasons.tolist() == [row.reason for row in rows]
    assert snapshot.attributes.tolist() == [row.attributes for row in rows]


def test_a_column_outlives_its_snapshot_and_cannot_be_changed(fleet):
    states = fleet.snapshot().states
    gc.collect()
    assert sorted(set(states)) == [rollcall.VIR_DOMAIN_RUNNING, rollcall.VIR_DOMAIN_SHUTOFF]
    with pytest.raises(TypeError):
        states[0] = 0


def test_rows_are_found_by_index_slice_and_name(fleet):
    snapshot = fleet.snapshot()
    assert snapshot[-1] == snapshot[299] == snapshot[298:][1]
    assert isinstance(snapshot[0], DomainRow)
    assert snapshot.by_name()["fleet-0000007"].name == "fleet-0000007"
    assert snapshot.domain("fleet-0000007").name() == "fleet-0000007"
    assert snapshot.domain(-1).name() == snapshot[-1].name
    for wrong in (300, -301):
        with pytest.raises(IndexError):
            snapshot[wrong]
        with pytest.raises(IndexError):
            snapshot.domain(wrong)
    with pytest.raises(KeyError):
        snapshot.domain("nobody")


def test_a_snapshot_does_not_change_when_the_host_does(conn, domain):
    before = conn.snapshot()
    domain.destroy()
    assert before[0].state_name == "running"
    assert before.domain(0).state()[0] == rollcall.VIR_DOMAIN_SHUTOFF
    assert conn.snapshot().generation > before.generation


def test_a_watch_goes_on_where_a_snapshot_ends(conn, domain):
    rollcall.event_loop.start()
    running = {"test"}
    snapshot = conn.snapshot(rollcall.VIR_CONNECT_LIST_DOMAINS_ACTIVE)
    assert set(snapshot.names) == running
    domain.suspend()
    with conn.watch(since=snapshot.generation) as watch:
        event = watch.get(timeout=60)
    rollcall.event_loop.stop()
    assert (event.name, event.event) == ("test", rollcall.VIR_DOMAIN_EVENT_SUSPENDED)


def test_one_of_a_pair_runs_in_every_snapshot(conn, domain):
    """Start B, destroy A, start A, destroy B: at every instant one of the two is active."""
    other = conn.defineXML(
        "<domain type='test'><name>other</name><memory>1024</memory><os><type>hvm</type></os></domain>"
    )

    def churn():
        for starting, stopping in [(other, domain), (domain, other)] * 300:
            starting.create()
            stopping.destroy()

    thread = threading.Thread(target=churn)
    thread.start()
    taken = 0
    while thread.is_alive() or taken == 0:
        states = [row.state for row in conn.snapshot()]
        assert rollcall.VIR_DOMAIN_RUNNING in states
        taken += 1
    thread.join()


def test_a_snapshot_prints_as_a_table(conn):
    assert str(conn.snapshot()).splitlines() == [
        "name  id  state    attributes",
        "----  --  -------  -----------------",
        "test  1   running  active persistent",
    ]
    assert repr(conn.snapshot()) == f"<Snapshot of 1 domains at generation {conn.snapshot().generation}>"


def test_an_empty_host_gives_an_empty_snapshot(instance):
    snapshot = rollcall.open(f"mock:///empty?instance={instance}").snapshot()
    assert (len(snapshot), list(snapshot), snapshot.to_dicts(), snapshot.states.tolist()) == (0, [], [], [])


def test_a_snapshot_can_be_awaited(conn):
    assert len(asyncio.run(conn.snapshot_async())) == 1


def test_a_library_without_snapshots_says_so():
    theirs = rollcall.open("test:///default", library="libvirt.so.0")
    with pytest.raises(rollcall.libvirtError) as unsupported:
        theirs.snapshot()
    assert unsupported.value.get_error_code() == rollcall.VIR_ERR_NO_SUPPORT


def test_a_million_rows_leave_no_memory_behind(fleet):
    from memory_test import SLACK_KIB, resident_kib

    for _ in range(100):
        list(fleet.snapshot())
    before = resident_kib()
    for _ in range(3_000):
        snapshot = fleet.snapshot()
        list(snapshot), snapshot.names, snapshot.states.tolist(), snapshot.domain(0)
    assert resident_kib() - before < SLACK_KIB
