"""Opening and closing, what keeps what alive, and errors."""

import gc
import pickle
import threading
import weakref

import pytest

import rollcall


def test_without_a_name_the_default_host_is_opened(monkeypatch):
    monkeypatch.delenv("LIBVIRT_DEFAULT_URI", raising=False)
    with rollcall.open() as conn:
        assert conn.getURI() == "mock:///default"


def test_a_uri_that_nobody_knows_is_an_error():
    with pytest.raises(rollcall.libvirtError) as unknown:
        rollcall.open("nope:///system")
    assert unknown.value.get_error_code() == rollcall.VIR_ERR_NO_CONNECT
    assert unknown.value.get_error_level() == rollcall.VIR_ERR_ERROR
    assert "nope" in unknown.value.get_error_message()


def test_a_read_only_connection_refuses_changes(instance):
    conn = rollcall.openReadOnly(f"mock:///default?instance={instance}")
    with pytest.raises(rollcall.libvirtError) as denied:
        conn.lookupByName("test").destroy()
    assert denied.value.get_error_code() == rollcall.VIR_ERR_OPERATION_DENIED


def test_open_auth_takes_credentials_and_flags(instance):
    answer = lambda questions, data: 0
    conn = rollcall.openAuth(
        f"mock:///default?instance={instance}", [[rollcall.VIR_CRED_PASSPHRASE], answer, None], rollcall.VIR_CONNECT_RO
    )
    with pytest.raises(rollcall.libvirtError):
        conn.lookupByName("test").suspend()


def test_the_context_manager_closes(instance):
    with rollcall.open(f"mock:///default?instance={instance}") as conn:
        assert conn.isAlive() == 1
    with pytest.raises(rollcall.libvirtError) as closed:
        conn.listAllDomains()
    assert closed.value.get_error_code() == rollcall.VIR_ERR_INVALID_CONN


def test_every_method_of_a_closed_connection_raises(conn):
    conn.close()
    for call in (conn.getURI, conn.numOfDomains, conn.close, conn.listDomainsID, conn.getInfo, conn.getAllDomainStats):
        with pytest.raises(rollcall.libvirtError) as closed:
            call()
        assert closed.value.get_error_code() == rollcall.VIR_ERR_INVALID_CONN
    assert conn.c_pointer() == 0


def test_domains_outlive_the_connection_object(instance):
    domain = rollcall.open(f"mock:///default?instance={instance}").lookupByName("test")
    gc.collect()
    assert domain.state()[0] == rollcall.VIR_DOMAIN_RUNNING
    assert domain.connect().numOfDomains() == 1
    again = domain.connect()
    assert again is domain.connect()


def test_domains_work_on_after_the_connection_was_closed(conn, domain):
    assert conn.close() == 1
    assert domain.name() == "test"
    assert domain.state()[0] == rollcall.VIR_DOMAIN_RUNNING


def test_a_host_ends_with_the_last_object_that_refers_to_it(instance):
    uri = f"mock:///default?instance={instance}"
    domain = rollcall.open(uri).lookupByName("test")
    domain.destroy()
    assert rollcall.open(uri).numOfDomains() == 0
    del domain
    assert rollcall.open(uri).numOfDomains() == 1


def test_connections_and_domains_can_be_referred_to_weakly(instance):
    conn = rollcall.open(f"mock:///default?instance={instance}")
    domain = conn.lookupByName("test")
    references = [weakref.ref(conn), weakref.ref(domain)]
    assert [reference() for reference in references] == [conn, domain]
    del conn, domain
    assert [reference() for reference in references] == [None, None]


def test_a_connection_that_holds_its_domains_is_collected(instance):
    conn = rollcall.open(f"mock:///default?instance={instance}")
    conn.cache = conn.listAllDomains()
    gone = weakref.ref(conn)
    del conn
    gc.collect()
    assert gone() is None


def test_closing_waits_for_calls_in_other_threads(instance):
    conn = rollcall.open(f"mock:///empty?domains=2000&instance={instance}")
    failures = []

    def list_until_closed():
        try:
            while True:
                assert len(conn.listAllDomains()) == 2000
        except rollcall.libvirtError as error:
            failures.append(error.get_error_code())

    threads = [threading.Thread(target=list_until_closed) for _ in range(4)]
    for thread in threads:
        thread.start()
    conn.close()
    for thread in threads:
        thread.join()
    assert failures == [rollcall.VIR_ERR_INVALID_CONN] * 4


def test_errors_are_of_the_thread_that_made_them(conn):
    with pytest.raises(rollcall.libvirtError):
        conn.lookupByName("nobody")
    assert rollcall.virGetLastErrorCode() == rollcall.VIR_ERR_NO_DOMAIN
    assert rollcall.virGetLastErrorDomain() == rollcall.virGetLastError()[1]
    assert "nobody" in rollcall.virGetLastErrorMessage()
    seen = []
    thread = threading.Thread(target=lambda: seen.append(rollcall.virGetLastError()))
    thread.start()
    thread.join()
    assert seen == [None]
    assert conn.virConnGetLastError()[0] == rollcall.VIR_ERR_NO_DOMAIN
    conn.virConnResetLastError()
    rollcall.virResetLastError()
    assert (rollcall.virGetLastError(), rollcall.virGetLastErrorMessage()) == (None, "no error")


def test_an_error_crosses_processes_whole(conn):
    with pytest.raises(rollcall.libvirtError) as missing:
        conn.lookupByName("nobody")
    copy = pickle.loads(pickle.dumps(missing.value))
    assert (copy.err, str(copy)) == (missing.value.err, str(missing.value))


def test_an_error_handler_hears_of_every_error(conn):
    heard = []
    rollcall.registerErrorHandler(lambda context, error: heard.append((context, error[0])), "here")
    with pytest.raises(rollcall.libvirtError):
        conn.lookupByName("nobody")
    rollcall.registerErrorHandler(None, None)
    with pytest.raises(rollcall.libvirtError):
        conn.lookupByName("nobody")
    assert heard == [("here", rollcall.VIR_ERR_NO_DOMAIN)]


def test_errors_are_not_printed(conn, capfd):
    with pytest.raises(rollcall.libvirtError):
        conn.lookupByName("nobody")
    assert capfd.readouterr().err == ""


def test_an_error_made_by_hand_tells_the_last_one():
    rollcall.virResetLastError()
    error = rollcall.libvirtError("my own words")
    assert (str(error), error.get_error_code(), error.get_str1()) == ("my own words", None, None)


def test_versions_are_numbers():
    assert rollcall.getVersion() == rollcall.LIBVIR_VERSION_NUMBER
    assert rollcall.getVersion("mock")[0] == rollcall.LIBVIR_VERSION_NUMBER
    assert rollcall.virInitialize() == 0


def test_a_library_that_cannot_be_loaded_is_named():
    with pytest.raises(rollcall.libvirtError, match="cannot load library 'libnothing.so.7'") as missing:
        rollcall.open("mock:///default", library="libnothing.so.7")
    assert missing.value.get_error_code() == rollcall.VIR_ERR_NO_SUPPORT


def test_a_library_without_the_api_is_refused():
    with pytest.raises(rollcall.libvirtError, match="does not have libvirt's C API"):
        rollcall.open("mock:///default", library="libc.so.6")


def test_another_library_is_used_beside_ours(conn):
    theirs = rollcall.open("test:///default", library="libvirt.so.0")
    assert theirs.library == "libvirt.so.0" and conn.library == "librollcall.so.1"
    assert [domain.name() for domain in theirs.listAllDomains()] == ["test"]
    assert (theirs.getType(), conn.getType()) == ("TEST", "MOCK")
    with pytest.raises(rollcall.libvirtError, match="does not have rollcallConnectDomainWatch"):
        rollcall._core.rollcallConnectDomainWatch(theirs, 0, print)
