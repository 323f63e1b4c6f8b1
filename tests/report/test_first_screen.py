"""What a reader sees first: where to begin, headings, and how far the plan is."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from planlint.finding import Finding, Fix, Profile, Severity
from planlint.lint.engine import Policy, lint_bytes
from planlint.lint.report import FileReport, Report, Standing
from planlint.pack.load import builtin
from planlint.plan.state import State
from planlint.report import Options
from planlint.source.document import Edit, Position, Span
from tests.conftest import ROOT
from tests.report.made import EVALUATED, GAP, NAME, finding, rendered, report

TEXT = partial(rendered, "text")


def many(number: int, **parts: Any) -> list[Finding]:
    """Findings of as many rules."""
    return [
        replace(
            GAP, code=f"XX{each:03}", path_text=f"phases[p{each}]", message=f"message {each}", help=f"Do this ({each}). Or that.", **parts
        )
        for each in range(number)
    ]


def test_eight_findings_need_no_beginning() -> None:
    assert TEXT(report(*many(8)), Options()).startswith("error[XX000]")


def test_a_plan_with_more_findings_begins_with_the_most_important_rules_and_their_ways_out() -> None:
    late: Profile = "approval"
    findings = [
        *many(8, profile=late),
        replace(GAP, code="YY001", profile="draft", message="bought freedom", help="Take it out."),
        replace(GAP, code="XX000", message="message 0", path_text="phases[q]", profile=late),
    ]

    first, *rest = TEXT(report(*findings), Options()).split("\n\n")[:9]

    assert "Begin with these:" == first
    assert rest[0] == "  1. YY001 bought freedom\n     -> Take it out."
    assert rest[1] == "  2. XX000 message 0 (1 more of XX000)\n     -> Do this (0)."
    assert rest[7] == "Then 2 more rules. All findings follow; --group-by phase sorts them by phase."


def test_on_a_terminal_what_to_do_first_stands_at_the_end() -> None:
    blocks = TEXT(report(*many(9)), Options(width=80)).split("\n\n")

    assert blocks[0].startswith("error[XX000]")
    assert [block.split("\n")[0] for block in blocks[9:11]] == ["Begin with these:", "  1. XX000 message 0"]
    assert "All findings are above" in blocks[-2]


def test_on_a_terminal_what_is_missing_is_one_list() -> None:
    missing = [
        replace(GAP, code="PL002", state=State.NOT_STATED, path_text=f"plan.{key}", message=f"`{key}` is required, but empty")
        for key in "abc"
    ]

    assert TEXT(report(*missing), Options(width=80)).split("\n")[:5] == [
        "error[PL002] 3 places lack what is required",
        f"  --> {NAME}",
        "  5:10 plan.a: `a` is required, but empty",
        "  5:10 plan.b: `b` is required, but empty",
        "  5:10 plan.c: `c` is required, but empty",
    ]


def test_a_finding_says_what_it_blinds_and_how_its_line_should_be() -> None:
    line = GAP.span.start.line
    edit = Edit(Span(Position(line, 6), Position(line, 8)), "ID")
    blocked = replace(GAP, blinds=("LG101", "RK104"), fixes=(Fix("safe", (edit,)),))

    text = TEXT(report(blocked), Options(frames=True, width=80))

    assert "  = write: - {ID: p3-inspection, start: 2026-02-24}\n" in text
    assert "  = 2 rules cannot be judged before: LG101, RK104\n" in text


@pytest.mark.parametrize("width", [40, 60, 80, 160, 300])
def test_no_line_of_a_real_report_is_wider_than_the_terminal_or_a_hundred(width: int) -> None:
    raw = (ROOT / "examples/flawed/night-raid.plan.yaml").read_bytes()
    pack = builtin()
    judged = lint_bytes(raw, "night-raid.plan.yaml", Policy(pack.rules, frozenset(pack.rules), pack.thresholds, dt.date(2026, 1, 1)))
    lines = TEXT(Report((judged,)), Options(frames=True, width=width)).splitlines()

    assert [line for line in lines if len(line) > min(width, 100) and " " in line.strip(" =|->") and "] " not in line[:16]] == []


def test_several_plans_have_no_common_beginning() -> None:
    files = tuple(FileReport(file=name, text="", findings=tuple(replace(each, file=name) for each in many(9))) for name in ("a", "b"))

    assert TEXT(Report(files), Options()).startswith("error[XX000]")


def test_the_reason_of_a_rule_and_its_way_out_are_told_once() -> None:
    text = TEXT(report(GAP, replace(GAP, path_text="phases[p4]")), Options())

    assert (1, 1) == (text.count("= why: "), text.count("= help: "))


def test_findings_stand_under_their_phases_in_the_order_of_time() -> None:
    findings = [replace(GAP, phase=phase, path_text=phase) for phase in ("p2", "", "p1")]

    text = TEXT(report(*findings, base=replace(EVALUATED, phases=("p1", "p2"))), Options(group_by="phase"))

    assert [f"{NAME}: the plan as a whole", f"{NAME}: phase p1", f"{NAME}: phase p2"] == [
        line for line in text.splitlines() if line.startswith(NAME)
    ]


def test_findings_stand_under_their_families() -> None:
    text = TEXT(report(replace(GAP, family="housing"), GAP), Options(group_by="family", plain=True))

    assert ["Family housing.", "Family law-enforcement."] == [line for line in text.splitlines() if line.startswith("Family")]


def test_the_report_says_how_far_a_plan_is_and_what_the_next_profile_needs() -> None:
    standing = Standing("draft", "review", tuple(f"XX{number:03}" for number in range(10)))

    text = TEXT(report(GAP, base=replace(EVALUATED, standing=standing)), Options())

    needs = ", ".join(f"XX{number:03}" for number in range(8))
    assert f"highest profile met: draft; review needs {needs} and 2 more" == text.splitlines()[-3]


def test_the_report_counts_plans_by_profile() -> None:
    standings = [Standing("approval", None, ()), Standing(None, "draft", ("FN101",)), Standing("approval", None, ())]
    files = tuple(replace(EVALUATED, file=str(number), standing=standing) for number, standing in enumerate(standings))

    assert "highest profile met: 2 approval, 1 none" == TEXT(Report(files), Options()).splitlines()[-3]


def test_what_a_later_profile_asks_for_is_counted() -> None:
    text = TEXT(
        report(finding("p3-inspection", severity=Severity.WARNING), base=replace(EVALUATED, deferred=("FN107", "FN107"))), Options()
    )

    assert text.splitlines()[-2] == "verdict: should be mended; 2 findings for a later profile"
