from __future__ import annotations

import json
from dataclasses import replace

from jsonschema import Draft202012Validator

from planlint.finding import Severity
from planlint.lint.report import Report
from planlint.report import Options
from planlint.report.json import report_schema
from tests.report.made import ACCEPTED, GAP, finding, rendered, report

COUNTED = Options(statistics=True)
SCHEMA = Draft202012Validator({**report_schema(), "properties": {}, "required": [], "allOf": [{"$ref": "#/$defs/StatisticsRecord"}]})


def made() -> Report:
    bed = replace(finding("p4-care", severity=Severity.WARNING), code="HS101", name="no-bed")
    return report(
        GAP,
        bed,
        replace(bed, severity=Severity.ERROR),
        replace(finding("legal"), code="AA101", name="first"),
        replace(GAP, accepted=ACCEPTED),
    )


def test_text_lists_rules_by_how_often_they_were_found() -> None:
    expected = """\
2  error    HS101 no-bed
1  error    AA101 first
1  error    LE106 entry-authorisation-gap

3 errors, 1 warning and 1 accepted in 1 plan (100 rules: 1 found, 99 passed)
"""

    assert expected == rendered("text", made(), COUNTED)


def test_for_screen_readers_each_rule_is_a_sentence() -> None:
    expected = """\
HS101, no-bed: 2 errors.
AA101, first: 1 error.
LE106, entry-authorisation-gap: 1 error.
3 errors, 1 warning and 1 accepted in 1 plan (100 rules: 1 found, 99 passed).
"""

    assert expected == rendered("text", made(), COUNTED._replace(plain=True))


def test_without_findings_the_counts_stand_alone() -> None:
    assert rendered("text", report(), COUNTED) == "no findings in 1 plan (100 rules: 100 passed)\n"


def test_json_says_the_same_and_fits_its_schema() -> None:
    written = json.loads(rendered("json", made(), COUNTED))

    assert written["rules"] == [
        {"code": "HS101", "name": "no-bed", "count": 2, "severity": "error"},
        {"code": "AA101", "name": "first", "count": 1, "severity": "error"},
        {"code": "LE106", "name": "entry-authorisation-gap", "count": 1, "severity": "error"},
    ]
    assert written["summary"] == json.loads(rendered("json", made()))["summary"]
    SCHEMA.validate(written)
