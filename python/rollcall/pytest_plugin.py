"""pytest plugin: a simulated host per test, from a seed that a failing test names.

Fixtures: rollcall_host, rollcall_uri (for stock clients). Options: --rollcall-seed,
--rollcall-replay, --rollcall-uri, --rollcall-allow-real. Loaded by its entry point; the module is
imported when a test asks for a host.
"""

import contextlib
import os
import pathlib
import re
import shlex
import shutil
import urllib.parse
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, NamedTuple, Union

import pytest

from .replay import NoRecording, Recording, read_recording

if TYPE_CHECKING:
    from .mock import Host

# Schemes whose hosts are simulated, whoever serves them.
_SIMULATED = ("mock", "test")

_TRACE_FILE = "trace.jsonl"
_NAME_CHARACTERS = 40  # of a test, in the name of its folder
_SHOWN_EVENTS = 20  # of the trace, in the report of a failure; the recording has all


class _Traced(NamedTuple):
    """The host of a test, and the folder that its trace and its recording are in."""

    host: "Host"
    folder: pathlib.Path

    def events(self) -> List[str]:
        """What happened until now. Ends the trace."""
        with contextlib.suppress(OSError):  # the test may have ended a daemon
            self.host.end_trace()
        file = self.folder / _TRACE_FILE
        return file.read_text("utf-8").splitlines()[1:] if file.exists() else []  # the first tells the version

    def recording(self) -> pathlib.Path:
        """Where the recording is when the test fails."""
        return self.folder / "recording.jsonl"

    def forget(self) -> None:
        """Removes the trace, unless there is a recording."""
        if not self.recording().exists():
            shutil.rmtree(self.folder, ignore_errors=True)


_REPLAYED = pytest.StashKey[Recording]()  # of the configuration
_TRACED = pytest.StashKey[_Traced]()  # of a test
_SAID = pytest.StashKey[bool]()  # of a test whose recording is written or compared


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options."""
    group = parser.getgroup("rollcall", "simulated libvirt hosts")
    group.addoption(
        "--rollcall-seed",
        type=int,
        metavar="N",
        help="seed of the hosts that tests get; default: another one in each run",
    )
    group.addoption(
        "--rollcall-replay",
        metavar="FILE",
        help="run the one test of a recording, which a failing test names, and tell whether the same happens",
    )
    group.addoption(
        "--rollcall-uri",
        metavar="URI",
        help="give this URI to tests that ask for rollcall_uri, instead of a simulated host",
    )
    group.addoption(
        "--rollcall-allow-real",
        action="store_true",
        help="let --rollcall-uri and LIBVIRT_DEFAULT_URI name a host that is not simulated",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Reads the recording, chooses the seed, once for all workers of xdist, and refuses real hosts."""
    config.addinivalue_line(
        "markers", "rollcall(**options): options of rollcall.mock.Host for rollcall_host"
    )
    if config.option.rollcall_replay is not None:
        _take_recording(config)
    worker = getattr(config, "workerinput", None)
    if worker is not None:
        config.option.rollcall_seed = worker["rollcall_seed"]
    elif config.option.rollcall_seed is None:
        config.option.rollcall_seed = int.from_bytes(os.urandom(4), "big")
    given = config.option.rollcall_uri
    if given is not None and not is_simulated(given) and not config.option.rollcall_allow_real:
        raise pytest.UsageError(
            f"--rollcall-uri {given}: that may be a real host; --rollcall-allow-real says that it "
            "is meant"
        )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Hands the seed to a worker of xdist, where that is installed."""
    node.workerinput["rollcall_seed"] = node.config.option.rollcall_seed


def pytest_report_header(config: pytest.Config) -> str:
    """Says the seed."""
    return f"rollcall: {_seed_line(config)}"


def _seed_line(config: pytest.Config) -> str:
    seed = config.option.rollcall_seed
    return f"seed {seed} (replay with --rollcall-seed {seed})"


def is_simulated(uri: str) -> bool:
    """Whether a URI names a host that exists only in memory."""
    return urllib.parse.urlsplit(uri).scheme.split("+")[0] in _SIMULATED


def _take_recording(config: pytest.Config) -> None:
    option = config.option
    option.rollcall_replay = os.path.abspath(option.rollcall_replay)  # workers of xdist may be elsewhere
    try:
        recording = read_recording(option.rollcall_replay)
    except NoRecording as reason:
        raise pytest.UsageError(f"--rollcall-replay: {reason}") from reason
    if option.rollcall_seed not in (None, recording.seed):
        raise pytest.UsageError(
            f"--rollcall-seed {option.rollcall_seed}, but the recording of --rollcall-replay has seed "
            f"{recording.seed}"
        )
    option.rollcall_seed = recording.seed
    config.stash[_REPLAYED] = recording


def pytest_collection_modifyitems(config: pytest.Config, items: List[pytest.Item]) -> None:
    """Leaves the test of a recording that is to be replayed."""
    recording = config.stash.get(_REPLAYED, None)
    if recording is None:
        return
    others = [item for item in items if item.nodeid != recording.test]
    if len(others) == len(items):
        raise pytest.UsageError(
            f"--rollcall-replay: the test {recording.test} was not found below {config.rootpath} "
            "(pytest may look elsewhere unless option and file are one word, --rollcall-replay=FILE)"
        )
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item.nodeid == recording.test]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tells seed, trace and how to replay with each failure of a test that used a host."""
    outcome: Any = yield
    report: pytest.TestReport = outcome.get_result()
    recording = item.config.stash.get(_REPLAYED, None)
    if recording is not None and (report.failed or report.when == recording.phase):
        _tell_whether_replayed(item, report, recording)
    used: List[str] = getattr(item, "fixturenames", [])
    if report.failed and {"rollcall_host", "rollcall_uri"} & set(used):
        _tell_how_to_replay(item, report)
    if report.when == "teardown" and _TRACED in item.stash:
        item.stash[_TRACED].forget()


def _tell_whether_replayed(
    item: pytest.Item, report: pytest.TestReport, recording: Recording
) -> None:
    traced = item.stash.get(_TRACED, None)
    if traced is None or _SAID in item.stash:
        return
    item.stash[_SAID] = True
    _add_property(item, report, "rollcall_replayed", recording.compare(traced.events()))
    file = pathlib.Path(item.config.option.rollcall_replay)
    if not file.exists():  # a run with --basetemp empties that folder first
        recording.write(file)


def _tell_how_to_replay(item: pytest.Item, report: pytest.TestReport) -> None:
    seed = item.config.option.rollcall_seed
    how = f"--rollcall-seed {seed}"
    traced = item.stash.get(_TRACED, None)
    if item.config.option.rollcall_replay is not None:
        how = _replay_option(item.config.option.rollcall_replay)
    elif traced is not None and _SAID not in item.stash:
        item.stash[_SAID] = True
        trace = traced.events()
        Recording(item.nodeid, str(report.when), seed, trace).write(traced.recording())
        how = _replay_option(traced.recording())
        shown = trace[-_SHOWN_EVENTS:]
        report.sections.append((f"rollcall, the last {len(shown)} of {len(trace)} events", "\n".join(shown)))
    command = f"python3 -m pytest {shlex.quote(item.nodeid)} {how}"
    report.sections.append(("rollcall", f"{_seed_line(item.config)}\nreplay: {command}"))
    _add_property(item, report, "rollcall_replay", command)


def _replay_option(file: Union[str, pathlib.Path]) -> str:
    # In one word: pytest takes the words that it does not know yet for places of tests, and looks for
    # its root and its settings above all of them.
    return f"--rollcall-replay={shlex.quote(str(file))}"


def _add_property(item: pytest.Item, report: pytest.TestReport, name: str, value: str) -> None:
    # This report has been made from the item already; later ones are.
    item.user_properties.append((name, value))
    report.user_properties.append((name, value))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says whether the same happened in a replay as in the recording."""
    verdicts: Dict[str, str] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", []):
                if name == "rollcall_replayed":
                    verdicts[report.nodeid] = str(value)
    if verdicts:
        terminalreporter.section("rollcall replay")
    for test, verdict in verdicts.items():
        terminalreporter.line(f"{test}: {verdict}")


@pytest.fixture
def rollcall_host(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> "Iterator[Host]":
    """A rollcall.mock.Host of its own; the marker rollcall(domains=100, ...) says what it has.

    A program under test that opens no URI in particular gets this host. With rollcall_uri it is
    served, and stock clients get it too.
    """
    from .mock import Host
    from .programs import ProgramMissing

    marker = request.node.get_closest_marker("rollcall")
    name = re.sub(r"\W", "_", request.node.name)[:_NAME_CHARACTERS]
    folder = tmp_path_factory.mktemp(f"rollcall-{name}-")
    is_for_clients = "rollcall_uri" in request.fixturenames and request.config.option.rollcall_uri is None
    options = {
        "seed": request.config.option.rollcall_seed,
        "served": is_for_clients,
        **(marker.kwargs if marker else {}),
    }
    try:
        made = Host(trace=folder / _TRACE_FILE, **options)
    except ProgramMissing as missing:
        pytest.skip(str(missing))
    with made as host:
        request.node.stash[_TRACED] = _Traced(host, folder)
        monkeypatch.setenv("LIBVIRT_DEFAULT_URI", host.uri)
        yield host


@pytest.fixture
def rollcall_uri(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A URI for stock clients of libvirt: that of rollcall_host, or what --rollcall-uri says.

    LIBVIRT_DEFAULT_URI names it during the test, so that a client without a URI finds it too.
    """
    uri = request.config.option.rollcall_uri
    if uri is None:
        uri = request.getfixturevalue("rollcall_host").uri
    monkeypatch.setenv("LIBVIRT_DEFAULT_URI", uri)
    yield uri
