from __future__ import annotations

import json
from dataclasses import replace

from jsonschema import Draft202012Validator

from planlint.lint.report import Gone
from planlint.report.json import report_schema
from tests.report.made import NAME, every_kind, examples, rendered

LINE = Draft202012Validator({**report_schema(), "properties": {}, "required": [], "allOf": [{"$ref": "#/$defs/Line"}]})


def test_the_lines_are_the_records_of_the_json_report_with_their_kinds() -> None:
    made = replace(every_kind(), gone=(Gone("LE106", NAME, "phases[p1]", "f11d"),), today="2026-01-01")
    whole = json.loads(rendered("json", made))

    lines = [json.loads(line) for line in rendered("jsonl", made).splitlines()]

    expected = [
        *({"kind": "finding", **each} for each in whole["findings"]),
        *({"kind": "not_evaluated", **each} for each in whole["not_evaluated"]),
        *({"kind": "declared", **each} for each in whole["declared_not_applicable"]),
        *({"kind": "failure", **each} for each in whole["failures"]),
        *({"kind": "plan", **each} for each in whole["plans"]),
        *({"kind": "open_question", **each} for each in whole["open_questions"]),
        *({"kind": "rests_on", **each} for each in whole["rests_on"]),
        *({"kind": "gone", **each} for each in whole["gone"]),
        {"kind": "summary", **{name: whole[name] for name in ("version", "planlint", "today")}, **whole["summary"]},
    ]
    assert lines == expected
    for line in lines:
        LINE.validate(line)


def test_every_line_on_the_example_plans_fits_its_schema() -> None:
    lines = rendered("jsonl", examples()).splitlines()

    assert [error.message for line in lines for error in LINE.iter_errors(json.loads(line))] == []


def test_schema_refuses_a_line_of_no_kind() -> None:
    assert not LINE.is_valid({"kind": "guess"})
