"""Draws the trace of a simulated host as one HTML page: who was there, what happened, who asked.

As a program: python3 -m rollcall.simulation_report trace.jsonl -o report.html. A trace is what
rollcallMockTrace(), MockHost.trace() and `rollcalld ctl trace` write.
"""

import argparse
import collections
import html
import json
import pathlib
import sys
from typing import Any, Counter, Dict, Iterable, List, Optional, Sequence, Tuple

from .watch import WORDS

_STATES = {1: "running", 2: "blocked", 3: "paused", 4: "shutting down", 5: "off", 6: "crashed", 7: "asleep"}
_COLOURS = {1: "#2b8a3e", 2: "#74b816", 3: "#e8a100", 4: "#c05621", 5: "#a9b2bb", 6: "#c92a2a", 7: "#4263eb"}
_UNKNOWN_COLOUR = "#000000"
_PLAIN_COLOUR = "#4263eb"
_RUNNING, _OFF = 1, 5
_LISTINGS = ("virConnectListAllDomains", "virConnectGetAllDomainStats", "virConnectNumOf", "virConnectList")
_COLUMNS = 400  # of a chart; what happens within one is drawn as one
_WIDTH, _HEIGHT, _LEFT, _BOTTOM = 900, 160, 60, 22
_NS_PER_S = 10**9
_LIFECYCLE = 0  # VIR_DOMAIN_EVENT_ID_LIFECYCLE


class TraceError(ValueError):
    """A line that is none of a trace; says which, and why."""


class Simulation:
    """What a trace tells, summed up by columns of equal time."""

    def __init__(self, lines: Iterable[str]) -> None:
        steps = list(_read(lines))
        self.begin_ns = steps[0]["t"] if steps else 0
        self.end_ns = max(steps[-1]["t"] if steps else 0, self.begin_ns + 1)
        self.population: List[Counter[int]] = []  # by column, how many domains of each state
        self.events: List[Counter[str]] = [collections.Counter() for _ in range(_COLUMNS)]
        self.listings = [0] * _COLUMNS
        self.calls: Counter[str] = collections.Counter()
        self.failures: Counter[Tuple[str, int]] = collections.Counter()
        self.rules: Counter[Tuple[int, str]] = collections.Counter()
        self._states: Dict[str, int] = {}
        self._now: Counter[int] = collections.Counter()
        for step in steps:
            self._take(step)
        self._fill_to(_COLUMNS)

    def column(self, time_ns: int) -> int:
        """The column that a time falls into."""
        span = self.end_ns - self.begin_ns
        return min(_COLUMNS - 1, int((time_ns - self.begin_ns) * _COLUMNS // span))

    def _fill_to(self, columns: int) -> None:
        while len(self.population) < columns:
            self.population.append(+self._now)

    def _take(self, step: Dict[str, Any]) -> None:
        column = self.column(step["t"])
        if "change" in step:
            self._fill_to(column)
            self._change(step)
        elif "event" in step and step["event"] == _LIFECYCLE:
            self.events[column][_word(step["type"])] += 1
        elif "call" in step:
            self.calls[step["call"]] += 1
            self.listings[column] += step["call"].startswith(_LISTINGS)
        elif "answer" in step and step["error"]:
            self.failures[step["answer"], step["error"]] += 1
        elif "rule" in step:
            self.rules[step["rule"], step["does"]] += 1

    def _change(self, step: Dict[str, Any]) -> None:
        before = self._states.pop(step["uuid"], None)
        if before is not None:
            self._now[before] -= 1
        if step["change"] != "erase":
            self._states[step["uuid"]] = step["state"]
            self._now[step["state"]] += 1


def _read(lines: Iterable[str]) -> Iterable[Dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        try:
            step = json.loads(line)
        except ValueError as error:
            raise TraceError(f"line {number}: not JSON: {error}") from None
        if number == 1:
            if not isinstance(step, dict) or step.get("trace") != 1:
                raise TraceError('line 1: {"trace":1} was expected, the first line of a trace of version 1')
        elif not isinstance(step, dict) or not isinstance(step.get("t"), int):
            raise TraceError(f'line {number}: an object with the time "t" was expected')
        else:
            yield step


def _word(event: int) -> str:
    return WORDS[event] if event < len(WORDS) else f"event {event}"


def _duration(nanoseconds: int) -> str:
    seconds = nanoseconds / _NS_PER_S
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1000:.3g} ms"


def _stairs(values: Sequence[int], top: int, width: int, height: int) -> List[Tuple[float, float]]:
    """The line along the tops of the columns, as points."""
    points = []
    for column, value in enumerate(values):
        y = height - height * value / top
        points += [(_LEFT + width * (column + edge) / _COLUMNS, y) for edge in (0, 1)]
    return points


def _chart(layers: Sequence[Tuple[str, Sequence[int]]], top: int, span_ns: int) -> str:
    """Layers of (colour, value by column), one upon the other."""
    plot = _WIDTH - _LEFT
    height = _HEIGHT - _BOTTOM
    base = [0] * _COLUMNS
    shapes = []
    for colour, values in layers:
        upper = [below + value for below, value in zip(base, values)]
        rim = _stairs(upper, top, plot, height) + _stairs(base, top, plot, height)[::-1]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in rim)
        shapes.append(f'<polygon fill="{colour}" points="{points}"/>')
        base = upper
    labels = [f'<text x="{_LEFT - 6}" y="12" text-anchor="end">{top}</text>']
    labels.append(f'<text x="{_LEFT - 6}" y="{height}" text-anchor="end">0</text>')
    for part in range(5):
        anchor = "end" if part == 4 else "middle" if part else "start"
        x = _LEFT + plot * part / 4
        text = _duration(span_ns * part // 4)
        labels.append(f'<text x="{x:.0f}" y="{_HEIGHT - 5}" text-anchor="{anchor}">{text}</text>')
    frame = f'<path class="axis" d="M{_LEFT},0V{height}H{_WIDTH}"/>'
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">{"".join(shapes)}{frame}{"".join(labels)}</svg>'


def _population_chart(simulation: Simulation) -> str:
    seen = {state for column in simulation.population for state in column}
    states = sorted(seen, key=lambda state: (state == _OFF, state))  # what is off is drawn above
    colours = {state: _COLOURS.get(state, _UNKNOWN_COLOUR) for state in states}
    layers = [(colours[state], [column[state] for column in simulation.population]) for state in states]
    top = max(sum(column.values()) for column in simulation.population) or 1
    legend = " ".join(
        f'<span><i style="background:{colours[state]}"></i>{_STATES.get(state, f"state {state}")}</span>'
        for state in states
    )
    return _chart(layers, top, simulation.end_ns - simulation.begin_ns) + f'<p class="legend">{legend}</p>'


def _plain_chart(values: Sequence[int], simulation: Simulation) -> str:
    return _chart([(_PLAIN_COLOUR, values)], max(values) or 1, simulation.end_ns - simulation.begin_ns)


def _table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    head = "".join(f"<th>{html.escape(heading)}</th>" for heading in headings)
    lines = ("".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) for row in rows)
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    return f"<table><tr>{head}</tr>{body}</table>" if body else "<p>none</p>"


_STYLE = """
body{font:15px/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2126;background:#fff}
svg{width:100%;height:auto;font-size:11px}.axis{fill:none;stroke:#6b7680}
td,th{text-align:left;padding:.1rem 1rem .1rem 0}td:last-child{text-align:right;font-variant-numeric:tabular-nums}
.legend i{display:inline-block;width:.8em;height:.8em;margin-right:.3em}.legend span{margin-right:1.2em}
"""


def report(lines: Iterable[str], title: str = "A simulated host") -> str:
    """The page of a trace, given by its lines. Raises TraceError."""
    simulation = Simulation(lines)
    events: Counter[str] = sum(simulation.events, collections.Counter())
    last = simulation.population[-1]
    summary = (
        f"{_duration(simulation.end_ns - simulation.begin_ns)} of virtual time. "
        f"Domains at the end: {sum(last.values()):,}, running: {last[_RUNNING]:,}. "
        f"Calls: {sum(simulation.calls.values()):,}, lists and counts among them: {sum(simulation.listings):,}. "
        f"Life-cycle events: {sum(events.values()):,}."
    )
    parts = [
        f"<h1>{html.escape(title)}</h1><p>{summary}</p>",
        "<h2>Domains by state</h2>" + _population_chart(simulation),
        "<h2>Life-cycle events</h2>" + _plain_chart([sum(column.values()) for column in simulation.events], simulation),
        _table(("event", "times"), events.most_common()),
        "<h2>Lists and counts</h2>" + _plain_chart(simulation.listings, simulation),
        _table(("call", "times"), simulation.calls.most_common()),
        "<h2>Errors</h2>"
        + _table(("call", "code", "times"), ((*key, times) for key, times in simulation.failures.most_common())),
        "<h2>Rules that took effect</h2>"
        + _table(("rule", "does", "times"), ((*key, times) for key, times in sorted(simulation.rules.items()))),
    ]
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{html.escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f'<body>{"".join(parts)}</body></html>\n'
    )


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the program. Returns its exit code: 0, or 4 when the trace cannot be read."""
    parser = argparse.ArgumentParser(prog="python3 -m rollcall.simulation_report", description=__doc__.split("\n")[0])
    parser.add_argument("trace", type=pathlib.Path, help="the trace, JSON lines")
    parser.add_argument("-o", "--output", type=pathlib.Path, required=True, help="the page that is written")
    options = parser.parse_args(arguments)
    try:
        with options.trace.open(encoding="utf-8") as lines:
            page = report(lines, options.trace.name)
        options.output.write_text(page, encoding="utf-8")
    except (OSError, TraceError) as error:
        print(f"{options.trace}: {error}", file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    sys.exit(main())
