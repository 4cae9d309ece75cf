#!/usr/bin/env python3
"""Refuses what must not be in a committed file: unfinished work, one machine's paths, hidden time and chance."""

import re
from typing import NamedTuple, Tuple

import tree


class Rule(NamedTuple):
    """One banned pattern."""

    pattern: str
    reason: str
    suffixes: Tuple[str, ...] = tree.CODE_SUFFIXES
    where: str = ""  # regular expression on the path; empty means everywhere
    allowed_in: str = r"^$"  # regular expression on the path


OWN_FILES = r"^ci/(check|test)/"

RULES = (
    Rule(r"\b(TODO|FIXME|XXX)\b", "unfinished work does not land", tree.TEXT_SUFFIXES, allowed_in=OWN_FILES),
    Rule(r"(?<![\w.$}])/(home|root|work|Users)/\w", "a path of one machine", tree.TEXT_SUFFIXES, allowed_in=OWN_FILES),
    Rule(
        r"\b(u?sleep|nanosleep|sleep_for|sleep_until)\s*\(",
        "tests must not sleep",
        where=r"(^|/)test/",
        allowed_in=r"^conformance/test/schedule_run_test\.cpp$",  # under the scheduler, which has a virtual clock
    ),
    Rule(r"\brandom_device\b|\bs?rand\s*\(", "chance comes from the seed alone"),
    Rule(
        r"\bsystem_clock\b|\bgettimeofday\b|\bCLOCK_REALTIME\b|\btime\s*\(\s*(NULL|nullptr|0)\s*\)",
        "time comes from the virtual clock; reports take the date from their caller",
        # the first is the virtual clock, the others stamp the lines of a log and real snapshots
        allowed_in=r"^(conformance/schedule/interpose/clocks|api/rpc/server/log|kvmdriver/connection_snapshots)\.cpp$",
    ),
    Rule(
        r"\b(steady|high_resolution)_clock\b",
        "time comes from the virtual clock",
        where=r"^(api/core|mockdriver)/",
        allowed_in=r"^mockdriver/pace\.hpp$",  # of hosts that are asked to follow the real time
    ),
    Rule(r"NOLINT(?!\w*\([\w.,\- ]+\): \w)", "a suppression names its check and its reason: NOLINT(check): why"),
)


def check(root):
    """Complaints about every file of the tree."""
    complaints = []
    for path in tree.files(root, tree.TEXT_SUFFIXES):
        name = path.as_posix()
        rules = [
            rule
            for rule in RULES
            if name.endswith(rule.suffixes) and re.search(rule.where, name) and not re.search(rule.allowed_in, name)
        ]
        for number, line in tree.lines(root, path):
            for rule in rules:
                found = re.search(rule.pattern, line)
                if found:
                    complaints.append(f"{name}:{number}: '{found.group()}': {rule.reason}")
    return complaints


if __name__ == "__main__":
    tree.main(check)
