"""Simulated hosts: what they are, what scripts do to calls, and how calls are counted."""

import threading

import pytest

import rollcall
from rollcall import calls
from rollcall.mock import Host


def test_a_host_has_the_domains_it_is_asked_for():
    with Host(seed=7, domains=100, running=30) as host:
        assert len(host.open().listAllDomains()) == 100
        assert host.conn.numOfDomains() == 30


def test_without_a_number_there_is_one_domain_that_runs():
    with Host() as host:
        assert [(domain.name(), domain.isActive()) for domain in host.open().listAllDomains()] == [("test", 1)]


def test_the_same_seed_gives_the_same_domains_and_another_one_others():
    def uuids(seed):
        with Host(seed=seed, domains=20) as host:
            return [domain.UUIDString() for domain in host.conn.listAllDomains()]

    assert uuids(7) == uuids(7) != uuids(8)


def test_hosts_with_the_same_seed_share_nothing():
    with Host(seed=7) as one, Host(seed=7) as other:
        one.conn.lookupByName("test").destroy()
        assert (one.conn.numOfDomains(), other.conn.numOfDomains()) == (0, 1)


def test_a_scenario_says_which_domains_there_are(tmp_path):
    scenario = tmp_path / "two.xml"
    domain = "<domain type='test'><name>{}</name><memory>1024</memory><os><type>hvm</type></os></domain>"
    scenario.write_text(f"<node>{domain.format('a')}{domain.format('b')}</node>")
    with Host(scenario=scenario) as host:
        assert sorted(domain.name() for domain in host.conn.listAllDomains()) == ["a", "b"]


def test_descriptions_that_contradict_themselves_are_refused(tmp_path):
    with pytest.raises(ValueError, match="a scenario says itself"):
        Host(scenario=tmp_path / "x.xml", domains=3)
    with pytest.raises(ValueError, match="how many of `domains` run"):
        Host(running=3)
    with pytest.raises(rollcall.libvirtError):
        Host(scenario=tmp_path / "missing.xml")


def test_domains_are_defined_and_vanish():
    with Host() as host:
        domain = host.define("a & b", start=True, autostart=True, memory_kib=2048, vcpus=2)
        assert (domain.name(), domain.isActive(), domain.autostart()) == ("a & b", 1, 1)
        assert domain.info()[1:4] == [2048, 2048, 2]
        domain.snapshotCreateXML("<domainsnapshot/>")
        host.vanish("a & b")
        host.vanish("test")
        assert host.conn.listAllDomains() == []
        with pytest.raises(rollcall.libvirtError):
            host.vanish("test")


def test_fleets_are_defined():
    with Host() as host:
        web = host.define_fleet("web-{:02}", 3, running=2, memory_kib=1024)
        assert [(domain.name(), domain.isActive()) for domain in web] == [("web-01", 1), ("web-02", 1), ("web-03", 0)]
        assert web[0].maxMemory() == 1024
        assert len(host.conn.listAllDomains()) == 4
        with pytest.raises(ValueError, match="no {} for the number"):
            host.define_fleet("web", 2)


def test_a_closed_host_is_gone():
    host = Host()
    host.close()
    host.close()
    with pytest.raises(RuntimeError, match="closed"):
        host.conn


def test_an_action_happens_once_before_or_after_a_call():
    with Host() as host:
        conn, happened = host.open(), []
        host.before("virDomainDestroy", lambda: happened.append(host.conn.numOfDomains()))
        host.after("virDomainDestroy", lambda: happened.append(host.conn.numOfDomains()))
        domain = conn.lookupByName("test")
        domain.destroy()
        domain.create()
        domain.destroy()
        assert happened == [1, 0]


def test_a_failure_concerns_the_domain_and_the_times_it_names():
    with Host() as host:
        host.define("other")
        host.fail("virDomainGetState", rollcall.VIR_ERR_OPERATION_TIMEOUT, "stuck", domain="test", times=2)
        conn = host.open()
        test, other = conn.lookupByName("test"), conn.lookupByName("other")
        for _ in range(2):
            assert other.state()
            with pytest.raises(rollcall.libvirtError, match="stuck") as stuck:
                test.state()
            assert stuck.value.get_error_code() == rollcall.VIR_ERR_OPERATION_TIMEOUT
        assert test.state()


def test_scripts_leave_other_hosts_alone():
    with Host() as scripted, Host() as other:
        scripted.fail("virConnectListAllDomains", rollcall.VIR_ERR_RPC)
        assert len(other.open().listAllDomains()) == 1
        with pytest.raises(rollcall.libvirtError):
            scripted.open().listAllDomains()


def test_a_script_for_a_function_that_does_not_exist_is_refused():
    with Host() as host:
        for name in ("virDomainDance", "virDomainGetName"):
            with pytest.raises(ValueError, match=name):
                host.before(name, print)


def test_scripts_end_with_the_host_and_leave_the_module_as_it_was():
    before = dict(vars(rollcall._core))
    with Host() as host:
        host.hide("test", times=None)
        assert host.open().listAllDomains() == []
        assert vars(rollcall._core) != before
    assert vars(rollcall._core) == before


def test_calls_are_counted_by_function():
    with Host(domains=10) as host:
        conn = host.open()
        with host.count_calls() as counted:
            for domain in conn.listAllDomains():
                domain.name(), domain.ID(), domain.state()
        assert counted.total == 11
        assert (counted["virConnectListAllDomains"], counted["virDomainGetState"]) == (1, 10)
        assert str(counted) == "virDomainGetState 10, virConnectListAllDomains 1"
        conn.listAllDomains()
        assert counted.total == 11


def test_the_host_counts_calls_from_anywhere_too():
    with Host() as host:
        before = host.call_count("virDomain*")
        host.open().lookupByName("test").state()
        assert host.call_count("virDomain*") - before == 2
        assert host.call_count("virDomainGetState") == 1


def test_a_call_is_held_until_it_is_released():
    with Host() as host, host.hold("virDomainSuspend", domain="test") as held:
        thread = threading.Thread(target=host.open().lookupByName("test").suspend)
        thread.start()
        assert held.wait_held() == 1
        domain = host.conn.lookupByName("test")
        assert domain.state()[0] == rollcall.VIR_DOMAIN_RUNNING
        with pytest.raises(rollcall.libvirtError) as stuck:
            domain.reboot()
        assert stuck.value.get_error_code() == rollcall.VIR_ERR_OPERATION_TIMEOUT
        assert held.release() == 1
        thread.join()
        assert (domain.state()[0], held.hits) == (rollcall.VIR_DOMAIN_PAUSED, 1)


def test_waiting_for_a_call_that_never_comes_ends():
    with Host() as host, host.hold("virDomainDestroy") as held:
        with pytest.raises(rollcall.libvirtError) as nobody:
            held.wait_held(timeout=0)
        assert nobody.value.get_error_code() == rollcall.VIR_ERR_OPERATION_TIMEOUT


def test_virtual_time_passes_when_it_is_told_to():
    with Host() as host:
        before = host.now_ns
        host.advance(3600)
        assert host.now_ns - before == 3600 * 10**9


def test_virtual_time_goes_to_what_is_due_next():
    with Host() as host:
        assert not host.advance_to_next()
        host.rule("<at time='10s'><crash domain='test'/></at>")
        assert host.advance_to_next()
        assert host.now_ns >= 10 * 10**9
        assert not host.conn.lookupByName("test").isActive()
        assert not host.advance_to_next()


def test_guests_do_what_no_call_does():
    with Host(domains=4, running=2) as host:
        assert host.perform("<crash domain='*'/>") == 2
        assert host.conn.numOfDomains() == 0
        assert host.perform("<crash domain='*'/>") == 0
        with pytest.raises(rollcall.libvirtError, match="dance"):
            host.perform("<dance domain='*'/>")


def test_calls_are_counted_by_client():
    with Host(domains=2) as host:
        first, second = host.open(), host.open()
        number = host.client(second)
        assert (host.client(host.conn), host.client(first), number, host.clients) == (0, 1, 2, 3)
        second.listAllDomains()
        assert host.client_call_count(number, "virConnectListAllDomains") == 1
        assert host.client_call_count(host.client(first), "virConnectListAllDomains") == 0
        with pytest.raises(rollcall.libvirtError):
            host.client_call_count(99)


def test_traces_of_equal_hosts_are_equal(tmp_path):
    def trace_of(file, seed):
        with Host(seed=seed, domains=3) as host:
            host.trace(file)
            [domain.info() for domain in host.conn.listAllDomains()]
            host.trace(None)
            host.conn.listAllDomains()
        return file.read_bytes()

    trace = trace_of(tmp_path / "a", 7)
    assert trace.count(b'"call":"virDomainGetInfo"') == 3
    assert trace.count(b'"call":"virConnectListAllDomains"') == 1
    assert trace == trace_of(tmp_path / "b", 7) != trace_of(tmp_path / "c", 8)
    with Host() as host, pytest.raises(rollcall.libvirtError, match="nowhere"):
        host.trace(tmp_path / "nowhere" / "trace")


def test_a_replay_gives_the_same_answers_or_names_the_line_of_the_trace(tmp_path):
    def names(host):
        return [domain.name() for domain in host.conn.listAllDomains()]

    with Host(domains=3) as host:
        host.rule("<call name='virConnectListAllDomains'><omit domain='*' probability='0.5'/></call>")
        host.trace(tmp_path / "trace")
        answers = [names(host) for _ in range(5)]
    with Host(domains=3) as host:
        host.rule("<call name='virConnectListAllDomains'><omit domain='*' probability='0.5'/></call>")
        host.replay(tmp_path / "trace")
        assert [names(host) for _ in range(5)] == answers
        with pytest.raises(rollcall.libvirtError, match="expected nothing more, found .*virConnectListAllDomains"):
            names(host)
        with pytest.raises(rollcall.libvirtError, match="expected nothing more"):
            host.end_trace()
        host.end_trace()


def test_a_rule_is_what_its_xml_says():
    with Host() as host:
        rule = host.rule("<call name='virDomainGetState' nth='2'><error code='VIR_ERR_RPC'>lost &amp; gone</error></call>")
        domain = host.open().lookupByName("test")
        assert domain.state()
        with pytest.raises(rollcall.libvirtError, match="lost & gone"):
            domain.state()
        assert (domain.state()[0], rule.hits) == (rollcall.VIR_DOMAIN_RUNNING, 1)
        rule.remove()
        with pytest.raises(rollcall.libvirtError):
            rule.remove()
        with pytest.raises(rollcall.libvirtError, match="dance"):
            host.rule("<call name='virDomainGetState'><dance/></call>")


def test_too_many_calls_fail_a_test():
    with Host(domains=2) as host:
        conn = host.open()
        with host.max_calls(1):
            conn.listAllDomains()
        with pytest.raises(AssertionError, match="2 calls, at most 1 allowed: virConnectListAllDomains 2"):
            with host.max_calls(1):
                conn.listAllDomains(), conn.listAllDomains()


def test_every_function_that_a_script_may_name_is_one_of_c():
    from names import c_functions

    assert calls.functions() <= set(c_functions())
    assert "virDomainGetXMLDesc" in calls.functions()
