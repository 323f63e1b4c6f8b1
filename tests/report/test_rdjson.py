from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from planlint.lint.report import Report
from planlint.source.document import Position, Span
from tests.node import installed
from tests.report.made import GAP, NAME, every_kind, examples, no_plans, rendered, report


def test_whole_report() -> None:
    expected = {
        "source": {"name": "planlint"},
        "diagnostics": [
            {
                "message": "p3-inspection: au-1 covers entry only until 2026-02-23",
                "location": {"path": NAME, "range": {"start": {"line": 5}, "end": {"line": 5}}},
                "severity": "ERROR",
                "code": {"value": "LE106"},
                "related_locations": [
                    {"message": "but the notice ends here", "location": {"path": NAME, "range": {"start": {"line": 3}, "end": {"line": 3}}}}
                ],
            },
            {
                "message": "p4-care has no end",
                "location": {"path": NAME, "range": {"start": {"line": 6}, "end": {"line": 6}}},
                "severity": "INFO",
                "code": {"value": "TM110"},
            },
            {
                "message": f"{NAME}: rule failed: TM105: KeyError in timeline.order",
                "location": {"path": NAME},
                "severity": "ERROR",
                "code": {"value": "TM105"},
            },
        ],
    }

    assert expected == json.loads(rendered("rdjson", every_kind()))


@pytest.mark.parametrize(("end", "last"), [(Position(7, 1), 6), (Position(7, 2), 7), (Position(5, 10), 5)])
def test_a_range_of_lines_ends_with_the_last_line_of_the_finding(end: Position, last: int) -> None:
    made = report(replace(GAP, span=Span(Position(5, 10), end)))

    assert json.loads(rendered("rdjson", made))["diagnostics"][0]["location"]["range"] == {"start": {"line": 5}, "end": {"line": last}}


@pytest.mark.slow
@pytest.mark.parametrize("made", [every_kind, examples, no_plans])
def test_a_validator_of_the_format_finds_nothing(made: Callable[[], Report], tmp_path: Path) -> None:
    package = installed("@umbrelladocs/rdformat-validator", "1.0.0")
    file = tmp_path / "report.json"
    file.write_text(rendered("rdjson", made()), "utf-8")

    ran = subprocess.run(
        ["node", str(package / "bin" / "rdformat-validator.js"), "--strict", str(file)], capture_output=True, text=True, check=False
    )

    assert (ran.returncode, "Total errors: 0" in ran.stdout) == (0, True), ran.stdout
