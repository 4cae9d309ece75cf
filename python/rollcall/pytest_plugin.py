"""pytest plugin: a simulated host per test, from a seed that a failing test names.

Fixtures: rollcall_host, rollcall_uri (for stock clients). Options: --rollcall-seed, --rollcall-uri,
--rollcall-allow-real. Loaded by its entry point; the module is imported when a test asks for a host.
"""

import os
import urllib.parse
from typing import TYPE_CHECKING, Any, Iterator, List

import pytest

if TYPE_CHECKING:
    from .mock import Host

# Schemes whose hosts are simulated, whoever serves them.
_SIMULATED = ("mock", "test")


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
    """Chooses the seed, once for all workers of xdist, and refuses real hosts."""
    config.addinivalue_line(
        "markers", "rollcall(**options): options of rollcall.mock.Host for rollcall_host"
    )
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


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Tells the seed and how to replay with each failure of a test that used a host."""
    outcome: Any = yield
    report = outcome.get_result()
    used: List[str] = getattr(item, "fixturenames", [])
    if report.failed and {"rollcall_host", "rollcall_uri"} & set(used):
        command = f"python3 -m pytest '{item.nodeid}' --rollcall-seed {item.config.option.rollcall_seed}"
        report.sections.append(("rollcall", f"{_seed_line(item.config)}\nreplay: {command}"))


@pytest.fixture
def rollcall_host(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> "Iterator[Host]":
    """A rollcall.mock.Host of its own; the marker rollcall(domains=100, ...) says what it has.

    A program under test that opens no URI in particular gets this host.
    """
    from .mock import Host

    marker = request.node.get_closest_marker("rollcall")
    options = {"seed": request.config.option.rollcall_seed, **(marker.kwargs if marker else {})}
    with Host(**options) as host:
        monkeypatch.setenv("LIBVIRT_DEFAULT_URI", host.uri)
        yield host


@pytest.fixture
def rollcall_uri(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """A URI for stock clients of libvirt: of a simulated host, or what --rollcall-uri says.

    LIBVIRT_DEFAULT_URI names it during the test, so that a client without a URI finds it too.
    """
    uri = request.config.option.rollcall_uri
    if uri is None:
        from .programs import ProgramMissing

        try:
            uri = request.getfixturevalue("rollcall_host").served_uri
        except ProgramMissing as missing:
            pytest.skip(str(missing))
    monkeypatch.setenv("LIBVIRT_DEFAULT_URI", uri)
    yield uri
