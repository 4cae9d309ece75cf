#!/usr/bin/env python3
"""Measures listing in Python beside libvirt-python, on its test driver, in one process and in turns.

PYTHONPATH=build/python python3 python/benchmark/listing.py [DOMAINS]
"""

import pathlib
import statistics
import sys
import tempfile
import time

import libvirt

import rollcall
from rollcall.table import format_table

ROUNDS = 15
DOMAIN = "<domain type='test'><name>vm-{}</name><memory>65536</memory><os><type>hvm</type></os></domain>"


def milliseconds(work):
    """How long something takes, what it made being freed included."""
    start = time.perf_counter()
    made = work()
    del made
    return (time.perf_counter() - start) * 1000


def medians(*works):
    """The median time of each, measured in turns."""
    rounds = [[milliseconds(work) for work in works] for _ in range(ROUNDS)]
    return [statistics.median(times) for times in zip(*rounds)]


def measure(ours, theirs):
    """Rows of the table: what is done, our time, theirs, and the ratio."""

    def list_and_ask():
        return [domain.state() for domain in theirs.listAllDomains()]

    pairs = {
        "listAllDomains()": (ours.listAllDomains, theirs.listAllDomains),
        "snapshot(), or a list and state() of each": (ours.snapshot, list_and_ask),
        "the same with all states added up": (lambda: sum(ours.snapshot().states), list_and_ask),
        "the same with a row of each": (lambda: list(ours.snapshot()), list_and_ask),
    }
    for what, (mine, its) in pairs.items():
        our_ms, their_ms = medians(mine, its)
        yield what, f"{our_ms:.3f}", f"{their_ms:.1f}", f"{their_ms / our_ms:.0f}x"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        node = pathlib.Path(folder, "node.xml")
        node.write_text(f"<node>{''.join(DOMAIN.format(i) for i in range(count))}</node>")
        theirs = libvirt.open(f"test://{node}")
    ours = rollcall.open(f"mock:///empty?domains={count}")
    head = (f"{count} domains, ms", "rollcall", "libvirt-python", "ratio")
    print(format_table(head, list(measure(ours, theirs))))


if __name__ == "__main__":
    main()
