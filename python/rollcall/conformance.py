"""Judging a library from Python: rollcall-conformance, with its results as objects."""

import json
import os
import pathlib
import subprocess
import tempfile
from dataclasses import dataclass
from typing import Any, Dict, List, Optional, Sequence, Union

from .programs import find_program

# Exit codes of the program.
_PASSED, _VIOLATED, _UNDECIDED = 0, 1, 2


class ConformanceError(RuntimeError):
    """The run itself broke, or was asked for something that does not exist."""


@dataclass(frozen=True)
class Deviation:
    """How a library differs from what the documentation says."""

    key: str
    known_as: str  # such as "B3", or empty when it is not known
    text: str
    expected: str
    observed: str
    program: str  # the shortest one that shows it
    replay: str  # the command that does it again, or empty


@dataclass(frozen=True)
class Check:
    """One thing that a suite looked at."""

    name: str
    verdict: str  # passed, known deviation, skipped, undecided, violation
    deviations: List[Deviation]
    reason: str  # why it was skipped or is undecided, else empty


@dataclass(frozen=True)
class Grade:
    """Whether a promise about listings held: W, E, P, S, L or the id rule."""

    standing: str  # not refuted, refuted, undecided
    violations: int
    title: str  # what the shortest evidence shows, else empty
    explanation: List[str]


@dataclass(frozen=True)
class Suite:
    """What one suite found."""

    name: str
    headline: str
    checks: List[Check]
    grades: Dict[str, Grade]  # empty unless the suite runs threads

    @property
    def deviations(self) -> List[Deviation]:
        """All deviations of its checks."""
        return [deviation for check in self.checks for deviation in check.deviations]


@dataclass(frozen=True)
class Result:
    """One run."""

    library: str
    library_version: str
    uri: str
    seed: int
    passed: bool
    undecided: bool
    suites: List[Suite]
    rerun: str  # the command that repeats it
    text: str  # what the program printed

    def suite(self, name: str) -> Suite:
        """The suite of that name. Raises KeyError."""
        for suite in self.suites:
            if suite.name == name:
                return suite
        raise KeyError(name)

    def __str__(self) -> str:
        return self.text


def suites() -> List[str]:
    """The names of all suites."""
    listing = _execute(["--list"])
    return [line.split()[0] for line in listing.stdout.splitlines() if line.strip()]


def run(
    *,
    library: Optional[str] = None,
    uri: Optional[str] = None,
    suites: Sequence[str] = (),
    seconds: Optional[float] = None,
    threads: Optional[int] = None,
    seed: Optional[int] = None,
    require: Optional[str] = None,
    strict: bool = False,
    report_folder: Union[None, str, "os.PathLike[str]"] = None,
) -> Result:
    """Judges a library. What is left out is as rollcall-conformance has it.

    seconds:       how long each suite that runs threads goes on.
    require:       the grade that must hold: W, E, P, S or L.
    strict:        known deviations count as violations.
    report_folder: where to keep JSON, JUnit, histories and the HTML page.

    Raises ConformanceError when the run breaks, with what the program said.
    """
    options: List[str] = []
    for name, value in (
        ("--library", library),
        ("--uri", uri),
        ("--seconds", seconds),
        ("--threads", threads),
        ("--seed", seed),
        ("--require", require),
        ("--report-folder", report_folder),
    ):
        if value is not None:
            options += [name, os.fspath(value) if isinstance(value, os.PathLike) else str(value)]
    for suite in suites:
        options += ["--suite", suite]
    if strict:
        options.append("--strict")
    with tempfile.TemporaryDirectory(prefix="rollcall-") as folder:
        report = pathlib.Path(folder, "report.json")
        done = _execute([*options, "--json", str(report)])
        return _result(json.loads(report.read_text(encoding="utf-8")), done)


def _execute(options: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [find_program("rollcall-conformance"), *options],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode not in (_PASSED, _VIOLATED, _UNDECIDED):
        raise ConformanceError(done.stderr.strip() or f"it ended with {done.returncode}")
    return done


def _result(report: Dict[str, Any], done: "subprocess.CompletedProcess[str]") -> Result:
    return Result(
        library=report["library"],
        library_version=report["library_version"],
        uri=report["uri"],
        seed=report["seed"],
        passed=done.returncode == _PASSED,
        undecided=done.returncode == _UNDECIDED,
        suites=[_suite(suite) for suite in report["suites"]],
        rerun=report["rerun"],
        text=done.stdout,
    )


def _suite(suite: Dict[str, Any]) -> Suite:
    grades = suite.get("concurrent", {}).get("grades", {})
    return Suite(
        name=suite["name"],
        headline=suite["headline"],
        checks=[_check(check) for check in suite["checks"]],
        grades={name: _grade(grade) for name, grade in grades.items()},
    )


def _check(check: Dict[str, Any]) -> Check:
    return Check(
        name=check["name"],
        verdict=check["verdict"],
        deviations=[Deviation(**deviation) for deviation in check.get("deviations", [])],
        reason=check.get("skipped") or check.get("undecided") or "",
    )


def _grade(grade: Dict[str, Any]) -> Grade:
    return Grade(
        standing=grade["standing"],
        violations=grade["violations"],
        title=grade.get("title", ""),
        explanation=grade.get("explanation", []),
    )
