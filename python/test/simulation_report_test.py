"""The page that a trace is drawn on."""

import json
import xml.etree.ElementTree as ElementTree

import pytest

import rollcall
from rollcall import mock
from rollcall.simulation_report import Simulation, TraceError, main, report

HOST = """
<node>
  <fleet count='4' running='1'><domain type='mock'><name>web</name></domain></fleet>
  <simulation>
    <at time='10s'><start domain='web-*'/></at>
    <at time='30s'><destroy domain='web-0000002'/></at>
    <call name='virConnectNumOfDomains'><error code='VIR_ERR_INTERNAL_ERROR'/></call>
  </simulation>
</node>
"""


@pytest.fixture(name="trace")
def recorded_trace(tmp_path):
    scenario = tmp_path / "host.xml"
    scenario.write_text(HOST)
    trace = tmp_path / "trace.jsonl"
    with mock.Host(scenario=scenario) as host:
        host.trace(trace)
        host.conn.listAllDomains()
        host.advance(40)
        with pytest.raises(rollcall.libvirtError):
            host.conn.numOfDomains()
        host.trace(None)
    return trace


def test_counts_domains_by_state_at_each_time(trace):
    simulation = Simulation(trace.read_text().splitlines())
    assert simulation.population[0] == {rollcall.VIR_DOMAIN_RUNNING: 1, rollcall.VIR_DOMAIN_SHUTOFF: 3}
    assert simulation.population[len(simulation.population) // 2] == {rollcall.VIR_DOMAIN_RUNNING: 4}
    assert simulation.population[-1] == {rollcall.VIR_DOMAIN_RUNNING: 3, rollcall.VIR_DOMAIN_SHUTOFF: 1}


def test_tells_calls_errors_events_and_rules(trace):
    page = report(trace.read_text().splitlines(), "<host>")
    assert "<h1>&lt;host&gt;</h1>" in page
    assert "Domains at the end: 4, running: 3." in page
    for row in (
        ("virConnectListAllDomains", "1"),
        ("virConnectNumOfDomains", str(rollcall.VIR_ERR_INTERNAL_ERROR), "1"),
        ("stopped", "1"),
    ):
        assert "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" in page


def test_draws_svg_that_is_well_formed(trace):
    page = report(trace.read_text().splitlines())
    charts = [part.split("</svg>")[0] for part in page.split("<svg")[1:]]
    assert len(charts) == 3
    for chart in charts:
        ElementTree.fromstring("<svg" + chart + "</svg>")


def test_draws_a_trace_of_nothing():
    assert "Domains at the end: 0" in report(['{"trace":1}'])


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["{"], "line 1: not JSON"),
        (['{"trace":2}'], "line 1: .* a trace of version 1"),
        (['{"trace":1}', json.dumps({"call": "virNodeGetInfo"})], "line 2: .* the time"),
        (['{"trace":1}', "[]"], "line 2: an object"),
    ],
)
def test_says_which_line_is_none_of_a_trace(lines, message):
    with pytest.raises(TraceError, match=message):
        report(lines)


def test_writes_the_page_as_a_program(trace, tmp_path):
    page = tmp_path / "report.html"
    assert main([str(trace), "-o", str(page)]) == 0
    assert page.read_text().startswith("<!DOCTYPE html>")


def test_says_which_file_cannot_be_read(tmp_path, capsys):
    assert main([str(tmp_path / "none.jsonl"), "-o", str(tmp_path / "report.html")]) == 4
    assert "none.jsonl" in capsys.readouterr().err
