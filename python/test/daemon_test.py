"""Hosts behind a private socket, for stock clients of libvirt."""

import os
import urllib.parse

import pytest

import rollcall
from rollcall.daemon import Daemon
from rollcall.mock import Host
from rollcall.programs import ProgramMissing, find_program

try:
    find_program("rollcalld")
except ProgramMissing as missing:
    pytest.skip(str(missing), allow_module_level=True)
libvirt = pytest.importorskip("libvirt", reason="the package python3-libvirt is not installed")


def test_the_stock_binding_reaches_a_host_of_the_same_seed():
    with Host(seed=7, domains=5, running=2) as here, Host(seed=7, domains=5, running=2, served=True) as host:
        conn = libvirt.open(host.uri)
        ours = {domain.UUIDString() for domain in here.conn.listAllDomains()}
        assert {domain.UUIDString() for domain in conn.listAllDomains()} == ours
        conn.close()


def test_the_daemon_and_its_socket_stop_with_the_host():
    with Host(served=True) as host:
        socket = urllib.parse.parse_qs(urllib.parse.urlsplit(host.uri).query)["socket"][0]
        assert os.stat(os.path.dirname(socket)).st_mode & 0o077 == 0
        assert os.path.exists(socket)
    assert not os.path.exists(os.path.dirname(socket))
    with pytest.raises(libvirt.libvirtError):
        libvirt.open(f"test+unix:///default?socket={socket}")


def test_a_host_that_cannot_be_opened_is_an_error_that_says_why():
    with pytest.raises(RuntimeError, match="rollcalld did not start: .*nothing.xml"):
        Daemon("mock:///tmp/there/is/nothing.xml")


def test_our_module_drives_a_stock_library_against_the_daemon():
    with Host(served=True) as host:
        conn = rollcall.open(host.uri, library="libvirt.so.0")
        assert [domain.name() for domain in conn.listAllDomains()] == ["test"]
        conn.close()
