"""What holds for every format that programs read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planlint.lint.report import Report
from planlint.report import FORMATS, Options
from tests.report.made import EVALUATED, GAP, NAME, every_kind, finding, rendered, report

MACHINE = [form for form in FORMATS if form != "text"]


@pytest.mark.parametrize("form", MACHINE)
def test_options_change_no_byte(form: str) -> None:
    loud = Options(frames=True, colour=True, verbose=True, plain=True, width=40, group_by="phase")

    assert rendered(form, every_kind()) == rendered(form, every_kind(), loud)


@pytest.mark.parametrize("form", [form for form in MACHINE if form not in ("markdown", "junit")])
def test_findings_are_sorted_by_place_and_code_whatever_order_they_come_in(form: str) -> None:
    made = [GAP, finding("p4-care"), replace(finding("p4-care"), code="HS101"), finding("legal")]

    assert rendered(form, report(*made)) == rendered(form, report(*reversed(made)))


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_quotes_the_plan_and_only_sarif_says_why_something_is_accepted(form: str) -> None:
    made = rendered(form, every_kind())

    assert ("inspection_notice" in made, "the girls asked for it" in made) == (False, form == "sarif")


@pytest.mark.parametrize("form", FORMATS)
def test_a_rule_that_failed_is_told(form: str) -> None:
    assert "KeyError in timeline.order" in rendered(form, every_kind())


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_without_plans_is_one_too(form: str) -> None:
    assert rendered(form, Report(())).endswith("\n")


@pytest.mark.parametrize("form", FORMATS)
@given(st.text(max_size=20), st.text(max_size=20))
def test_no_text_of_a_plan_or_file_name_controls_a_terminal_or_begins_a_line(form: str, message: str, file: str) -> None:
    def made(message: str, file: str) -> str:
        return rendered(form, report(replace(GAP, message=message, file=file), base=replace(EVALUATED, file=file)))

    text = made(message, file)

    assert not {*text} & {*"\x00\x1b\x7f\x9b\r\u202e\u2066\u2028"}
    if form != "sarif":  # of SARIF, each value stands on a line, and a plan outside of the folder takes more of them
        assert text.count("\n") == made("message", NAME).count("\n")
