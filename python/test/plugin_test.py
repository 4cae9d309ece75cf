"""The pytest plugin, in sessions of its own."""

import pytest

pytest_plugins = ["pytester"]

SEVEN_LINES = """
    import rollcall

    def test_names(rollcall_host):
        rollcall_host.define("web-1", start=True)
        conn = rollcall.open()
        assert sorted(d.name() for d in conn.listAllDomains()) == ["test", "web-1"]
"""


def test_seven_lines_are_a_test(pytester):
    pytester.makepyfile(SEVEN_LINES)
    pytester.runpytest().assert_outcomes(passed=1)


def test_the_header_says_the_seed(pytester):
    pytester.makepyfile(SEVEN_LINES)
    result = pytester.runpytest("--rollcall-seed", "77")
    result.stdout.fnmatch_lines(["rollcall: seed 77 (replay with --rollcall-seed 77)"])


def test_a_failure_says_how_to_replay_it_and_the_replay_is_exact(pytester):
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.rollcall(domains=10)
        def test_fails(rollcall_host):
            raise AssertionError(",".join(d.UUIDString() for d in rollcall_host.conn.listAllDomains()))
        """
    )
    first = pytester.runpytest()
    first.assert_outcomes(failed=1)
    [command] = [line for line in first.outlines if line.startswith("replay: ")]
    assert command.startswith("replay: python3 -m pytest 'test_a_failure")
    second = pytester.runpytest("--rollcall-seed", command.split()[-1])

    def uuids(result):
        return [line for line in result.outlines if "AssertionError: " in line]

    assert uuids(first) == uuids(second) != []


def test_a_failure_without_a_host_says_nothing_of_seeds(pytester):
    pytester.makepyfile("def test_fails(): raise AssertionError")
    assert not [line for line in pytester.runpytest().outlines if line.startswith("replay: ")]


def test_all_workers_of_xdist_have_one_seed_and_a_host_per_test(pytester):
    pytest.importorskip("xdist", reason="the package python3-pytest-xdist is not installed")
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.parametrize("number", range(6))
        def test_alone(rollcall_host, number):
            assert rollcall_host.seed == 5
            assert len(rollcall_host.conn.listAllDomains()) == 1
            rollcall_host.vanish("test")
        """
    )
    pytester.runpytest_subprocess("-n", "2", "--rollcall-seed", "5").assert_outcomes(passed=6)


@pytest.mark.parametrize("uri", ["qemu:///system", "qemu+ssh://host/system", "xen:///", "", "lxc:///"])
def test_real_hosts_are_refused(pytester, uri):
    pytester.makepyfile(SEVEN_LINES)
    result = pytester.runpytest("--rollcall-uri", uri)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--rollcall-allow-real*"])


@pytest.mark.parametrize("arguments", [["test:///default"], ["qemu:///system", "--rollcall-allow-real"]])
def test_a_uri_that_is_given_is_what_tests_get(pytester, arguments):
    pytester.makepyfile(
        """
        import os

        def test_uri(rollcall_uri, request):
            assert rollcall_uri == request.config.option.rollcall_uri == os.environ["LIBVIRT_DEFAULT_URI"]
        """
    )
    pytester.runpytest("--rollcall-uri", *arguments).assert_outcomes(passed=1)


def test_stock_clients_get_a_uri_or_a_reason(pytester):
    pytest.importorskip("libvirt", reason="the package python3-libvirt is not installed")
    pytester.makepyfile(
        """
        import libvirt

        def test_names(rollcall_uri):
            conn = libvirt.open()
            assert [d.name() for d in conn.listAllDomains()] == ["test"]
            conn.close()
        """
    )
    outcomes = pytester.runpytest().parseoutcomes()
    assert outcomes in ({"passed": 1}, {"skipped": 1})
