"""What a plan leaves open, what still has to happen, and what it rests on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from planlint.lint.engine import Policy, lint
from planlint.lint.report import FileReport, Question, Report
from planlint.pack.load import builtin
from planlint.report import Options
from planlint.report.summary import open_points
from tests.plans import document
from tests.report.made import rendered

RULES = builtin().rules


def judged(**edits: Any) -> FileReport:
    policy = Policy(RULES, frozenset(RULES), builtin().thresholds, dt.date(2026, 3, 1))
    return lint(document(**edits), policy)


def asked(report: FileReport) -> list[tuple[str, str, str]]:
    return [(each.path_text, each.owner, each.due) for each in report.questions]


PREVALENCE = "population.groups[grp-nepali].substance_dependence.prevalence"
GAP = (PREVALENCE, "psychologists", "2026-03-19")


def test_an_entry_of_the_list_of_gaps_is_an_open_question() -> None:
    assert [GAP] == asked(judged(remove=[PREVALENCE]))


def test_a_value_that_is_unknown_is_an_open_question_whoever_owns_it() -> None:
    report = judged(set={"population.groups[grp-nepali].literacy": "unknown"})

    assert [GAP, ("population.groups[grp-nepali].literacy", "", "")] == sorted(asked(report), key=lambda each: each[0] != PREVALENCE)


def test_an_owned_unknown_is_one_question() -> None:
    report = judged(set={PREVALENCE: "unknown"})

    assert [GAP] == asked(report)


def test_an_entry_that_leads_nowhere_is_asked_about_at_the_entry() -> None:
    report = judged(set={"unknowns[0].path": "population.groups[nobody].literacy"})

    assert [(PREVALENCE, "", ""), ("unknowns[0]", "psychologists", "2026-03-19")] == asked(report)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-03-18", "1 open question; the next is due 2026-03-19 (psychologists)"),
        ("2026-03-19", "1 open question; the next is due 2026-03-19 (psychologists)"),
        ("2026-03-20", "1 open question, 1 overdue"),
    ],
)
def test_a_question_is_overdue_after_its_day(today: str, expected: str) -> None:
    assert expected == open_points(Report((judged(),), today=today))[0]


def test_questions_without_an_owner_are_counted() -> None:
    report = replace(judged(), questions=(Question("a", judged().questions[0].span, "", ""),), rests_on=())

    assert ("1 open question, 1 without an owner",) == open_points(Report((report,), today="2026-03-01"))


def acts(report: FileReport) -> dict[str, tuple[str, tuple[str, ...], str, bool, bool]]:
    return {each.path_text: (each.act, each.by, each.on, each.named, each.ahead) for each in report.rests_on}


def test_what_a_plan_gives_as_done_is_listed_with_who_and_when() -> None:
    found = acts(judged())

    assert found["situation.verification"][0] == "verification"
    assert {"approval", "vetting", "confirmation", "licence", "authorisation", "risk assessment"} <= {each[0] for each in found.values()}


@pytest.mark.parametrize(
    ("path", "field", "value"),
    [
        ("situation.verification", "status", "not_done"),
        ("personnel[ic].vetting", "status", "pending"),
        ("risk.assessment", "date", "unknown"),
    ],
)
def test_what_is_not_done_is_no_ground(path: str, field: str, value: str) -> None:
    assert (True, False) == (path in acts(judged()), path in acts(judged(set={f"{path}.{field}": value})))


def test_a_vetting_names_nobody() -> None:
    assert acts(judged())["personnel[ic].vetting"] == ("vetting", (), "", False, False)


def test_an_act_after_the_day_on_which_the_plan_speaks_still_has_to_happen() -> None:
    approved = max(str(each["date"]) for each in document().data["plan"]["approvals"])
    later = (dt.date.fromisoformat(approved) + dt.timedelta(days=1)).isoformat()

    ahead = {day: acts(judged(set={"situation.verification.date": day}))["situation.verification"][-1] for day in (approved, later)}

    assert {approved: False, later: True} == ahead


def test_without_an_approval_the_plan_speaks_on_the_day_on_which_it_was_written() -> None:
    written = judged(set={"plan.approvals": [], "plan.prepared_on": "2026-02-01", "situation.verification.date": "2026-02-02"})

    assert acts(written)["situation.verification"][-1]


def test_what_does_not_fit_is_no_ground_and_a_gap_stays_one_without_its_list() -> None:
    report = judged(set={"situation.verification.date": "soon", "unknowns": 3})

    assert (acts(report)["situation.verification"][2], asked(report)) == ("", [(PREVALENCE, "", "")])


def test_every_one_is_listed_where_the_reader_wants_every_word() -> None:
    report = Report((judged(),), today="2026-03-20")
    lines = rendered("text", report, Options(verbose=True)).splitlines()

    assert (1, len(report.files[0].rests_on)) == (
        sum(line.startswith("open question: ") and line.endswith("owner psychologists, due 2026-03-19 (overdue)") for line in lines),
        sum(line.startswith(("rests on: ", "still to happen: ")) for line in lines),
    )
