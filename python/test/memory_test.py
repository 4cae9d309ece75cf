"""Nothing is left behind by a million lists."""

import pathlib

import rollcall

PAGE_KIB = 4
SLACK_KIB = 512  # of an allocator that settles


def resident_kib():
    """Memory of this process."""
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * PAGE_KIB


def test_a_million_lists_leave_no_memory_behind(conn):
    for _ in range(50_000):
        conn.listAllDomains()
    before = resident_kib()
    for _ in range(1_000_000):
        conn.listAllDomains()
    assert resident_kib() - before < SLACK_KIB


def test_a_million_domains_leave_no_memory_behind(instance):
    conn = rollcall.open(f"mock:///empty?domains=1000&instance={instance}")
    for _ in range(100):
        conn.listAllDomains()
    before = resident_kib()
    for _ in range(1_000):
        conn.listAllDomains()
    assert resident_kib() - before < SLACK_KIB


def test_errors_connections_and_callbacks_leave_no_memory_behind(conn):
    def use_everything():
        try:
            conn.lookupByName("nobody")
        except rollcall.libvirtError:
            pass
        domain = conn.lookupByName("test")
        domain.XMLDesc(), domain.state(), domain.info(), domain.UUID(), domain.connect(), domain.snapshotListNames()
        conn.getAllDomainStats(), conn.listDefinedDomains(), conn.getInfo(), conn.virConnGetLastError()
        conn.domainEventDeregisterAny(conn.domainEventRegisterAny(None, 0, print, "opaque"))
        rollcall.virEventRemoveTimeout(rollcall.virEventAddTimeout(0, print, "opaque"))
        rollcall.open("mock:///empty").close()

    rollcall.virEventRegisterDefaultImpl()
    tick = rollcall.virEventAddTimeout(0, lambda timer, opaque: None, None)
    for _ in range(2_000):
        use_everything()
        rollcall.virEventRunDefaultImpl()  # which forgets what was removed
    before = resident_kib()
    for _ in range(10_000):
        use_everything()
        rollcall.virEventRunDefaultImpl()
    rollcall.virEventRemoveTimeout(tick)
    assert resident_kib() - before < SLACK_KIB
