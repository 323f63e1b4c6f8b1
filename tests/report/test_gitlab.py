from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from planlint.finding import Severity
from planlint.lint.report import FileReport, Report
from planlint.pack.load import builtin
from planlint.report import Options
from tests.conftest import ROOT, Run
from tests.report.made import ACCEPTED, EVALUATED, GAP, NAME, UNJUDGED, finding, linted, rendered, report

PLANS = sorted((ROOT / "examples").glob("*/*.plan.yaml"))
TEXT = {"type": "string", "minLength": 1}
SCHEMA = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": TEXT,
                "check_name": TEXT,
                "fingerprint": TEXT,
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                            "additionalProperties": False,
                        },
                    },
                },
            },
        },
    }
)
"""What docs.gitlab.com says of a code quality report."""


def entries(made: Report) -> list[dict[str, Any]]:
    read: list[dict[str, Any]] = json.loads(rendered("gitlab", made, Options()))
    SCHEMA.validate(read)
    return read


def test_an_entry_says_the_rule_the_place_and_the_fingerprint() -> None:
    assert entries(report(GAP)) == [
        {
            "description": "LE106 p3-inspection: au-1 covers entry only until 2026-02-23",
            "check_name": "LE106",
            "fingerprint": "f00d",
            "severity": "blocker",
            "location": {"path": NAME, "lines": {"begin": 5}},
        }
    ]


def test_what_nobody_has_to_decide_on_is_left_out() -> None:
    made = report(replace(GAP, accepted=ACCEPTED), replace(GAP, baseline="unchanged"), replace(finding("legal"), baseline="new"))

    assert [entry["location"]["lines"]["begin"] for entry in entries(made)] == [1]


def test_nothing_found_is_an_empty_list() -> None:
    assert rendered("gitlab", report(), Options()) == "[]\n"


def test_entries_are_in_the_order_of_places() -> None:
    made = [finding("p4-care"), finding("legal", severity=Severity.INFO), finding("phases", severity=Severity.WARNING)]

    assert [(entry["location"]["lines"]["begin"], entry["severity"]) for entry in entries(report(*made))] == [
        (1, "info"),
        (4, "major"),
        (6, "blocker"),
    ]


def test_a_rule_that_failed_is_an_entry() -> None:
    [entry] = entries(report(base=UNJUDGED))

    assert (entry["description"], entry["severity"]) == ("TM105 failed: KeyError in timeline.order", "blocker")


def test_two_projects_in_one_report_have_fingerprints_of_their_own() -> None:
    """Each plan is known by its path below the top of its own project, which may be the same."""
    files = ("a/plan.yaml", "b/plan.yaml")
    made = Report(tuple(FileReport(file=file, text="", findings=(replace(GAP, file=file),)) for file in files))

    assert [entry["fingerprint"] for entry in entries(made)] == ["f00d", "f00d/2"]


def test_a_plan_outside_is_not_placed_in_a_home_folder() -> None:
    name = "/home/anna/a.plan.yaml"
    made = report(replace(GAP, file=name), base=replace(EVALUATED, file=name))

    assert [entry["location"]["path"] for entry in entries(made)] == ["a.plan.yaml"]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_fingerprints_of_every_example_are_unique(path: Path) -> None:
    made = entries(linted(path.read_bytes(), *builtin().rules))

    assert len({entry["fingerprint"] for entry in made}) == len(made)


def test_a_merge_request_that_moves_lines_brings_nothing_new(planlint: Run, tmp_path: Path) -> None:
    plan = tmp_path / "a.plan.yaml"
    text = (ROOT / "examples/flawed/raid-rescue.plan.yaml").read_text("utf-8")
    before, after = (
        [entry["fingerprint"] for entry in json.loads(planlint("check", plan.name, "--format", "gitlab").out)]
        for words in (text, "# one line more\n\n" + text.replace("\n", "  # a remark\n", 1))
        if plan.write_text(words, "utf-8")
    )

    assert before == after != []


@given(st.text(max_size=30))
def test_any_text_comes_back_whole_and_controls_no_terminal(text: str) -> None:
    made = rendered("gitlab", report(replace(GAP, message=text)), Options())

    assert json.loads(made)[0]["description"] == f"LE106 {text}"
    assert not {*made} & {*"\x1b\x7f\x9b\u202e\u2066\u2028"}
