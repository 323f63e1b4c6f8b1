from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from planlint import __version__
from planlint.finding import Finding
from planlint.lint.engine import lint
from planlint.lint.report import Report
from planlint.pack.load import builtin
from planlint.plan.states import State
from planlint.report import Options, find_format
from planlint.report.json import report_schema
from tests.conftest import ROOT
from tests.plans import unplaced
from tests.report.made import ACCEPTED, GAP, NAME, UNJUDGED, finding, linted, policy, report

SCHEMA = Draft202012Validator(report_schema())
PLANS = sorted((ROOT / "examples").glob("*/*.plan.yaml"))


def rendered(made: Report) -> str:
    return "".join(find_format("json", isolated=True)(made, Options()))


def test_schema_is_a_schema_in_which_every_finding_is_described() -> None:
    Draft202012Validator.check_schema(report_schema())

    assert report_schema()["$defs"]["FindingRecord"]["properties"]["fingerprint"]["description"].startswith("What the finding")


def test_whole_report() -> None:
    fared = {"asked": 100, "found": 0, "not_judged": 3, "deferred": 0, "accepted": 1, "passed": 93, "not_applicable": 3}
    expected = {
        "version": 1,
        "planlint": __version__,
        "findings": [
            {
                "code": "LE106",
                "name": "entry-authorisation-gap",
                "severity": "error",
                "message": "p3-inspection: au-1 covers entry only until 2026-02-23",
                "help": "obtain an authorisation that covers the whole phase",
                "file": NAME,
                "path": "phases[p3-inspection]",
                "pointer": "/phases/0",
                "span": {"start": {"line": 5, "column": 10}, "end": {"line": 5, "column": 23}},
                "related": [
                    {
                        "path": "legal.authorisations[au-1].valid_until",
                        "span": {"start": {"line": 3, "column": 56}, "end": {"line": 3, "column": 66}},
                        "label": "but the notice ends here",
                    }
                ],
                "state": "stated",
                "fingerprint": "f00d",
                "accepted": {"approved_by": "collector", "expires": "2026-05-01", "approver": "unnamed"},
                "family": "law-enforcement",
                "phase": "",
                "profile": "review",
                "baseline": None,
                "fixes": [],
                "blinds": [],
            }
        ],
        "not_evaluated": [
            {"code": "TM102", "file": NAME, "reason": "t_rec is not known"},
            {"code": "TM103", "file": NAME, "reason": "t_rec is not known"},
        ],
        "declared_not_applicable": [
            {
                "code": "TM104",
                "file": NAME,
                "path": "media",
                "span": {"start": {"line": 1, "column": 1}, "end": {"line": 1, "column": 6}},
            }
        ],
        "failures": [{"code": "TM105", "file": NAME, "reason": "KeyError in timeline.order"}],
        "plans": [{"file": NAME, "verdict": "nothing_found", "rules": fared}],
        "profiles": [],
        "open_questions": [],
        "rests_on": [],
        "gone": [],
        "packs": [],
        "deviations": [],
        "today": "",
        "summary": {"files": 1, "errors": 0, "warnings": 0, "infos": 0, "accepted": 1, "known": 0, "deferred": 0, "rules": fared},
    }

    text = rendered(report(replace(GAP, accepted=ACCEPTED), base=UNJUDGED))

    assert expected == json.loads(text)
    assert text.endswith("}\n")
    SCHEMA.validate(json.loads(text))


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_report_of_every_example_plan_fits_its_schema(path: Path) -> None:
    SCHEMA.validate(json.loads(rendered(linted(path.read_bytes(), *builtin().rules))))


def test_report_of_every_rule_s_first_bad_example_fits_its_schema() -> None:
    pack = builtin()
    first = {code: next((each for each in pack.examples(code) if each.bad and each.text is None), None) for code in pack.rules}
    files = tuple(lint(unplaced(example), policy(code)) for code, example in first.items() if example is not None)

    assert {finding.code for file in files for finding in file.findings} >= {code for code, example in first.items() if example}
    SCHEMA.validate(json.loads(rendered(Report(files))))


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_word(state: State) -> None:
    SCHEMA.validate(json.loads(rendered(report(replace(GAP, state=state)))))


def test_order_is_file_line_column_code_whatever_the_severity() -> None:
    made: list[Finding] = [finding("p4-care"), finding("legal"), replace(finding("legal"), code="HS101"), replace(GAP, file="a.plan.yaml")]

    found = [(each["file"], each["span"]["start"]["line"], each["code"]) for each in json.loads(rendered(report(*made)))["findings"]]

    assert found == [("a.plan.yaml", 5, "LE106"), (NAME, 1, "HS101"), (NAME, 1, "LE106"), (NAME, 6, "LE106")]


def test_options_change_no_byte() -> None:
    loud = Options(frames=True, colour=True, verbose=True, plain=True, width=40)

    assert rendered(report(GAP)) == "".join(find_format("json", isolated=True)(report(GAP), loud))


@given(st.text(max_size=30))
def test_any_text_comes_back_whole_and_controls_no_terminal(text: str) -> None:
    made = rendered(report(replace(GAP, message=text)))

    assert json.loads(made)["findings"][0]["message"] == text
    assert not {*made} & {*"\x1b\x7f\x9b\u202e\u2066\u2028"}


def test_letters_of_every_script_are_written_as_they_are() -> None:
    assert "東京 فریب" in rendered(report(replace(GAP, message="東京 فریب")))
