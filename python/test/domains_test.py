"""Listing domains, looking them up, and what happens to them."""

import pytest

import rollcall

DEFINITION = "<domain type='test'><name>{}</name><memory>65536</memory><os><type>hvm</type></os></domain>"


def test_a_list_holds_domain_objects(conn):
    domains = conn.listAllDomains()
    assert [type(domain) for domain in domains] == [rollcall.virDomain]
    assert domains[0].name() == "test"
    assert domains[0].connect() is conn


def test_a_list_obeys_its_flags(conn):
    conn.defineXML(DEFINITION.format("off"))
    assert [d.name() for d in conn.listAllDomains(rollcall.VIR_CONNECT_LIST_DOMAINS_INACTIVE)] == ["off"]
    assert [d.name() for d in conn.listAllDomains(rollcall.VIR_CONNECT_LIST_DOMAINS_ACTIVE)] == ["test"]
    assert len(conn.listAllDomains()) == 2


def test_a_list_refuses_flags_that_do_not_exist(conn):
    with pytest.raises(rollcall.libvirtError) as refused:
        conn.listAllDomains(1 << 20)
    assert refused.value.get_error_code() == rollcall.VIR_ERR_INVALID_ARG
    with pytest.raises(OverflowError):
        conn.listAllDomains(-1)
    with pytest.raises(OverflowError):
        conn.listAllDomains(1 << 32)


def test_the_older_lists_give_ids_and_names(instance):
    conn = rollcall.open(f"mock:///empty?domains=300&running=100&instance={instance}")
    assert (conn.numOfDomains(), conn.numOfDefinedDomains()) == (100, 200)
    assert sorted(conn.listDomainsID()) == list(range(1, 101))
    assert len(set(conn.listDefinedDomains())) == 200


def test_a_domain_is_found_by_name_id_and_uuid(conn, domain):
    for found in (
        conn.lookupByName("test"),
        conn.lookupByID(1),
        conn.lookupByUUID(domain.UUID()),
        conn.lookupByUUIDString(domain.UUIDString()),
    ):
        assert (found.name(), found.UUID(), found.ID()) == ("test", domain.UUID(), 1)


def test_a_domain_that_does_not_exist_is_an_error(conn):
    with pytest.raises(rollcall.libvirtError) as missing:
        conn.lookupByName("nobody")
    assert missing.value.get_error_code() == rollcall.VIR_ERR_NO_DOMAIN
    assert "nobody" in str(missing.value)
    with pytest.raises(ValueError):
        conn.lookupByUUID(b"too short")


def test_a_domain_lives(conn, domain):
    assert domain.state() == [rollcall.VIR_DOMAIN_RUNNING, rollcall.VIR_DOMAIN_RUNNING_BOOTED]
    assert domain.suspend() == 0
    assert domain.state()[0] == rollcall.VIR_DOMAIN_PAUSED
    domain.resume()
    domain.destroy()
    assert (domain.isActive(), domain.ID()) == (0, -1)
    domain.create()
    assert (domain.isActive(), domain.ID()) == (1, 2)
    domain.setAutostart(True)
    assert domain.autostart() == 1
    assert "<name>test</name>" in domain.XMLDesc()


def test_a_vanished_domain_keeps_its_name_and_raises_on_use(conn):
    domain = conn.createXML(DEFINITION.format("brief"))
    domain.destroy()
    assert domain.name() == "brief"
    with pytest.raises(rollcall.libvirtError) as gone:
        domain.state()
    assert gone.value.get_error_code() == rollcall.VIR_ERR_NO_DOMAIN


def test_metadata_is_set_read_and_removed(domain):
    domain.setMetadata(rollcall.VIR_DOMAIN_METADATA_TITLE, "ein schöner Gast", None, None)
    assert domain.metadata(rollcall.VIR_DOMAIN_METADATA_TITLE, None) == "ein schöner Gast"
    domain.setMetadata(rollcall.VIR_DOMAIN_METADATA_TITLE, None, None, None)
    with pytest.raises(rollcall.libvirtError) as absent:
        domain.metadata(rollcall.VIR_DOMAIN_METADATA_TITLE, None)
    assert absent.value.get_error_code() == rollcall.VIR_ERR_NO_DOMAIN_METADATA


def test_statistics_are_dicts_beside_domains(conn, domain):
    [(listed, statistics)] = conn.getAllDomainStats(rollcall.VIR_DOMAIN_STATS_STATE)
    assert listed.name() == "test"
    assert statistics == {"state.state": rollcall.VIR_DOMAIN_RUNNING, "state.reason": 1}
    assert conn.domainListGetStats([domain], rollcall.VIR_DOMAIN_STATS_STATE)[0][1] == statistics
    with pytest.raises(TypeError):
        conn.domainListGetStats(["test"])


def test_snapshots_form_a_tree(domain):
    first = domain.snapshotCreateXML("<domainsnapshot><name>first</name></domainsnapshot>")
    second = domain.snapshotCreateXML("<domainsnapshot><name>second</name></domainsnapshot>")
    assert sorted(domain.snapshotListNames()) == ["first", "second"]
    assert second.getParent().getName() == "first"
    assert [child.getName() for child in first.listAllChildren()] == first.listChildrenNames() == ["second"]
    assert (first.isCurrent(), domain.snapshotCurrent().getName()) == (0, "second")
    assert first.domain().UUID() == first.getDomain().UUID() == domain.UUID()
    assert first.connect() is first.getConnect() is domain.connect()
    domain.revertToSnapshot(first)
    assert domain.snapshotCurrent().getName() == "first"
    second.delete()
    assert [snapshot.getName() for snapshot in domain.listAllSnapshots()] == ["first"]
    assert repr(first) == "<virDomainSnapshot 'first' of 'test'>"


def test_checkpoints_are_made_and_listed(domain):
    made = domain.checkpointCreateXML("<domaincheckpoint><name>monday</name></domaincheckpoint>")
    assert [point.getName() for point in domain.listAllCheckpoints()] == ["monday"]
    assert made.getDomain().name() == made.domain().name() == "test"
    assert repr(made) == "<virDomainCheckpoint 'monday' of 'test'>"
    made.delete()
    assert domain.listAllCheckpoints() == []


def test_a_saved_domain_comes_back(conn, domain, tmp_path):
    image = str(tmp_path / "image")
    domain.save(image)
    assert domain.isActive() == 0
    conn.restore(image)
    assert domain.isActive() == 1


def test_arguments_of_the_wrong_kind_are_refused(conn, domain):
    with pytest.raises(TypeError, match="a str or None is wanted, not int"):
        conn.lookupByName(5)
    with pytest.raises(TypeError, match="a virDomain is wanted, not str"):
        rollcall._core.virDomainGetName("test")
    with pytest.raises(ValueError, match="embedded null"):
        conn.lookupByName("te\0st")
    with pytest.raises(TypeError, match="cannot create"):
        rollcall.virDomain()
    with pytest.raises(TypeError, match="UUIDString"):
        __import__("pickle").dumps(domain)


def test_a_name_that_is_not_utf_8_survives():
    with pytest.raises(rollcall.libvirtError) as missing:
        rollcall.open("mock:///default").lookupByName("caf\udce9")
    assert missing.value.get_error_message() == "there is no domain with name 'caf\udce9'"


def test_what_a_domain_uses_is_told_as_libvirt_python_tells_it(conn):
    domain = conn.createXML(
        "<domain type='test'><name>used</name><memory>65536</memory><vcpu>2</vcpu><os><type>hvm</type></os><devices>"
        "<disk type='file'><source file='/srv/a'/><target dev='vda'/></disk>"
        "<interface type='user'><target dev='vnet0'/></interface></devices></domain>"
    )
    assert len(domain.blockStats("vda")) == 5
    assert set(domain.blockStatsFlags("vda")) == {"rd_operations", "rd_bytes", "wr_operations", "wr_bytes", "errs"}
    capacity, allocation, physical = domain.blockInfo("vda")
    assert capacity >= allocation == physical
    assert len(domain.interfaceStats("vnet0")) == 8
    assert domain.memoryStats()["actual"] == 65536
    processors, allowed = domain.vcpus()
    assert [processor[:2] for processor in processors] == [(0, rollcall.VIR_VCPU_RUNNING), (1, rollcall.VIR_VCPU_RUNNING)]
    assert [len(row) for row in allowed] == [len(domain.getCPUStats(False))] * 2 and allowed[0][0]
    assert domain.getCPUStats(True)[0]["cpu_time"] > 0
    with pytest.raises(rollcall.libvirtError) as refused:
        domain.blockStats("vdz")
    assert refused.value.get_error_code() == rollcall.VIR_ERR_INVALID_ARG


def test_the_host_tells_of_its_firmware(conn):
    assert conn.getSysinfo().startswith("<sysinfo")
