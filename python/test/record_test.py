"""Recording a host and playing it back."""

import subprocess
import sys

import pytest

import rollcall
from rollcall import event_loop, mock, record

STRETCH = 10_000  # so that the calls of the test take no time to speak of
GENUINE = "libvirt.so.0"
XML = "<domain type='test'><name>{}</name><memory>65536</memory><os><type>hvm</type></os></domain>"


@pytest.fixture(autouse=True)
def background(monkeypatch):
    """The event loop runs in the background, as in a program that registered none."""
    monkeypatch.setattr(event_loop, "_chosen", False)
    yield
    event_loop.stop()


def seen(conn):
    """What a client can tell of all domains."""
    return sorted(
        (domain.name(), domain.ID(), tuple(domain.state()), domain.isPersistent(), domain.autostart())
        for domain in conn.listAllDomains()
    )


def seen_at_once(conn):
    """The same of a simulated host, in one list, which takes no virtual time."""
    return sorted(
        (row.name, row.id, (row.state, row.reason), int(row.has(rollcall.VIR_CONNECT_LIST_DOMAINS_PERSISTENT)),
         int(row.has(rollcall.VIR_CONNECT_LIST_DOMAINS_AUTOSTART)))
        for row in conn.snapshot()
    )


def churn(conn):
    """Changes a host, a step at a time."""
    db = conn.defineXML(XML.format("db"))
    yield
    for change in (db.create, db.suspend, db.resume, db.shutdown, db.create):
        change()
        yield
    for name in ("job-1", "job-2", "job-3"):
        conn.createXML(XML.format(name))
        yield
    for change in (conn.lookupByName("job-2").destroy, conn.lookupByName("job-1").destroy, db.destroy, db.undefine):
        change()
        yield


@pytest.fixture(params=[GENUINE, ""], ids=["libvirt's test driver", "mock"])
def host(request, instance):
    """A host to be recorded, with a domain that runs, one that is off and a transient one."""
    uri = "test:///default" if request.param else f"mock:///default?instance={instance}"
    try:
        conn = rollcall.open(uri, library=request.param)
    except (OSError, rollcall.libvirtError) as missing:
        pytest.skip(str(missing))
    conn.defineXML(XML.format("off")).setAutostart(1)
    conn.createXML(XML.format("transient"))
    yield conn
    for domain in conn.listAllDomains():  # libvirt's default host outlives the test
        if domain.name() in ("off", "transient"):
            (domain.destroy if domain.isActive() else domain.undefine)()
    conn.close()


def test_a_recorded_host_plays_back_with_the_same_lists_and_events(host, tmp_path):
    with record.Recorder(host) as recorder:
        lists = [(0, seen(host))]
        for _ in churn(host):
            listed = seen(host)
            host.defineXML(host.lookupByName("off").XMLDesc())  # whose event comes after all others of the step
            told = recorder.wait_until(lambda events: [event.name for event in events].count("off") == len(lists))
            lists.append((len(told), listed))
    path = tmp_path / "host.xml"
    path.write_text(recorder.scenario(stretch=STRETCH))
    with mock.Host(scenario=path) as played, played.conn.watch(since=1) as watch:
        for events, expected in lists:
            if events > 0:
                played.advance((recorder.events[events - 1].time_ns * STRETCH - played.now_ns) / 1e9)
            assert seen_at_once(played.conn) == expected
        for original in recorder.events:
            event = watch.get(timeout=60)
            assert (event.event, event.detail, event.name) == (original.event, original.detail, original.name)
        with pytest.raises(TimeoutError):
            watch.get(timeout=0)


def test_what_a_managed_save_and_snapshots_keep_is_recorded(conn, domain, tmp_path):
    domain.snapshotCreateXML("<domainsnapshot><name>first</name></domainsnapshot>")
    domain.snapshotCreateXML("<domainsnapshot><name>second</name></domainsnapshot>")
    domain.managedSave()
    with record.Recorder(conn) as recorder:
        pass
    path = tmp_path / "host.xml"
    path.write_text(recorder.scenario())
    with mock.Host(scenario=path) as played:
        again = played.conn.lookupByName("test")
        assert again.hasManagedSaveImage()
        assert again.snapshotCurrent().getName() == "second"
        assert again.snapshotLookupByName("second").getParent().getName() == "first"


def test_the_program_writes_a_file_or_says_why_not(tmp_path):
    def run(*words):
        return subprocess.run([sys.executable, "-m", "rollcall.record", *words], capture_output=True, text=True,
                              check=False, timeout=60)

    path = tmp_path / "host.xml"
    done = run("mock:///default", str(path), "--for", "0")
    assert done.returncode == 0, done.stderr
    with mock.Host(scenario=path) as played:
        assert [domain.name() for domain in played.conn.listAllDomains()] == ["test"]
    failed = run("mock:///no/such/file.xml", str(path))
    assert failed.returncode == 1 and "/no/such/file.xml" in failed.stderr
