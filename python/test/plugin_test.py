"""The pytest plugin, in sessions of its own."""

import pathlib
import shlex

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


FAILING = """
    import pytest

    @pytest.mark.rollcall(domains=10)
    def test_fails(rollcall_host):
        [domain for domain in rollcall_host.conn.listAllDomains() if domain.isActive()][0].suspend()
        raise AssertionError(",".join(d.UUIDString() for d in rollcall_host.conn.listAllDomains()))

    def test_of_something_else(rollcall_host):
        pass
"""


def replay_of(result):
    """Arguments of the command that a failure prints."""
    [command] = [line for line in result.outlines if line.startswith("replay: ")]
    prefix, *arguments = shlex.split(command[len("replay: ") :])
    assert (prefix, arguments[:2]) == ("python3", ["-m", "pytest"])
    test, option = arguments[2:]
    return test, *option.split("=")


def test_a_failure_says_how_to_replay_it_and_the_replay_is_exact(pytester):
    pytester.makepyfile(FAILING)
    first = pytester.runpytest()
    first.assert_outcomes(failed=1, passed=1)
    test, option, recording = replay_of(first)
    assert (test.split("::")[1], option) == ("test_fails", "--rollcall-replay")
    second = pytester.runpytest(f"--rollcall-replay={recording}")
    second.assert_outcomes(failed=1, deselected=1)
    second.stdout.fnmatch_lines(["*rollcall replay*", f"{test}: the same, * events"])
    assert replay_of(second) == (test, option, recording)

    def uuids(result):
        return [line for line in result.outlines if "AssertionError: " in line]

    assert uuids(first) == uuids(second) != []


def test_a_failure_shows_the_end_of_its_trace_and_a_success_leaves_none(pytester):
    pytester.makepyfile(FAILING)
    result = pytester.runpytest("--basetemp=temporary")
    result.stdout.fnmatch_lines(["*rollcall, the last 20 of * events*", '*"call":"virDomainSuspend"*', '*"change":"update"*'])
    left = {path.resolve() for path in pytester.path.glob("temporary/rollcall-*/*.jsonl")}
    assert {path.parent.name for path in left} == {"rollcall-test_fails-0"}
    assert "recording.jsonl" in {path.name for path in left}


def test_a_replay_says_where_it_leaves_the_recording(pytester):
    file = pytester.makepyfile(FAILING)
    *_, recording = replay_of(pytester.runpytest())
    file.write_text(file.read_text().replace(".suspend()", ".destroy()"))
    result = pytester.runpytest(f"--rollcall-replay={recording}")
    result.stdout.fnmatch_lines(
        [
            "*test_fails: differs from event * on",
            '  recorded: *"call":"virDomainSuspend"*',
            '  replayed: *"call":"virDomainDestroy"*',
        ]
    )


def test_a_replay_that_passes_says_whether_the_same_happened(pytester):
    file = pytester.makepyfile(FAILING)
    *_, recording = replay_of(pytester.runpytest())
    file.write_text(file.read_text().replace("raise AssertionError", "print"))
    result = pytester.runpytest(f"--rollcall-replay={recording}")
    result.assert_outcomes(passed=1, deselected=1)
    result.stdout.fnmatch_lines(["*test_fails: the same, * events"])


@pytest.mark.parametrize("phase", ["setup", "teardown"])
def test_failures_of_fixtures_are_replayed_too(pytester, phase):
    pytester.makepyfile(
        f"""
        import pytest

        @pytest.fixture
        def host(rollcall_host):
            assert "{phase}" != "setup"
            yield rollcall_host
            rollcall_host.define("late")
            raise AssertionError

        def test_passes(host):
            host.define("web-1")
        """
    )
    first = pytester.runpytest()
    *_, recording = replay_of(first)
    second = pytester.runpytest(f"--rollcall-replay={recording}")
    assert second.parseoutcomes() == first.parseoutcomes()
    second.stdout.fnmatch_lines(["*test_passes: the same, * events"])
    assert ('"name":"late"' in pathlib.Path(recording).read_text()) == (phase == "teardown")


def test_what_stock_clients_did_is_replayed_too(pytester):
    pytest.importorskip("libvirt", reason="the package python3-libvirt is not installed")
    pytester.makepyfile(
        """
        import libvirt

        def test_fails(rollcall_uri):
            conn = libvirt.open()
            [domain] = conn.listAllDomains()
            domain.suspend()
            conn.close()
            raise AssertionError
        """
    )
    *_, recording = replay_of(pytester.runpytest())
    assert '"call":"virDomainSuspend"' in pathlib.Path(recording).read_text()
    result = pytester.runpytest(f"--rollcall-replay={recording}")
    result.stdout.fnmatch_lines(["*test_fails: the same, * events"])


def test_workers_of_xdist_record_and_replay(pytester):
    pytest.importorskip("xdist", reason="the package python3-pytest-xdist is not installed")
    pytester.makepyfile(FAILING)
    first = pytester.runpytest_subprocess("-n", "2")
    first.assert_outcomes(failed=1, passed=1)
    *_, recording = replay_of(first)
    second = pytester.runpytest_subprocess("-n", "1", f"--rollcall-replay={recording}")
    second.stdout.fnmatch_lines(["*test_fails: the same, * events"])


def test_reports_for_machines_have_the_command_too(pytester):
    pytester.makepyfile(FAILING)
    *_, recording = replay_of(pytester.runpytest("--junitxml=report.xml"))
    report = (pytester.path / "report.xml").read_text()
    assert 'name="rollcall_replay"' in report and f"--rollcall-replay={recording}" in report


HEAD = '{"rollcall-recording": 1, "test": "a.py::test_gone", "phase": "call", "seed": 5}'


@pytest.mark.parametrize(
    "text, complaint",
    [
        (None, "*none.jsonl cannot be read: *No such file*"),
        ("", "*none.jsonl:1: not a recording of a test*"),
        ("[1]", "*none.jsonl:1: not a recording of a test*"),
        ('{"trace":1}', "*none.jsonl:1: not a recording of a test*"),
        (HEAD.replace(": 1,", ": 2,"), "*none.jsonl:1: format 2, where 1 is known"),
        (HEAD.replace("5", '"x"'), "*none.jsonl:1: 'seed' should be int, is 'x'"),
        (HEAD, "*--rollcall-replay: the test a.py::test_gone was not found below *"),
    ],
)
def test_a_recording_that_cannot_be_replayed_is_refused(pytester, text, complaint):
    pytester.makepyfile(SEVEN_LINES)
    if text is not None:
        (pytester.path / "none.jsonl").write_text(text)
    result = pytester.runpytest("--rollcall-replay=none.jsonl")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([complaint])


def test_a_seed_that_contradicts_the_recording_is_refused(pytester):
    pytester.makepyfile(SEVEN_LINES)
    (pytester.path / "none.jsonl").write_text(HEAD)
    result = pytester.runpytest("--rollcall-replay=none.jsonl", "--rollcall-seed", "6")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*--rollcall-seed 6*seed 5"])


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

        def test_names(rollcall_host, rollcall_uri):
            rollcall_host.define("web-1")
            conn = libvirt.open()
            assert sorted(d.name() for d in conn.listAllDomains()) == ["test", "web-1"]
            conn.close()
        """
    )
    outcomes = pytester.runpytest().parseoutcomes()
    assert outcomes in ({"passed": 1}, {"skipped": 1})
