"""Judging libraries from Python."""

import pytest

from rollcall import conformance


def test_our_library_passes_a_suite():
    result = conformance.run(uri="mock:///default", suites=["contract"], strict=True, seed=3)
    assert result.passed and not result.undecided
    assert (result.library, result.uri, result.seed) == ("librollcall.so.1", "mock:///default", 3)
    suite = result.suite("contract")
    assert len(suite.checks) > 40 and {check.verdict for check in suite.checks} == {"passed"}
    assert suite.grades == {} and suite.deviations == []
    assert "--suite contract" in str(result) or "contract" in str(result)
    with pytest.raises(KeyError):
        result.suite("filters")


def test_the_deviations_of_another_library_are_objects():
    result = conformance.run(library="libvirt.so.0", uri="test:///default", suites=["contract"], strict=True)
    assert not result.passed
    [deviation] = result.suite("contract").deviations
    assert deviation.known_as == "B17"
    assert deviation.expected and deviation.observed


def test_grades_are_objects(tmp_path):
    result = conformance.run(
        uri="mock:///default", suites=["atomicity"], seconds=0.2, threads=2, report_folder=tmp_path / "report"
    )
    grades = result.suite("atomicity").grades
    assert set(grades) >= {"W", "E", "P", "S", "L"}
    assert {grade.standing for grade in grades.values()} <= {"not refuted", "undecided"}
    assert (tmp_path / "report").is_dir()


def test_the_suites_have_names():
    assert {"contract", "filters", "atomicity"} <= set(conformance.suites())


def test_a_run_that_cannot_be_made_says_why():
    with pytest.raises(conformance.ConformanceError, match="dance"):
        conformance.run(suites=["dance"])
    with pytest.raises(conformance.ConformanceError, match="libnothing"):
        conformance.run(library="libnothing.so.7", uri="test:///default")
