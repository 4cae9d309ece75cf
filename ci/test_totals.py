#!/usr/bin/env python3
"""Prints one line, "N passed, N failed[, N skipped]", for a finished CTest run.

Counts the cases of each test program from the GoogleTest report it left behind. A program without one
(a script, or a crash) counts as one case with CTest's verdict, and a program that failed although its
report shows no failed case counts as one failure more, so a crash never disappears.
"""

import pathlib
import sys
import xml.etree.ElementTree as ElementTree

PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"


def verdict(case):
    """Verdict of one <testcase> of a JUnit file, CTest's or GoogleTest's."""
    status = case.get("status")
    if case.find("failure") is not None or case.find("error") is not None or status == "fail":
        return FAILED
    if case.find("skipped") is not None or status in ("notrun", "disabled"):
        return SKIPPED
    return PASSED


def verdicts_of_program(program, reports):
    """Verdicts that one CTest entry stands for."""
    whole = verdict(program)
    report = reports / (program.get("name") + ".xml")
    cases = []
    if report.exists():
        try:
            cases = [verdict(case) for case in ElementTree.parse(report).iter("testcase")]
        except ElementTree.ParseError:
            pass  # a program that died while it wrote: its own verdict counts below
    if not cases or (whole == FAILED and FAILED not in cases):
        cases.append(whole)
    return cases


def totals(ctest_report, reports):
    """The line for the CTest JUnit file and the folder of GoogleTest reports."""
    count = {PASSED: 0, FAILED: 0, SKIPPED: 0}
    for program in ElementTree.parse(ctest_report).iter("testcase"):
        for each in verdicts_of_program(program, reports):
            count[each] += 1
    line = f"{count[PASSED]} passed, {count[FAILED]} failed"
    if count[SKIPPED]:
        line += f", {count[SKIPPED]} skipped"
    return line, count[FAILED] == 0


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: test_totals.py CTEST_JUNIT_FILE FOLDER_OF_GTEST_REPORTS")
    try:
        line, good = totals(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    except (OSError, ElementTree.ParseError) as error:
        sys.exit(f"test_totals.py: cannot read {sys.argv[1]}: {error}")
    print(line)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
